package sekisho.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;
import sekisho.certificate.CertificatePair;

/**
 * A client that offers exactly what it is told to, trusts everybody, and remembers which
 * certificates it was shown. It is one peer for its sessions, whatever names it asks for.
 */
final class HandshakeClient implements AutoCloseable {
  private final Shown shown = new Shown();
  private final SslContext context;
  private final SSLParameters offered = new SSLParameters();

  private HandshakeClient(SslProvider provider, Consumer<SslContextBuilder> offer) {
    SslContextBuilder builder =
        SslContextBuilder.forClient().sslProvider(provider).trustManager(shown);
    offer.accept(builder);
    try {
      context = builder.build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** On the JDK's TLS, which resumes what it can. */
  static HandshakeClient jdk(String... protocols) {
    return new HandshakeClient(SslProvider.JDK, builder -> builder.protocols(protocols));
  }

  /** One that shows a certificate when it is asked for one. */
  static HandshakeClient showing(CertificatePair pair, String... protocols) {
    return new HandshakeClient(
        SslProvider.JDK,
        builder ->
            builder
                .protocols(protocols)
                .keyManager(pair.key(), pair.chain().toArray(X509Certificate[]::new)));
  }

  /** One that knows these cipher suites only. */
  static HandshakeClient ofSuites(String protocol, String... suites) {
    return new HandshakeClient(
        SslProvider.JDK,
        builder ->
            builder
                .protocols(protocol)
                .ciphers(List.of(suites), IdentityCipherSuiteFilter.INSTANCE));
  }

  /** On BoringSSL, with these groups and no others. */
  static HandshakeClient ofGroups(String... groups) {
    return new HandshakeClient(
        SslProvider.OPENSSL_REFCNT,
        builder -> builder.protocols("TLSv1.3").option(OpenSslContextOption.GROUPS, groups));
  }

  static HandshakeClient ofAlpn(String... protocols) {
    return new HandshakeClient(
        SslProvider.JDK, builder -> builder.applicationProtocolConfig(alpn(protocols)));
  }

  /** What an authority validates with (RFC 8737 §3). */
  static HandshakeClient authority(String version) {
    return new HandshakeClient(
        SslProvider.JDK,
        builder -> builder.protocols(version).applicationProtocolConfig(alpn("acme-tls/1")));
  }

  private static ApplicationProtocolConfig alpn(String... protocols) {
    return new ApplicationProtocolConfig(
        Protocol.ALPN,
        SelectorFailureBehavior.NO_ADVERTISE,
        SelectedListenerFailureBehavior.ACCEPT,
        protocols);
  }

  /** Takes signatures of these schemes only; as the JDK writes them. */
  HandshakeClient signatureSchemes(String... schemes) {
    offered.setSignatureSchemes(schemes);
    return this;
  }

  /** The handler of a connection whose hello names {@code name}, or nobody: null. */
  SslHandler newHandler(String name) {
    SslHandler handler = context.newHandler(UnpooledByteBufAllocator.DEFAULT, "192.0.2.1", 443);
    SSLParameters parameters = handler.engine().getSSLParameters();
    if (offered.getSignatureSchemes() != null) {
      parameters.setSignatureSchemes(offered.getSignatureSchemes());
    }
    if (name != null) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    handler.engine().setSSLParameters(parameters);
    return handler;
  }

  /** The servers' certificates, one for each handshake in which one was shown. */
  List<X509Certificate> shown() {
    return shown.leaves;
  }

  @Override
  public void close() {
    ReferenceCountUtil.release(context);
  }

  private static final class Shown extends X509ExtendedTrustManager {
    private final List<X509Certificate> leaves = new ArrayList<>();

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      leaves.add(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      leaves.add(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
      leaves.add(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
