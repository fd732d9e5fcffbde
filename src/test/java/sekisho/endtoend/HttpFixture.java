package sekisho.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import sekisho.testing.ConfigFile;
import sekisho.testing.HttpReply;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/**
 * The program as an HTTP proxy for {@code a.example.com}, which every other name of a client is
 * also served as, and clients for it.
 */
record HttpFixture(SekishoProcess sekisho, TlsCertificates certificates, Path config)
    implements AutoCloseable {
  static final String HOST = "a.example.com";

  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "trusted_proxies": [{{trusted}}],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": { "default": { "mode": "tls_terminate", "handler": "http" } }
          },
          "http": {
            "access_log": { "format": "json", "path": "stdout" },
            {{http}}
          }
        },
        {{more}}
      }
      """;

  /**
   * Starts it with leak detection.
   *
   * @param http the members of {@code proxy.http}, its routes above all
   */
  static HttpFixture start(Path folder, String http) {
    return start(folder, http, "");
  }

  /**
   * Starts it with one route for everything.
   *
   * @param upstream host and port
   */
  static HttpFixture startBefore(String upstream, Path folder) {
    return startBefore(upstream, folder, "");
  }

  /**
   * @param more members of the configuration itself
   */
  static HttpFixture startBefore(String upstream, Path folder, String more) {
    return start(
        folder,
        "\"routes\": [{ \"path_prefix\": \"/\", \"upstream\": \"http://%s\" }]".formatted(upstream),
        more);
  }

  /**
   * @param more members of the configuration itself
   */
  static HttpFixture start(Path folder, String http, String more) {
    return start(folder, http, more, "", true);
  }

  /**
   * @param trusted the items of {@code trusted_proxies}
   */
  static HttpFixture startTrusting(Path folder, String trusted, String http) {
    return start(folder, http, "", trusted, true);
  }

  /** Starts it without leak detection, whose memory is not to be measured. */
  static HttpFixture startForMeasuring(Path folder, String http) {
    return startForMeasuring(folder, http, "");
  }

  /**
   * @param more members of the configuration itself
   */
  static HttpFixture startForMeasuring(Path folder, String http, String more) {
    return start(folder, http, more, "", false);
  }

  private static HttpFixture start(
      Path folder, String http, String more, String trusted, boolean findLeaks) {
    TlsCertificates certificates = TlsCertificates.in(folder);
    Path config =
        ConfigFile.of(CONFIG)
            .with(certificates.ecdsa("http", "DNS:" + HOST, "DNS:*.example.com"))
            .with("trusted", trusted)
            .with("http", http)
            .with("more", more)
            .in(folder);
    SekishoProcess.Launch launch = SekishoProcess.of(config);
    return new HttpFixture(
        (findLeaks ? launch.detectingLeaks() : launch).start(), certificates, config);
  }

  /** A new connection for {@link #HOST}. */
  RawTlsClient connect() throws IOException {
    return connect(HOST);
  }

  /** A new connection for another name. */
  RawTlsClient connect(String host) throws IOException {
    return RawTlsClient.of(certificates.trustingContext())
        .sni(host)
        .alpn("http/1.1")
        .connect(sekisho.address());
  }

  /** Sends a request for {@link #HOST} on a connection of its own. */
  HttpReply send(String requestLine, String... fields) throws IOException {
    try (RawTlsClient client = connect()) {
      return send(client, requestLine, fields);
    }
  }

  /** Sends a request for {@link #HOST} and reads the response. */
  static HttpReply send(RawTlsClient client, String requestLine, String... fields)
      throws IOException {
    String[] lines = new String[fields.length + 2];
    lines[0] = requestLine;
    lines[1] = "Host: " + HOST;
    System.arraycopy(fields, 0, lines, 2, fields.length);
    return RawRequest.send(client, lines);
  }

  @Override
  public void close() {
    sekisho.close();
  }
}
