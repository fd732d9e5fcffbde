package sekisho.upstream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import sekisho.model.HttpRoute.UpstreamSettings;
import sekisho.model.UpstreamTls;

/**
 * How Vert.x's HttpClient is set up for one kind of upstream settings: timeouts, bounds, TLS.
 *
 * @param client its options
 * @param pool its pool's options
 */
record HttpClientSettings(HttpClientOptions client, PoolOptions pool) {
  /** Active connections are not limited by contract; the pool's table needs a size all the same. */
  private static final int MAX_CONNECTIONS_PER_UPSTREAM = 16_384;

  /** What an upstream's response head may hold: more than our own clients' heads by default. */
  private static final int MAX_RESPONSE_HEADER_BYTES = 64 * 1024;

  private static final int POOL_CLEANER_PERIOD_MILLIS = 1000;

  /**
   * @param sendsServerName whether upstreams are known by names: by itself the client sends none
   *     that has no dot, as names in a private network often have none
   */
  static HttpClientSettings of(
      UpstreamSettings settings,
      boolean sendsServerName,
      LoopPool pool,
      Upstreams.TrustedAuthorities trusted) {
    long connectMillis = settings.connectTimeout().toMillis();
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(Math.toIntExact(connectMillis))
            .setSslHandshakeTimeout(connectMillis)
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setForceSni(sendsServerName)
            .setKeepAlive(true)
            .setKeepAliveTimeout(Math.toIntExact(pool.idleTimeout().toSeconds()))
            .setPoolCleanerPeriod(POOL_CLEANER_PERIOD_MILLIS)
            .setPipelining(false)
            .setDecompressionSupported(false)
            .setMaxInitialLineLength(MAX_RESPONSE_HEADER_BYTES)
            .setMaxHeaderSize(MAX_RESPONSE_HEADER_BYTES)
            .setMaxRedirects(0);
    options
        .setTcpKeepAlive(true)
        .setTcpKeepAliveIdleSeconds(TcpOptions.KEEPALIVE_IDLE_SECONDS)
        .setTcpKeepAliveIntervalSeconds(TcpOptions.KEEPALIVE_INTERVAL_SECONDS)
        .setTcpKeepAliveCount(TcpOptions.KEEPALIVE_PROBES);
    tls(options, settings.tls(), trusted);
    return new HttpClientSettings(
        options,
        new PoolOptions()
            .setHttp1MaxSize(MAX_CONNECTIONS_PER_UPSTREAM)
            .setCleanerPeriod(POOL_CLEANER_PERIOD_MILLIS));
  }

  private static void tls(
      HttpClientOptions options, UpstreamTls tls, Upstreams.TrustedAuthorities trusted) {
    if (OpenSSLEngineOptions.isAvailable()) {
      options.setSslEngineOptions(
          new OpenSSLEngineOptions().setSessionCacheEnabled(tls.sessionReuse()));
    }
    if (!tls.verify()) {
      options.setTrustAll(true).setVerifyHost(false);
      return;
    }
    PemTrustOptions pem = new PemTrustOptions();
    for (X509Certificate authority : trusted.authorities(tls)) {
      pem.addCertValue(Buffer.buffer(pem(authority)));
    }
    options.setTrustOptions(pem).setVerifyHost(true);
  }

  private static String pem(X509Certificate certificate) {
    try {
      String body = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("an authority that was just parsed cannot be encoded", e);
    }
  }
}
