package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.ConfigFile;
import sekisho.testing.OpenSslClient;
import sekisho.testing.RawOrigin;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/** The file of the authorities of client certificates is watched as certificates are. */
class HotClientAuthoritiesIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "self_signed", "client_auth": { "ca": "{{ca}}" },
            "routing": { "default": { "mode": "tls_terminate", "handler": "http" } }
          },
          "http": { "routes": [{ "path_prefix": "/", "upstream": "{{origin}}" }] }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void another_authority_takes_the_place_of_the_first_and_an_empty_file_does_not()
      throws IOException {
    TlsCertificates first = TlsCertificates.in(Files.createDirectory(folder.resolve("first")));
    TlsCertificates second = TlsCertificates.in(Files.createDirectory(folder.resolve("second")));
    TlsCertificates.Pair old = first.ecdsa("old", "DNS:old");
    TlsCertificates.Pair young = second.ecdsa("young", "DNS:young");
    Path ca = Files.copy(first.authority(), folder.resolve("ca.pem"));
    try (RawOrigin origin = RawOrigin.answering(RawOrigin.ok("ok"));
        SekishoProcess sekisho =
            SekishoProcess.run(
                ConfigFile.of(CONFIG).with("ca", ca).with("origin", origin.url()).in(folder))) {
      assertThat(isLetIn(sekisho, old)).isTrue();
      assertThat(isLetIn(sekisho, young)).isFalse();

      Files.writeString(ca, "");
      Files.copy(second.authority(), ca, StandardCopyOption.REPLACE_EXISTING);

      Await.until("the new one is let in", () -> isLetIn(sekisho, young));
      assertThat(isLetIn(sekisho, old)).isFalse();
      sekisho
          .stdout()
          .await("it is said", line -> line.contains("client certificates come from the 1 auth"));
    }
  }

  private boolean isLetIn(SekishoProcess sekisho, TlsCertificates.Pair pair) {
    return OpenSslClient.to(sekisho.address(), folder)
        .sni("a.example.com")
        .showing(pair)
        .request("GET / HTTP/1.1", "Host: a.example.com", "Connection: close")
        .isAnswered();
  }
}
