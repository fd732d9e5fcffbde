package sekisho.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sekisho.config.ConfigurationFile;
import sekisho.config.Loaded;
import sekisho.control.StartFailure;
import sekisho.model.Configuration;
import sekisho.rpc.Methods;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcMethod;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;
import sekisho.testing.TlsCertificates;
import sekisho.ui.PlainPages;

/** The admin server as a configuration makes it, with a clock that tests turn. */
final class AdminFixture implements AutoCloseable {
  static final String PASSWORD = "correct horse";
  static final String HASH = Passwords.hash(PASSWORD).text();
  static final String TOKEN = "0123456789abcdef0123456789abcdef";

  /** A user with a password, and a token. */
  static final String AUTH =
      """
      "auth": { "users": [{ "name": "admin", "password_hash": "HASH" }], "token": "TOKEN" }
      """
          .replace("HASH", HASH)
          .replace("TOKEN", TOKEN);

  private static final Pattern TOLD = Pattern.compile("login\\?token=(\\S+)");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger snapshots = new AtomicInteger();
  private final AtomicInteger snapshotPadding = new AtomicInteger();
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final AdminListener listener;

  private AdminFixture(String ui) {
    Methods methods =
        Methods.of(
            "test",
            List.of(
                new RpcMethod<>(
                    "version",
                    "Says it.",
                    List.of(),
                    ResultType.TEXT,
                    (_, caller) -> caller.name()),
                new RpcMethod<>(
                    "config.reload", "Changes it.", List.of(), ResultType.FLAG, (_, _) -> true)));
    listener =
        new AdminListener(
            vertx,
            methods,
            new PlainPages(),
            this::snapshot,
            LoginNotice.on(new PrintStream(terminal, true, UTF_8)),
            nanos::get);
    reload(ui);
  }

  /**
   * @param ui the members of the block but for {@code listen}
   */
  static AdminFixture of(String ui) {
    return new AdminFixture(ui);
  }

  /** To be put behind {@link #AUTH}. */
  static String tls(TlsCertificates.Pair pair) {
    return ", \"tls\": { \"certificate\": \"%s\", \"private_key\": \"%s\" }"
        .formatted(pair.certificate(), pair.privateKey());
  }

  static Configuration configuration(String ui) {
    return configuration("127.0.0.1:0", ui);
  }

  static Configuration configuration(String listen, String ui) {
    String text =
        """
        { "proxy": { "listen": ["127.0.0.1:0"], "tls": { "mode": "self_signed",
            "routing": { "default": { "mode": "transparent", "upstream": "127.0.0.1:1" } } } },
          "ui": { "listen": "LISTEN", UI } }
        """
            .replace("LISTEN", listen)
            .replace("UI", ui);
    Loaded loaded = ConfigurationFile.load("f", text, Path.of("/"), Map.of());
    assertThat(loaded.errors()).isEmpty();
    return loaded.configuration().orElseThrow();
  }

  void reload(String ui) {
    try {
      listener.prepare(configuration(ui)).publish();
    } catch (StartFailure e) {
      throw new AssertionError(e);
    }
  }

  private byte[] snapshot() {
    String padding = "x".repeat(snapshotPadding.get());
    String text = "{\"n\":%d,\"x\":\"%s\"}".formatted(snapshots.incrementAndGet(), padding);
    return text.getBytes(UTF_8);
  }

  /** How many characters are in a snapshot besides its number. */
  void padSnapshots(int characters) {
    snapshotPadding.set(characters);
  }

  AdminListener listener() {
    return listener;
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  int snapshots() {
    return snapshots.get();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
  }

  /** What a browser on this machine has as Host. */
  String host() {
    return "127.0.0.1:" + listener.port();
  }

  String origin() {
    return "http://" + host();
  }

  /** The one-time token that was told last. */
  String told() {
    Matcher matcher = TOLD.matcher(terminal.toString(UTF_8));
    String last = "";
    while (matcher.find()) {
      last = matcher.group(1);
    }
    return last;
  }

  /** A request line and fields, Host among them; the method is the line's. */
  HttpReply send(String body, String... head) {
    try (RawConnection connection = RawConnection.to(address())) {
      connection.write(String.join("\r\n", head) + "\r\n\r\n" + body);
      return HttpReply.read(connection.in(), head[0].split(" ", -1)[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  HttpReply get(String path, String... fields) {
    return send("", lines("GET " + path + " HTTP/1.1", "Host: " + host(), fields));
  }

  HttpReply post(String path, String type, String body, String... fields) {
    List<String> more = new ArrayList<>(List.of(fields));
    more.add("Content-Type: " + type);
    more.add("Content-Length: " + body.getBytes(UTF_8).length);
    return send(
        body, lines("POST " + path + " HTTP/1.1", "Host: " + host(), more.toArray(String[]::new)));
  }

  private static String[] lines(String line, String host, String... fields) {
    List<String> lines = new ArrayList<>(List.of(line, host));
    lines.addAll(List.of(fields));
    return lines.toArray(String[]::new);
  }

  /** A JSON-RPC call. */
  HttpReply rpc(String method, String... fields) {
    return post(
        "/rpc",
        "application/json",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\"}",
        fields);
  }

  HttpReply form(String path, String form, String... fields) {
    return post(path, "application/x-www-form-urlencoded", form, fields);
  }

  HttpReply login(String user, String password, String... fields) {
    return form("/login", "user=" + user + "&password=" + password.replace(' ', '+'), fields);
  }

  /** The {@code Cookie} field of a new session. */
  String session() {
    HttpReply reply = login("admin", PASSWORD, "Origin: " + origin());
    assertThat(reply.status()).isEqualTo(303);
    return cookie(reply);
  }

  /** What a browser sends back. */
  static String cookie(HttpReply reply) {
    return "Cookie: "
        + String.join(
            "; ", setCookies(reply).stream().map(value -> value.split(";", -1)[0]).toList());
  }

  static List<String> setCookies(HttpReply reply) {
    return reply.fields().stream()
        .filter(field -> field.toLowerCase(Locale.ROOT).startsWith("set-cookie:"))
        .map(field -> field.substring("set-cookie:".length()).strip())
        .toList();
  }

  @Override
  public void close() {
    listener.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
