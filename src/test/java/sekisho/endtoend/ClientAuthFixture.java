package sekisho.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sekisho.testing.ConfigFile;
import sekisho.testing.OpenSslClient;
import sekisho.testing.OpenSslClient.Outcome;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawServer;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/**
 * Routes with different {@code client_auth}: {@code need} and {@code want} believe {@code ours},
 * {@code other} believes {@code theirs}, {@code relay} is for TCP, and everything else is open.
 */
final class ClientAuthFixture implements AutoCloseable {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "session_cache": {{cache}}, "session_tickets": {{tickets}},
            "routing": {
              "default": { "mode": "tls_terminate", "handler": "http" },
              "sni": [
                { "server_name": "need.example.com", "mode": "tls_terminate", "handler": "http", "client_auth": { "ca": "{{ours}}" } },
                { "server_name": "want.example.com", "mode": "tls_terminate", "handler": "http", "client_auth": { "ca": "{{ours}}", "mode": "request" } },
                { "server_name": "other.example.com", "mode": "tls_terminate", "handler": "http", "client_auth": { "ca": "{{theirs}}" } },
                { "server_name": "relay.example.com", "mode": "tls_terminate", "upstream": "{{relayed}}", "client_auth": { "ca": "{{ours}}" } }
              ]
            }
          },
          "http": {
            "strict_sni_host": false,
            "routes": [{ "path_prefix": "/", "upstream": "{{origin}}" }]
          }
        }
      }
      """;

  final RawOrigin origin = RawOrigin.answering(RawOrigin.ok("ok"));

  final RawServer relayed =
      RawServer.start(connection -> {
        connection.readThrough("\r\n\r\n");
        connection.write(RawOrigin.ok("ok"));
      });

  final Path folder;
  final TlsCertificates ours;
  final TlsCertificates theirs;
  private final ConfigFile config;

  ClientAuthFixture(Path folder) throws IOException {
    this.folder = folder;
    ours = TlsCertificates.in(Files.createDirectory(folder.resolve("ours")));
    theirs = TlsCertificates.in(Files.createDirectory(folder.resolve("theirs")));
    config =
        ConfigFile.of(CONFIG)
            .with(TlsCertificates.in(folder).ecdsa("any", "DNS:*.example.com"))
            .with("ours", ours.authority())
            .with("theirs", theirs.authority())
            .with("origin", origin.url())
            .with("relayed", relayed.address());
  }

  /** Starts one that resumes by tickets, or by session ids. */
  SekishoProcess start(boolean tickets) {
    return SekishoProcess.run(config.with("cache", !tickets).with("tickets", tickets).in(folder));
  }

  /** How many connections of the proxy have come to either upstream. */
  int connections() {
    return origin.connections() + relayed.connections();
  }

  OpenSslClient client(SekishoProcess proxy, String name, String version) {
    return OpenSslClient.to(proxy.address(), folder).with(version).sni(name + ".example.com");
  }

  /** A request that every route takes. */
  static Outcome get(OpenSslClient client) {
    return get(client, "/");
  }

  static Outcome get(OpenSslClient client, String path) {
    return client.request("GET " + path + " HTTP/1.1", "Host: 127.0.0.1", "Connection: close");
  }

  @Override
  public void close() {
    origin.close();
    relayed.close();
  }
}
