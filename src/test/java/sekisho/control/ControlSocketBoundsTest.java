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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.Seeds;
import sekisho.rpc.JsonRpc;
import sekisho.testing.Await;

/** Clients that are too many, too slow, too loud, or gone. */
class ControlSocketBoundsTest {
  private static final int PLACES = 16;
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void a_line_may_have_a_mebibyte_and_no_more() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file());
        LineChannel client = proxy.connect()) {
      int room = JsonRpc.MAX_REQUEST_BYTES - ControlFixture.VERSION.length();

      assertThat(ask(client, ControlFixture.VERSION + " ".repeat(room)))
          .isEqualTo(ControlFixture.VERSION_ANSWER);
      assertThat(ask(client, ControlFixture.VERSION + " ".repeat(room + 1)))
          .contains("-32600", "1048576");
      assertEnd(client);
    }
  }

  @Test
  void a_flood_without_a_line_is_cut() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file());
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(proxy.path()))) {
      ByteBuffer flood = ByteBuffer.allocate(1 << 16);
      long written = 0;
      try {
        while (written < 1L << 30) {
          written += client.write(flood.clear());
        }
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("Broken pipe|Connection reset.*");
      }

      // What is over the limit can only be what the kernel holds.
      assertThat(written).isLessThan(8L << 20);
      assertThat(ask(proxy)).isEqualTo(ControlFixture.VERSION_ANSWER);
    }
  }

  @Test
  void half_a_line_is_waited_for_until_the_deadline_and_refused() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file(), PLACES, SHORT);
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(proxy.path()))) {
      client.write(ByteBuffer.wrap("{".getBytes(UTF_8)));
      LineChannel lines = LineChannel.of(client);

      assertThat(read(lines)).contains("-32600", "no whole line within");
      assertEnd(lines);
    }
  }

  @Test
  void who_says_nothing_is_sent_away_without_a_word() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file(), PLACES, SHORT);
        LineChannel client = proxy.connect()) {
      assertEnd(client);
    }
  }

  @Test
  void who_does_not_take_the_answer_is_cut() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file(), 1, Duration.ofSeconds(1));
        LineChannel client = proxy.connect()) {
      // Of such answers the kernel does not hold one. There is one place: the next client waits.
      byte[] request = echo("x".repeat(JsonRpc.MAX_REQUEST_BYTES / 2)).getBytes(UTF_8);
      try {
        boolean taken = true;
        while (taken) {
          taken = client.write(request, ControlFixture.PATIENCE);
        }
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("Broken pipe|Connection reset.*");
      }

      Await.until("the place is free", () -> ask(proxy).equals(ControlFixture.VERSION_ANSWER));
    }
  }

  @Test
  void calls_run_at_once_and_more_connections_than_16_are_refused() throws IOException {
    List<LineChannel> clients = new ArrayList<>();
    try (ControlFixture proxy = ControlFixture.of(file())) {
      for (int i = 0; i < PLACES; i++) {
        LineChannel client = proxy.connect();
        clients.add(client);
        write(client, "{\"jsonrpc\":\"2.0\",\"method\":\"wait\",\"id\":" + i + "}");
      }
      proxy.waiting.acquireUninterruptibly(PLACES);

      // Who is refused is so at once: what it says may find nobody any more.
      try (LineChannel refused = proxy.connect()) {
        assertThat(read(refused)).contains("-32002", "too many connections; allowed: 16");
      }

      proxy.goOn.countDown();
      for (int i = 0; i < PLACES; i++) {
        assertThat(read(clients.get(i)))
            .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"waited\",\"id\":" + i + "}");
        clients.get(i).close();
      }
      Await.until("a place is free", () -> ask(proxy).equals(ControlFixture.VERSION_ANSWER));
    }
  }

  @Test
  void a_method_may_take_longer_than_a_request_may() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file(), PLACES, SHORT);
        LineChannel client = proxy.connect()) {
      write(client, "{\"jsonrpc\":\"2.0\",\"method\":\"wait\",\"id\":1}");
      proxy.waiting.acquireUninterruptibly();
      Await.passing(SHORT.multipliedBy(2));
      proxy.goOn.countDown();

      assertThat(read(client)).contains("waited");
    }
  }

  @Test
  void who_leaves_while_a_method_runs_harms_nobody() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file())) {
      try (LineChannel client = proxy.connect()) {
        write(client, "{\"jsonrpc\":\"2.0\",\"method\":\"wait\",\"id\":1}");
        proxy.waiting.acquireUninterruptibly();
      }
      proxy.goOn.countDown();

      assertThat(ask(proxy)).isEqualTo(ControlFixture.VERSION_ANSWER);
    }
  }

  @Test
  void garbage_is_answered_or_cut_and_others_are_served_meanwhile() {
    try (ControlFixture proxy = ControlFixture.of(file())) {
      Seeds.each(random -> {
        for (int round = 0; round < 200; round++) {
          garbage(proxy, random);
        }
        Await.until("others are served", () -> ask(proxy).equals(ControlFixture.VERSION_ANSWER));
      });
    }
  }

  private static void garbage(ControlFixture proxy, Random random) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    try (LineChannel client = proxy.connect()) {
      client.write(bytes, ControlFixture.PATIENCE);
      if (random.nextBoolean()
          && client.read(1 << 20, ControlFixture.PATIENCE)
              instanceof LineChannel.Received.Line line) {
        assertThat(new String(line.text(), UTF_8)).contains("\"code\":-32");
      }
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("Broken pipe|Connection reset.*");
    }
  }

  private Path file() {
    return folder.resolve("sekisho.jsonc");
  }
}
