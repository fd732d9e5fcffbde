package sekisho.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.control.ControlTalk.ask;
import static sekisho.control.ControlTalk.assertEnd;
import static sekisho.control.ControlTalk.echo;
import static sekisho.control.ControlTalk.read;
import static sekisho.control.ControlTalk.write;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said on the socket. */
class ControlSocketTest {
  private static final int PLACES = 16;

  @TempDir Path folder;

  @Test
  void a_line_is_answered_with_a_line_and_the_next_one_too() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file());
        LineChannel client = proxy.connect()) {
      assertThat(ask(client, ControlFixture.VERSION)).isEqualTo(ControlFixture.VERSION_ANSWER);
      assertThat(ask(client, ControlFixture.VERSION + "\r"))
          .isEqualTo(ControlFixture.VERSION_ANSWER);
      assertThat(ask(client, "{")).contains("-32700");
      assertThat(ask(client, "")).contains("-32700");
      assertThat(ask(client, "[" + ControlFixture.VERSION + "]"))
          .isEqualTo("[" + ControlFixture.VERSION_ANSWER + "]");
    }
  }

  @Test
  void lines_that_come_together_are_answered_in_order() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file());
        LineChannel client = proxy.connect()) {
      String notification = "{\"jsonrpc\":\"2.0\",\"method\":\"version\"}\n";
      write(client, notification + echo("a") + "\n" + notification + echo("b"));

      assertThat(read(client)).contains("\"a\"");
      assertThat(read(client)).contains("\"b\"");
    }
  }

  @Test
  void a_request_may_come_byte_by_byte() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file());
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(proxy.path()))) {
      for (byte each : (ControlFixture.VERSION + "\n").getBytes(UTF_8)) {
        client.write(ByteBuffer.wrap(new byte[] {each}));
      }

      assertThat(read(LineChannel.of(client))).isEqualTo(ControlFixture.VERSION_ANSWER);
    }
  }

  @Test
  void a_client_that_has_said_all_gets_its_answer_and_the_end() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file());
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(proxy.path()))) {
      client.write(ByteBuffer.wrap((ControlFixture.VERSION + "\n").getBytes(UTF_8)));
      client.shutdownOutput();
      LineChannel lines = LineChannel.of(client);

      assertThat(read(lines)).isEqualTo(ControlFixture.VERSION_ANSWER);
      assertEnd(lines);
    }
  }

  @Test
  void a_line_without_an_end_is_refused() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file());
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(proxy.path()))) {
      client.write(ByteBuffer.wrap(ControlFixture.VERSION.getBytes(UTF_8)));
      client.shutdownOutput();
      LineChannel lines = LineChannel.of(client);

      assertThat(read(lines)).contains("-32600", "without an end");
      assertEnd(lines);
    }
  }

  @Test
  void many_clients_at_once_get_each_its_own_answers() throws Exception {
    try (ControlFixture proxy = ControlFixture.of(file());
        ExecutorService threads = Executors.newFixedThreadPool(PLACES)) {
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < PLACES; i++) {
        String name = "client-" + i;
        clients.add(threads.submit(() -> echoes(proxy, name)));
      }
      for (Future<Integer> client : clients) {
        assertThat(client.get()).isEqualTo(100);
      }
    }
  }

  private static int echoes(ControlFixture proxy, String name) throws IOException {
    int right = 0;
    try (LineChannel client = proxy.connect()) {
      for (int i = 0; i < 100; i++) {
        String text = name + " " + i;
        if (ask(client, echo(text)).contains("\"result\":\"" + text + "\"")) {
          right++;
        }
      }
    }
    return right;
  }

  @Test
  void a_method_knows_who_asks() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file());
        LineChannel client = proxy.connect()) {
      String user = Files.getOwner(proxy.path()).getName();

      assertThat(ask(client, "{\"jsonrpc\":\"2.0\",\"method\":\"who\",\"id\":1}"))
          .contains("\"" + user + " true\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "65534", "4000000"})
  void other_users_are_not_admitted(String number) throws IOException {
    var users = FileSystems.getDefault().getUserPrincipalLookupService();
    try (ControlFixture proxy = ControlFixture.of(file())) {
      assertThat(proxy.socket().admits(users.lookupPrincipalByName("0"))).isTrue();
      assertThat(proxy.socket().admits(Files.getOwner(proxy.path()))).isTrue();
      assertThat(proxy.socket().admits(users.lookupPrincipalByName(number))).isFalse();
    }
  }

  @Test
  void when_it_closes_those_who_wait_are_sent_away_and_a_method_that_runs_is_answered()
      throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file());
        LineChannel idle = proxy.connect();
        LineChannel busy = proxy.connect()) {
      assertThat(ask(idle, ControlFixture.VERSION)).isEqualTo(ControlFixture.VERSION_ANSWER);
      write(busy, "{\"jsonrpc\":\"2.0\",\"method\":\"wait\",\"id\":1}");
      proxy.waiting.acquireUninterruptibly();

      proxy.socket().close();

      assertEnd(idle);
      proxy.goOn.countDown();
      assertThat(read(busy)).contains("waited");
      assertEnd(busy);
    }
  }

  private Path file() {
    return folder.resolve("sekisho.jsonc");
  }
}
