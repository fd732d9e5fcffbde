package sekisho.strictness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import sekisho.testing.ConfigFile;
import sekisho.testing.HttpReply;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/**
 * The program before one origin, with one event loop: so each connection of a client draws from the
 * pool that the one before it left.
 */
record Gateway(SekishoProcess sekisho, SSLContext trust, AtomicInteger canaries)
    implements AutoCloseable {
  static final String HOST = "a.example.com";

  /** What the targets of canaries begin with; the origin answers them with their target. */
  static final String CANARY = "/canary/";

  private static final Duration SILENCE = Duration.ofSeconds(8);

  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": { "default": { "mode": "tls_terminate", "handler": "http" } }
          },
          "http": {
            "upstream_timeout_secs": 5,
            "routes": [{ "path_prefix": "/", "upstream": "{{origin}}" }]
          }
        }
      }
      """;

  static Gateway before(WatchedOrigin origin, Path folder) {
    TlsCertificates certificates = TlsCertificates.in(folder);
    Path config =
        ConfigFile.of(CONFIG)
            .with(certificates.ecdsa("gateway", "DNS:" + HOST))
            .with("origin", origin.url())
            .in(folder);
    SekishoProcess sekisho =
        SekishoProcess.of(config).detectingLeaks().flags("-XX:ActiveProcessorCount=1").start();
    return new Gateway(sekisho, certificates.trustingContext(), new AtomicInteger());
  }

  /** A client that takes silence for a fault before its proxy does. */
  RawTlsClient connect() throws IOException {
    return RawTlsClient.of(trust)
        .sni(HOST)
        .alpn("http/1.1")
        .connect(sekisho.address())
        .readLimit(SILENCE);
  }

  /** A new client is served, and with what was meant for it. */
  void assertServes() throws IOException {
    String target = CANARY + canaries.incrementAndGet();
    try (RawTlsClient client = connect()) {
      HttpReply reply = RawRequest.send(client, "GET " + target + " HTTP/1.1", "Host: " + HOST);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).isEqualTo(target);
    }
  }

  @Override
  public void close() {
    sekisho.close();
  }
}
