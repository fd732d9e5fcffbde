package sekisho.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sekisho.testing.ConfigFile;
import sekisho.testing.RawConnection;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/**
 * A running proxy and what came to it: requests that were answered, refused and broken off, relays
 * and WebSockets, and connections that came to nothing. Blocking; for one thread.
 */
final class MixedTraffic implements AutoCloseable {
  static final String TOKEN = "a-token-that-is-long-enough-for-it";

  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "http_listen": ["127.0.0.1:0"],
          "relay_idle_timeout_secs": 1,
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "handshake_timeout_secs": 5,
            "routing": {
              "default": { "mode": "tls_terminate", "handler": "http" },
              "sni": [
                { "server_name": "a.example.com", "mode": "tls_terminate", "handler": "http" },
                { "server_name": "relay.example.com", "mode": "tls_terminate", "upstream": "{{echo}}" },
                { "server_name": "lost.example.com", "mode": "tls_terminate", "upstream": "127.0.0.1:{{dead}}" },
                { "server_name": "refused.example.com", "mode": "reject" }
              ]
            }
          },
          "http": {
            "strict_sni_host": false,
            "upstream_timeout_secs": 1, "request_header_timeout_secs": 1, "request_body_timeout_secs": 1,
            "websocket_idle_timeout_secs": 1, "max_request_body_bytes": 1000,
            "access_log": { "format": "json", "path": "access.log" },
            "routes": [
              { "path_prefix": "/", "upstream": "{{origin}}" },
              { "path_prefix": "/dead", "upstream": "http://127.0.0.1:{{dead}}" },
              { "path_prefix": "/websocket", "type": "websocket", "upstream": "{{origin}}" },
              { "path_prefix": "/denied", "upstream": "{{origin}}", "deny": ["0.0.0.0/0"] },
              { "path_prefix": "/seldom", "upstream": "{{origin}}",
                "rate_limit": { "requests_per_second": 0.001, "burst": 1 } },
              { "path_prefix": "/spared", "upstream": "{{origin}}",
                "rate_limit": { "requests_per_second": 0.001, "burst": 1, "dry_run": true } }
            ]
          }
        },
        "metrics": { "listen": "127.0.0.1:0" },
        "ui": { "listen": "127.0.0.1:0", "auth": { "token": "{{token}}" } }
      }
      """;

  private final RawServer echo = RawServer.start(RawServer::echo);
  private final ReservedPort dead = ReservedPort.loopback();
  private final RawServer origin = RawServer.start(MixedTraffic::answer);
  private final TlsCertificates certificates;
  private final SekishoProcess sekisho;

  private MixedTraffic(Path folder) {
    certificates = TlsCertificates.in(folder);
    sekisho =
        SekishoProcess.run(
            ConfigFile.of(CONFIG)
                .with(certificates.ecdsa("figures", "DNS:*.example.com"))
                .with("echo", echo.address())
                .with("dead", dead.number())
                .with("origin", "http://" + origin.address())
                .with("token", TOKEN)
                .in(folder));
  }

  /** All of it; returns when each client has got what it gets. */
  static MixedTraffic in(Path folder) throws IOException {
    MixedTraffic traffic = new MixedTraffic(folder);
    try (RawConnection mute = RawConnection.to(traffic.sekisho.address())) {
      traffic.refused();
      traffic.brokenOff();
      traffic.tunnels();
      traffic.withoutRequests();
      // The last, so that a connection to the upstream is left over.
      traffic.answered();
      // Until its hello is overdue, and the others did not have to wait for that.
      mute.readToEnd();
      return traffic;
    } catch (IOException e) {
      traffic.close();
      throw e;
    }
  }

  SekishoProcess sekisho() {
    return sekisho;
  }

  /** {@code HOST:PORT} of an upstream where nobody listens. */
  String nowhere() {
    return "127.0.0.1:" + dead.number();
  }

  /** The URL of the upstream that answers. */
  String originUrl() {
    return "http://" + origin.address();
  }

  @Override
  public void close() {
    sekisho.close();
    origin.close();
    dead.close();
    echo.close();
  }

  /** As its path says; what is asked for as a WebSocket becomes an echo. */
  private static void answer(RawConnection connection) throws Exception {
    while (true) {
      String head = connection.readThrough("\r\n\r\n");
      String path = head.substring(head.indexOf('/'), head.indexOf(" HTTP/"));
      if (head.contains("Upgrade: websocket")) {
        RawServer.echo(connection.write(Handshake.SWITCH));
        return;
      }
      switch (path) {
        case "/cut" -> {
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
          return;
        }
        case "/reset" -> {
          return;
        }
        case "/garbage" -> {
          connection.write("nonsense\r\n\r\n");
          return;
        }
        case "/silent", "/late" -> connection.readToEnd();
        case "/empty" -> connection.write("HTTP/1.1 204 No Content\r\n\r\n");
        case "/early" ->
            connection.write(
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno");
        default ->
            connection.write(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                    + (head.startsWith("HEAD") ? "" : "hello"));
      }
    }
  }

  private void answered() throws IOException {
    try (RawTlsClient client = connect("a.example.com")) {
      for (int i = 0; i < 5; i++) {
        RawRequest.send(client, "GET /kept HTTP/1.1", "Host: a.example.com");
      }
    }
    for (String path : List.of("/one", "/empty", "/early", "/spared", "/spared", "/seldom")) {
      get("GET", path);
    }
    get("HEAD", "/head");
  }

  private void refused() throws IOException {
    get("GET", "/seldom");
    get("GET", "/denied");
    get("GET", "/websocket");
    get("GET", "/../..");
    get("CONNECT", "/");
    get("GET", "/long", "Content-Length: 2000");
    get("GET", "/odd", "Expect: more");
    get("GET", "/big", "X: " + "x".repeat(20_000));
    sends("a.example.com", "GET /no/version\r\n\r\n");
    sends("a.example.com", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    for (String host : List.of("a.example.com", "elsewhere.example.net")) {
      try (RawConnection plain = RawConnection.to(sekisho.plainAddress())) {
        plain
            .write("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
            .readToEnd();
      }
    }
  }

  private void brokenOff() throws IOException {
    for (String path : List.of("/dead", "/cut", "/reset", "/garbage", "/silent")) {
      get("GET", path);
    }
    get("POST", "/late", "Content-Length: 10");
    sends("a.example.com", "GET /half HTTP/1.1\r\n");
    try (RawTlsClient client = connect("a.example.com")) {
      client.write("GET /silent HTTP/1.1\r\nHost: a.example.com\r\n\r\n");
    }
  }

  private void tunnels() throws IOException {
    try (RawTlsClient client = connect("a.example.com")) {
      client.write(Handshake.of("GET /websocket HTTP/1.1") + "frame");
      client.in().readNBytes(Handshake.SWITCH.length() + 5);
    }
    try (RawTlsClient client = connect("a.example.com")) {
      client.write(Handshake.of("GET /websocket/idle HTTP/1.1")).readToEnd();
    }
    try (RawTlsClient client = connect("relay.example.com")) {
      client.write("to and fro").in().readNBytes(10);
    }
    sends("relay.example.com", "and no more");
    sends("lost.example.com", "to nobody");
  }

  private void withoutRequests() throws IOException {
    connect("a.example.com").close();
    try {
      connect("refused.example.com").close();
    } catch (IOException _) {
      // As it is to be.
    }
    for (String garbage : List.of("GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\0\5hello")) {
      try (RawConnection client = RawConnection.to(sekisho.address())) {
        client.write(garbage).readToEnd();
      }
    }
  }

  private RawTlsClient connect(String name) throws IOException {
    return RawTlsClient.of(certificates.trustingContext()).sni(name).connect(sekisho.address());
  }

  private void get(String method, String path, String... fields) throws IOException {
    String head = method + " " + path + " HTTP/1.1\r\nHost: a.example.com\r\nConnection: close\r\n";
    sends(
        "a.example.com",
        Stream.of(fields)
            .map(field -> field + "\r\n")
            .collect(Collectors.joining("", head, "\r\n")));
  }

  private void sends(String name, String text) throws IOException {
    try (RawTlsClient client = connect(name)) {
      client.write(text).readToEnd();
    }
  }
}
