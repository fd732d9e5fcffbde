package sekisho.upstream;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.model.HttpRoute.UpstreamSettings;
import sekisho.model.UpstreamTls;

/**
 * A Vert.x HttpClient set up for one event loop and one kind of upstream settings, and the count of
 * its idle connections that the client itself does not bound.
 */
final class HttpDriver {
  private static final Logger LOG = Logger.getLogger(HttpDriver.class);

  /** Active connections are not limited by contract; the pool's table needs a size all the same. */
  private static final int MAX_CONNECTIONS_PER_UPSTREAM = 16_384;

  /**
   * What an upstream's response head may hold, in bytes: as much as our own clients are allowed,
   * and more.
   */
  private static final int MAX_RESPONSE_HEADER_BYTES = 64 * 1024;

  private static final int POOL_CLEANER_PERIOD_MILLIS = 1000;

  private final ContextInternal context;
  private final HttpClient client;
  private final Supplier<HttpClient> freshClient;
  private @Nullable HttpClient fresh;
  private final int maxIdle;

  /** Connections of each upstream address: all, and those in an exchange. */
  private final Map<Object, Counts> counts = new HashMap<>();

  private static final class Counts {
    int open;
    int busy;
  }

  /**
   * @param sendsServerName whether upstreams are known by names: by itself the client sends none
   *     that has no dot, as names in a private network often have none
   */
  HttpDriver(
      VertxInternal vertx,
      ContextInternal context,
      UpstreamSettings settings,
      boolean sendsServerName,
      LoopPool pool,
      Upstreams.TrustedAuthorities trusted) {
    this.context = context;
    this.maxIdle = pool.maxIdle();
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
            .setSslHandshakeTimeout(settings.connectTimeout().toMillis())
            .setSslHandshakeTimeoutUnit(java.util.concurrent.TimeUnit.MILLISECONDS)
            .setForceSni(sendsServerName)
            .setKeepAlive(true)
            .setKeepAliveTimeout(Math.toIntExact(pool.idleTimeout().toSeconds()))
            .setPoolCleanerPeriod(POOL_CLEANER_PERIOD_MILLIS)
            .setPipelining(false)
            .setDecompressionSupported(false)
            .setMaxInitialLineLength(MAX_RESPONSE_HEADER_BYTES)
            .setMaxHeaderSize(MAX_RESPONSE_HEADER_BYTES)
            .setMaxRedirects(0);
    tls(options, settings.tls(), trusted);
    PoolOptions poolOptions =
        new PoolOptions()
            .setHttp1MaxSize(MAX_CONNECTIONS_PER_UPSTREAM)
            .setCleanerPeriod(POOL_CLEANER_PERIOD_MILLIS);
    this.client = vertx.createHttpClient(options, poolOptions);
    this.client.connectionHandler(this::opened);
    this.freshClient = () -> vertx.createHttpClient(options, poolOptions);
  }

  private static void tls(
      HttpClientOptions options, UpstreamTls tls, Upstreams.TrustedAuthorities trusted) {
    options.setSslEngineOptions(
        new OpenSSLEngineOptions().setSessionCacheEnabled(tls.sessionReuse()));
    if (!tls.verify()) {
      options.setTrustAll(true).setVerifyHost(false);
      return;
    }
    PemTrustOptions pem = new PemTrustOptions();
    for (X509Certificate authority : trusted.authorities(tls)) {
      pem.addCertValue(io.vertx.core.buffer.Buffer.buffer(pem(authority)));
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

  private void opened(HttpConnection connection) {
    quiet(connection);
    Channel channel = ((ConnectionBase) connection).channelHandlerContext().channel();
    Counts endpoint = counts.computeIfAbsent(connection.remoteAddress(), _ -> new Counts());
    endpoint.open++;
    channel.closeFuture().addListener(_ -> endpoint.open--);
  }

  /**
   * What goes wrong is told to the exchange; unheard here, the client would log each upstream's
   * words as an error.
   */
  private static void quiet(HttpConnection connection) {
    connection.exceptionHandler(
        cause -> LOG.debugf("connection to %s: %s", connection.remoteAddress(), cause));
  }

  /** The client's calls have to come from its Vert.x context: runs {@code calls} there, now. */
  void inContext(Runnable calls) {
    ContextInternal previous = context.beginDispatch();
    try {
      calls.run();
    } finally {
      context.endDispatch(previous);
    }
  }

  HttpClient client() {
    return client;
  }

  /**
   * For second tries (RFC 9110 §9.2.2): every connection of it is new, as long as each is closed
   * after its one exchange. It counts nothing.
   */
  HttpClient freshClient() {
    HttpClient existing = fresh;
    if (existing == null) {
      existing = freshClient.get();
      existing.connectionHandler(HttpDriver::quiet);
      fresh = existing;
    }
    return existing;
  }

  void busy(HttpConnection connection) {
    Counts endpoint = counts.get(connection.remoteAddress());
    if (endpoint != null) {
      endpoint.busy++;
    }
  }

  /**
   * The exchange on this connection is over: keeps it for the next one, or closes it when enough
   * are idle.
   */
  void idle(HttpConnection connection) {
    Counts endpoint = counts.get(connection.remoteAddress());
    if (endpoint == null) {
      return;
    }
    endpoint.busy--;
    if (endpoint.open - endpoint.busy > maxIdle) {
      var _ = connection.close();
    }
  }

  void close() {
    var _ = client.close();
    if (fresh != null) {
      var _ = fresh.close();
    }
  }
}
