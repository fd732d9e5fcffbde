package sekisho.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import sekisho.testing.Await;
import sekisho.testing.Command;
import sekisho.testing.ConfigFile;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.SekishoProcess;
import sekisho.testing.SekishoProgram;

/** The program with an empty storage, on a port that an authority can be told of beforehand. */
final class AcmeFixture implements AutoCloseable {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:{{port}}"],
          "http_listen": ["127.0.0.1:{{http_port}}"],
          "tls": {
            "mode": "acme", {{tls}}
            "acme": {
              "directory": "{{directory}}", "ca_certificate": "{{trust}}",
              "terms_of_service_agreed": true, "contact": ["mailto:ops@example.com"],
              "storage": "{{folder}}/storage",
              {{acme}}
            },
            "routing": {
              "default": { "mode": "tls_terminate", "handler": "http" },
              "sni": [{{sni}}]
            }
          },
          "http": { "routes": [{ "path_prefix": "/", "upstream": "{{origin}}" }] }
        }
      }
      """;

  private final ReservedPort port = ReservedPort.loopback();
  private final ReservedPort httpPort = ReservedPort.loopback();
  private final RawOrigin origin;
  private final Path folder;

  AcmeFixture(Path folder) throws IOException {
    this.folder = folder;
    this.origin = RawOrigin.answering(RawOrigin.ok("ok"));
  }

  int port() {
    return port.number();
  }

  int httpPort() {
    return httpPort.number();
  }

  Path storage() {
    return folder.resolve("storage");
  }

  /** The only folder of an authority in the storage. */
  Path authority() {
    return Await.present(
        "the folder of an authority",
        () -> {
          try (var folders = Files.list(storage())) {
            return folders.filter(Files::isDirectory).findFirst();
          } catch (IOException e) {
            return Optional.empty();
          }
        });
  }

  /** Of an authority, and with more of {@code proxy.tls.acme}. */
  Path config(String directory, Path trust, String acme, String... sni) {
    return configWith("", directory, trust, acme, sni);
  }

  /**
   * @param tls more of {@code proxy.tls}, ending with a comma
   * @param trust who has signed the authority's HTTPS
   * @param acme more of {@code proxy.tls.acme}
   */
  Path configWith(String tls, String directory, Path trust, String acme, String... sni) {
    return ConfigFile.of(CONFIG)
        .with("tls", tls)
        .with("port", port.number())
        .with("http_port", httpPort.number())
        .with("directory", directory)
        .with("trust", trust)
        .with("acme", acme)
        .with("sni", String.join(",", sni))
        .with("origin", origin.url())
        .with("folder", folder)
        .in(folder);
  }

  /** What the program presents, to a client that believes everybody. */
  static Optional<X509Certificate> presented(
      SekishoProcess sekisho, SSLContext credulous, Optional<String> name) {
    RawTlsClient.Offer offer = RawTlsClient.of(credulous);
    try (RawTlsClient client = name.map(offer::sni).orElse(offer).connect(sekisho.address())) {
      return Optional.of(client.serverCertificate());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a request by a client that trusts this alone is answered with 200. */
  static boolean serves(SekishoProcess sekisho, SSLContext trust, Optional<String> name) {
    RawTlsClient.Offer offer = RawTlsClient.of(trust);
    try (RawTlsClient client = name.map(offer::sni).orElse(offer).connect(sekisho.address())) {
      String host = name.orElse("127.0.0.1");
      HttpReply reply = RawRequest.send(client, "GET / HTTP/1.1", "Host: " + host);
      return reply.status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  static void awaitServed(SekishoProcess sekisho, SSLContext trust, String name) {
    Await.until(name + " is served", () -> serves(sekisho, trust, Optional.of(name)));
  }

  static Command.Result acme(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "acme";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return SekishoProgram.run(all);
  }

  @Override
  public void close() {
    origin.close();
    port.close();
    httpPort.close();
  }
}
