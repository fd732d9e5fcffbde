package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import sekisho.endtoend.ReloadFixture.Text;
import sekisho.testing.Await;
import sekisho.testing.Command;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.SekishoProgram;
import sekisho.testing.TlsCertificates;
import sekisho.testing.TlsEnding;

/** What a reload changes for whom, and what it leaves alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReloadIT {
  private static final String ASKED = "GET / HTTP/1.1";
  private static final String HOST = "Host: " + ReloadFixture.HOST;

  private final RawOrigin one = RawOrigin.answering(RawOrigin.ok("one"));
  private final RawOrigin other = RawOrigin.answering(RawOrigin.ok("other"));
  private final CountDownLatch answered = new CountDownLatch(1);
  private final RawOrigin slow =
      RawOrigin.answering(_ -> {
        await(answered);
        return RawOrigin.ok("slow");
      });
  private final Text base = Text.http(route(one));
  private ReloadFixture proxy;

  private static String route(RawOrigin origin) {
    return "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": \"%s\" }]".formatted(origin.url());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) {
    proxy = ReloadFixture.start(folder, base);
  }

  @AfterAll
  void stop() {
    proxy.close();
    one.close();
    other.close();
    slow.close();
  }

  @BeforeEach
  void restore() {
    proxy.reload(base);
  }

  private static String ask(RawTlsClient client) throws IOException {
    return RawRequest.send(client, ASKED, HOST).text();
  }

  private String askAnew() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      return ask(client);
    }
  }

  private int generation() {
    return proxy.call("config.get").path("generation").asInt();
  }

  @Test
  void a_connection_moves_on_at_its_next_request() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      assertThat(ask(client)).isEqualTo("one");

      JsonNode outcome = proxy.reload(Text.http(route(other)));

      assertThat(connectionsOf(generation() - 1)).isOne();
      assertThat(ask(client)).isEqualTo("other");
      assertThat(connectionsOf(generation())).isOne();
      assertThat(connectionsOf(generation() - 1)).isZero();
      assertThat(outcome.path("difference").path("changes").findValuesAsText("text"))
          .containsExactly(
              "proxy.http.routes[0].upstream: \"%s\" → \"%s\"".formatted(one.url(), other.url()));
    }
  }

  private int connectionsOf(int number) {
    for (JsonNode generation : proxy.call("config.get").path("generations")) {
      if (generation.path("number").asInt() == number) {
        return generation.path("connections").asInt();
      }
    }
    return 0;
  }

  @Test
  void a_connection_that_nothing_was_asked_on_yet_moves_on_too() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      proxy.reload(Text.http(route(other)));

      assertThat(ask(client)).isEqualTo("other");
    }
  }

  @Test
  void one_that_cannot_move_on_has_its_first_request_answered_and_is_ended() throws IOException {
    TlsCertificates.Pair next = proxy.certificates.ecdsa("soon", "DNS:*.example.com");
    try (RawTlsClient client = proxy.connect()) {
      proxy.reload(
          base.tls(
              "\"client_auth\": { \"ca\": \"%s\", \"mode\": \"request\" },"
                  .formatted(next.certificate())));

      HttpReply reply = RawRequest.send(client, ASKED, HOST);

      assertThat(reply.text()).isEqualTo("one");
      assertThat(reply.field("Connection")).contains("close");
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  @Test
  void a_response_under_way_when_client_auth_changes_is_the_last() throws Exception {
    proxy.reload(Text.http(route(slow)));
    try (RawTlsClient client = proxy.connect();
        RawTlsClient idle = proxy.connect()) {
      RawRequest.send(idle, "OPTIONS * HTTP/1.1", HOST);
      client.write(RawRequest.of(ASKED, HOST));
      Await.until("the origin is asked", () -> slow.connections() > 0);

      proxy.reload(
          Text.http(route(slow))
              .tls(
                  "\"client_auth\": { \"ca\": \"%s\", \"mode\": \"request\" },"
                      .formatted(proxy.certificates.authority())));
      answered.countDown();

      HttpReply reply = HttpReply.read(client.in());
      assertThat(reply.text()).isEqualTo("slow");
      assertThat(reply.field("Connection")).contains("close");
      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertThat(idle.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
    }
  }

  @Test
  void another_certificate_ends_connections_that_rest_and_serves_new_ones() throws IOException {
    TlsCertificates.Pair pair = proxy.pair();
    byte[] certificate = Files.readAllBytes(pair.certificate());
    byte[] key = Files.readAllBytes(pair.privateKey());
    TlsCertificates.Pair next = proxy.certificates.ecdsa("next", "DNS:*.example.com");
    String sni = "{ \"server_name\": \"b.example.com\", \"mode\": \"reject\" }";
    try (RawTlsClient client = proxy.connect()) {
      assertThat(ask(client)).isEqualTo("one");

      proxy.reload(
          base.tls(
              "\"certificates\": [{ \"certificate\": \"%s\", \"private_key\": \"%s\" }],"
                  .formatted(next.certificate(), next.privateKey())));
      assertThat(ask(client)).isEqualTo("one");
      proxy.reload(base.sni(sni));
      assertThat(ask(client)).isEqualTo("one");
      Files.copy(next.certificate(), pair.certificate(), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(next.privateKey(), pair.privateKey(), StandardCopyOption.REPLACE_EXISTING);
      proxy.reload(base);

      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.CLOSE_NOTIFY);
      assertThat(askAnew()).isEqualTo("one");
    } finally {
      Files.write(pair.certificate(), certificate);
      Files.write(pair.privateKey(), key);
    }
  }

  @Test
  void limits_that_stay_remember_and_limits_that_change_begin_anew() throws IOException {
    String limited =
        "\"rate_limit\": { \"requests_per_second\": 0.001, \"burst\": %d },\n" + route(one);
    proxy.reload(Text.http(limited.formatted(1)));
    assertThat(statusAnew()).isEqualTo(200);
    assertThat(statusAnew()).isEqualTo(429);

    proxy.reload(
        Text.http("// moves what follows\n\"server_header\": false,\n" + limited.formatted(1)));
    assertThat(statusAnew()).isEqualTo(429);

    proxy.reload(Text.http(limited.formatted(2)));
    assertThat(statusAnew()).isEqualTo(200);
  }

  private int statusAnew() throws IOException {
    try (RawTlsClient client = proxy.connect()) {
      return RawRequest.send(client, ASKED, HOST).status();
    }
  }

  @Test
  void idle_connections_to_an_upstream_that_stays_are_used_on() throws IOException {
    RawOrigin stays = RawOrigin.answering(RawOrigin.ok("stays"));
    try (stays;
        RawTlsClient client = proxy.connect()) {
      proxy.reload(Text.http("\"server_header\": false," + route(stays)));
      ask(client);
      int before = stays.connections();

      proxy.reload(Text.http(route(stays)));
      assertThat(ask(client)).isEqualTo("stays");

      assertThat(stays.connections()).isEqualTo(before);
    }
  }

  @Test
  void a_listener_comes_and_goes_and_its_connections_live_on() throws IOException {
    int number = ReservedPort.loopbackNumber();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), number);

    proxy.reload(base.listening("\"127.0.0.1:0\", \"127.0.0.1:" + number + "\""));
    try (RawTlsClient client =
        RawTlsClient.of(proxy.certificates.trustingContext())
            .sni(ReloadFixture.HOST)
            .connect(address)) {
      assertThat(ask(client)).isEqualTo("one");
      proxy.reload(base);

      assertThat(ask(client)).isEqualTo("one");
      assertThatThrownBy(() -> new Socket(address.getAddress(), number).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void a_listener_that_becomes_one_of_plain_http_stays_open() throws IOException {
    int number = ReservedPort.loopbackNumber();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), number);

    proxy.reload(base.listening("\"127.0.0.1:0\", \"127.0.0.1:" + number + "\""));
    try (RawTlsClient client =
        RawTlsClient.of(proxy.certificates.trustingContext())
            .sni(ReloadFixture.HOST)
            .connect(address)) {
      assertThat(ask(client)).isEqualTo("one");
      proxy.reload(
          base.listening(
              "\"127.0.0.1:0\"], \"http_listen\": [\"127.0.0.1:0\", \"127.0.0.1:" + number + "\""));

      assertThat(ask(client)).isEqualTo("one");
      try (RawConnection plain = RawConnection.to(address)) {
        plain.write(RawRequest.of(ASKED, HOST));
        assertThat(HttpReply.read(plain.in()).status()).isEqualTo(308);
      }
      assertThat(askAnew()).isEqualTo("one");
    }
  }

  @Test
  void a_connection_without_tls_has_the_settings_of_its_next_request() throws IOException {
    int number = ReservedPort.loopbackNumber();
    String listening = "\"127.0.0.1:0\"], \"http_listen\": [\"127.0.0.1:" + number + "\"";
    proxy.reload(base.listening(listening));
    try (RawConnection plain =
        RawConnection.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), number))) {
      plain.write(RawRequest.of(ASKED, HOST));
      assertThat(HttpReply.read(plain.in()).field("Connection")).isEmpty();

      proxy.reload(Text.http("\"keepalive_requests\": 2," + route(one)).listening(listening));

      plain.write(RawRequest.of(ASKED, HOST));
      assertThat(HttpReply.read(plain.in()).field("Connection")).contains("close");
    }
  }

  @Test
  void every_kind_of_mistake_leaves_everything_as_it_was_and_says_why() throws Exception {
    TlsCertificates.Pair next = proxy.certificates.ecdsa("mismatch", "DNS:c.example.com");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RawTlsClient client = proxy.connect()) {
      assertThat(ask(client)).isEqualTo("one");
      int generation = generation();
      long files = proxy.proxy().usage().openFiles();

      refuses(base.more("\"nonsense\": 1"), "nonsense");
      refuses(base.more("\"log\": { \"level\": 7 }"), "log.level");
      refuses(base.more("]"), "reload.jsonc:");
      refuses(Text.http(route(one).replace("http://", "gopher://")), "upstream");
      refuses(
          base.tls(
              "\"certificates\": [{ \"certificate\": \"/none.pem\", \"private_key\": \"/none\" }],"),
          "/none.pem");
      refuses(
          base.tls(
              "\"certificates\": [{ \"certificate\": \"%s\", \"private_key\": \"%s\" }],"
                  .formatted(next.certificate(), proxy.pair().privateKey())),
          "mismatch");
      refuses(base.tls("\"ciphers\": [\"NONSENSE\"],"), "NONSENSE");
      refuses(base.tls("\"client_auth\": { \"ca\": \"/none-ca.pem\" },"), "/none-ca.pem");
      refuses(
          base.listening("\"127.0.0.1:0\", \"127.0.0.1:" + taken.getLocalPort() + "\""),
          ":3:5: proxy.listen: cannot listen on 127.0.0.1:"
              + taken.getLocalPort()
              + ": Address already in use");
      refuses(
          base.listening("\"0.0.0.0:" + proxy.proxy().port() + "\""),
          "in use by this proxy's own 127.0.0.1:" + proxy.proxy().port());
      refuses(
          base.more(
              "\"metrics\": { \"enabled\": true, \"listen\": \"127.0.0.1:"
                  + taken.getLocalPort()
                  + "\" }"),
          "metrics.listen: cannot listen on");
      refuses(
          base.logging(proxy.folder.resolve("no/such/folder")),
          "cannot be opened: no such file or folder");
      refuses(base.more("\"log\": {}, \"log\": {}"), "is set twice");
      refuses(base.more("\"log\": { \"level\": \"${NOT_SET_ANYWHERE}\" }"), "NOT_SET_ANYWHERE");
      refuses(base.more("\"log\": { \"level\": \"${file:none.txt}\" }"), "none.txt");
      refuses(
          Text.http(route(one).replace("\"path_prefix\": \"/\"", "\"path_regex\": \"(\"")),
          "is no usable RE2 expression");
      refuses(
          Text.http(
              "\"upstream_tls\": { \"ca\": \"/no-ca.pem\" },"
                  + route(one).replace("http://", "https://")),
          "/no-ca.pem");
      refuses(
          base.listening(
              "\"127.0.0.1:0\"], \"http_listen\": [\"127.0.0.1:" + taken.getLocalPort() + "\""),
          "proxy.http_listen: cannot listen on");
      refuses(
          base.more(
              "\"ui\": { \"listen\": \"127.0.0.1:"
                  + taken.getLocalPort()
                  + "\", \"auth\": { \"token\": \"0123456789abcdef\" } }"),
          "ui.listen: cannot listen on");
      Files.delete(proxy.file());
      refusesNow("no such file");

      assertThat(generation()).isEqualTo(generation);
      assertThat(ask(client)).isEqualTo("one");
      assertThat(askAnew()).isEqualTo("one");
      Await.until("nothing is left open", () -> proxy.proxy().usage().openFiles() <= files);
    }
  }

  private void refuses(Text text, String why) {
    proxy.write(text);
    refusesNow(why);
  }

  private void refusesNow(String why) {
    JsonNode outcome = proxy.call("config.reload");
    assertThat(outcome.path("published").asBoolean()).as(why).isFalse();
    assertThat(outcome.path("problems").findValuesAsText("text"))
        .as(why)
        .anySatisfy(problem -> assertThat(problem).contains(why));
  }

  @Test
  void the_command_says_what_has_changed_and_what_is_in_the_way() {
    proxy.write(Text.http(route(other)));
    Command.Result looked =
        SekishoProgram.run("reload", "--dry-run", proxy.file().toString()).mustSucceed();
    int generation = generation();
    Command.Result done = SekishoProgram.run("reload", proxy.file().toString()).mustSucceed();
    proxy.write(base.more("\"nonsense\": 1"));
    Command.Result refused = SekishoProgram.run("reload", proxy.file().toString());
    Command.Result status = SekishoProgram.run("status", proxy.file().toString()).mustSucceed();

    assertThat(looked.stdout()).contains(other.url(), "a reload would change that: 1 change");
    assertThat(done.stdout())
        .contains(other.url(), "generation " + (generation + 1) + " is in force: 1 change");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stderr()).contains("nonsense", "the reload was refused");
    assertThat(status.stdout())
        .contains(
            "running since",
            "listens on 127.0.0.1:" + proxy.proxy().port(),
            "generation " + (generation + 1) + " in force since",
            "by socket",
            "refused",
            "nonsense");
  }

  @Test
  void a_program_that_means_another_file_is_told_so_and_nothing_is_read() throws IOException {
    Path another = Files.copy(proxy.file(), proxy.folder.resolve("another.jsonc"));
    Path alias = Files.createSymbolicLink(proxy.folder.resolve("alias.jsonc"), proxy.file());
    int generation = generation();

    assertThat(proxy.refusal("config.reload", "file", another.toString()))
        .contains("this proxy runs with " + proxy.file(), "not with " + another);
    assertThat(proxy.refusal("config.check", "file", "/none.jsonc")).contains("/none.jsonc");
    assertThat(generation()).isEqualTo(generation);

    assertThat(proxy.call("config.reload", "file", alias.toString()).path("published").asBoolean())
        .isTrue();
  }

  @Test
  void a_hangup_opens_the_access_log_anew_and_tells_the_log_of_problems() throws IOException {
    Path log = proxy.folder.resolve("access.log");
    Path moved = proxy.folder.resolve("access.log.1");
    proxy.reload(base.logging(log));
    askAnew();
    Await.until("the line is written", () -> linesOf(log) == 1);
    Files.move(log, moved);

    proxy.proxy().hangUp();
    Await.until("it is opened anew", () -> Files.exists(log));
    askAnew();
    Await.until("the line is in the new file", () -> linesOf(log) == 1);
    assertThat(linesOf(moved)).isOne();

    proxy.write(base.more("\"hangup\": 1"));
    proxy.proxy().hangUp();
    Await.until(
        "the problem is logged",
        () -> proxy.proxy().stdout().find(line -> line.contains("hangup")).isPresent());
    assertThat(askAnew()).isEqualTo("one");

    proxy.write(Text.http(route(other)));
    proxy.proxy().hangUp();
    Await.until(
        "what has changed is logged",
        () ->
            proxy
                .proxy()
                .stdout()
                .find(line ->
                    line.endsWith(
                        "proxy.http.routes[0].upstream: \""
                            + one.url()
                            + "\" → \""
                            + other.url()
                            + "\""))
                .isPresent());
  }

  private static long linesOf(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void secrets_are_not_shown_and_lines_stay_where_they_are() {
    proxy.reload(
        Text.http(
            """
            "set_request_headers": { "Authorization": "Bearer s3cret" }, // "token": "0ld"
            """
                + route(one)));

    String text = proxy.call("config.get").path("text").asText();
    assertThat(text).doesNotContain("s3cret", "0ld").contains("\"Authorization\": \"***\"");
    assertThat(text.lines().count()).isEqualTo(linesOf(proxy.file()));
  }

  @Test
  void a_save_is_picked_up_where_the_file_is_watched(@TempDir Path folder) throws IOException {
    try (ReloadFixture watching = ReloadFixture.startWatching(folder, base)) {
      watching.write(Text.http(route(other)));

      Await.until(
          "the save is in force",
          () -> watching.call("config.get").path("generation").asInt() == 2);
      try (RawTlsClient client = watching.connect()) {
        assertThat(ask(client)).isEqualTo("other");
      }
      watching.writeRaw("{");
      Await.until(
          "the problem is logged",
          () -> watching.proxy().stdout().find(line -> line.contains("was refused")).isPresent());
    }
  }
}
