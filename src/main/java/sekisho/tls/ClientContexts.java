package sekisho.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import sekisho.model.UpstreamTls;

/**
 * The TLS contexts towards https upstreams: one for each way of verifying them.
 *
 * <p>Sessions are kept per context, host and port: one that was begun without verification is never
 * resumed where there is one. Immutable and shared by all event loops; closing releases the native
 * memory once the last connection is done with it.
 */
public final class ClientContexts implements AutoCloseable {
  private static final String[] PROTOCOLS = {"TLSv1.2", "TLSv1.3"};

  /** RFC 9110 §4.3.4: the certificate has to name the host. */
  private static final String VERIFY_NAME = "HTTPS";

  private final Map<UpstreamTls, SslContext> contexts = new HashMap<>();
  private final Map<UpstreamTls, List<X509Certificate>> authorities;

  /**
   * @param authorities for each way of verifying, whom it believes
   * @throws SSLException when the TLS library refuses an authority
   */
  public ClientContexts(Map<UpstreamTls, List<X509Certificate>> authorities) throws SSLException {
    this(authorities, null);
  }

  private ClientContexts(
      Map<UpstreamTls, List<X509Certificate>> authorities, @Nullable ClientContexts before)
      throws SSLException {
    this.authorities = Map.copyOf(authorities);
    try {
      for (Map.Entry<UpstreamTls, List<X509Certificate>> entry : authorities.entrySet()) {
        SslContext known = before == null ? null : before.known(entry.getKey(), entry.getValue());
        contexts.put(
            entry.getKey(),
            known == null
                ? create(entry.getKey(), entry.getValue())
                : ReferenceCountUtil.retain(known));
      }
    } catch (SSLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Those that take the place of these; where nothing has changed they are the same, and so are
   * their sessions. Both are to be closed.
   */
  public ClientContexts with(Map<UpstreamTls, List<X509Certificate>> others) throws SSLException {
    return new ClientContexts(others, this);
  }

  private @Nullable SslContext known(UpstreamTls tls, List<X509Certificate> believed) {
    return believed.equals(authorities.get(tls)) ? contexts.get(tls) : null;
  }

  /** What a connection was verified by: two that are the same are verified alike. */
  public Object trust(UpstreamTls tls) {
    return context(tls);
  }

  private SslContext context(UpstreamTls tls) {
    SslContext context = contexts.get(tls);
    if (context == null) {
      throw new IllegalArgumentException("a way of verifying that was not announced: " + tls);
    }
    return context;
  }

  private static SslContext create(UpstreamTls tls, List<X509Certificate> authorities)
      throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forClient().sslProvider(TlsLibrary.provider()).protocols(PROTOCOLS);
    if (tls.verify()) {
      builder
          .trustManager(authorities.toArray(X509Certificate[]::new))
          .endpointIdentificationAlgorithm(VERIFY_NAME);
    } else {
      builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    }
    SslContext context = builder.build();
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setSessionCacheEnabled(tls.sessionReuse());
    }
    return context;
  }

  /**
   * The handler that begins TLS with an upstream.
   *
   * @param host whom its certificate has to name, and what SNI says if it is a name
   * @param timeoutMillis the bound on the handshake
   */
  public SslHandler newHandler(
      UpstreamTls tls, String host, int port, long timeoutMillis, ByteBufAllocator allocator) {
    SslContext context = context(tls);
    boolean isName = NetUtil.createByteArrayFromIpAddressString(host) == null;
    // RFC 6066 §3: SNI has no trailing dot. So a name with one is verified and not sent.
    String peer = isName && !tls.sni() ? host + "." : host;
    SslHandler handler = context.newHandler(allocator, peer, port);
    handler.setHandshakeTimeoutMillis(timeoutMillis);
    if (!tls.sessionReuse() && TlsLibrary.provider() == SslProvider.JDK) {
      // Its cache cannot be turned off: what it keeps is taken out again at once.
      SSLEngine engine = handler.engine();
      handler.handshakeFuture().addListener(_ -> engine.getSession().invalidate());
    }
    if (isName && tls.sni()) {
      // By itself the library sends no name without a dot, as there are in private networks.
      SSLParameters parameters = handler.engine().getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host.getBytes(US_ASCII))));
      handler.engine().setSSLParameters(parameters);
    }
    return handler;
  }

  @Override
  public void close() {
    contexts.values().forEach(ReferenceCountUtil::release);
  }
}
