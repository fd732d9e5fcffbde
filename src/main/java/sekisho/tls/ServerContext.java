package sekisho.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import sekisho.certificate.CertificatePair;
import sekisho.model.TlsVersion;

/** Makes one server context: versions, suites, groups, ALPN and client authentication. */
final class ServerContext {
  /** Forward secret and authenticated: what TLS 1.2 is worth offering with (RFC 9325 §4.2). */
  static final List<String> MODERN_TLS12_SUITES =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  static final List<String> TLS13_SUITES =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** The post-quantum hybrid first (draft-ietf-tls-ecdhe-mlkem), then what everybody has. */
  static final List<String> GROUPS =
      List.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1", "secp521r1");

  private static final int SESSION_CACHE_ENTRIES = 20_480;
  private static final int SESSION_SECONDS = 3600;

  private ServerContext() {}

  /**
   * One at a time: the JDK is told of tickets by a property, which must not be another context's.
   */
  static synchronized SslContext create(
      HandshakeTerms terms,
      CertificatePair certificate,
      TlsProfile profile,
      List<X509Certificate> clientAuthorities,
      SslProvider provider)
      throws SSLException {
    boolean boringSsl = provider != SslProvider.JDK;
    if (!boringSsl) {
      Resumption.beforeJdkContext(terms);
    }
    SslContextBuilder builder =
        SslContextBuilder.forServer(
                certificate.key(), certificate.chain().toArray(X509Certificate[]::new))
            .sslProvider(provider)
            // Netty keeps the key in one for a moment; PKCS#12 would derive two keys to guard it.
            .keyStoreType("JKS")
            .protocols(protocols(terms))
            // Netty's filter drops what it does not know, and OpenSSL's names with it.
            .ciphers(suites(terms, boringSsl), IdentityCipherSuiteFilter.INSTANCE)
            .sessionCacheSize(SESSION_CACHE_ENTRIES)
            .sessionTimeout(SESSION_SECONDS)
            .applicationProtocolConfig(alpn(profile));
    askClients(builder, profile, clientAuthorities);
    if (boringSsl) {
      builder.option(OpenSslContextOption.GROUPS, GROUPS.toArray(String[]::new));
    }
    SslContext context = builder.build();
    Resumption.allow(terms, context);
    return context;
  }

  private static void askClients(
      SslContextBuilder builder, TlsProfile profile, List<X509Certificate> authorities) {
    if (profile.clientAuth().isEmpty()) {
      // An empty trust keeps the JDK's 150 authorities out of memory.
      builder.trustManager(new NobodyTrusted());
      return;
    }
    builder
        .trustManager(authorities.toArray(X509Certificate[]::new))
        .clientAuth(
            switch (profile.clientAuth().get().mode()) {
              case REQUIRE -> io.netty.handler.ssl.ClientAuth.REQUIRE;
              case REQUEST -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
            });
  }

  private static List<String> protocols(HandshakeTerms terms) {
    List<String> protocols = new ArrayList<>();
    for (TlsVersion version : TlsVersion.values()) {
      if (version.compareTo(terms.minVersion()) >= 0
          && version.compareTo(terms.maxVersion()) <= 0) {
        protocols.add(
            switch (version) {
              case TLS_1_2 -> "TLSv1.2";
              case TLS_1_3 -> "TLSv1.3";
            });
      }
    }
    return protocols;
  }

  private static List<String> suites(HandshakeTerms terms, boolean boringSsl) {
    List<String> suites = new ArrayList<>(TLS13_SUITES);
    suites.addAll(
        terms.ciphers().isEmpty()
            ? MODERN_TLS12_SUITES
            : SuiteNames.understood(terms.ciphers(), boringSsl));
    return suites;
  }

  /**
   * A list without a common protocol never gets here: it is answered with an alert at the preread.
   */
  private static ApplicationProtocolConfig alpn(TlsProfile profile) {
    return profile.alpn().isEmpty()
        ? ApplicationProtocolConfig.DISABLED
        : new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            profile.alpn());
  }

  /** Client certificates are not asked for; were one to come, it would not be believed. */
  private static final class NobodyTrusted implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws java.security.cert.CertificateException {
      throw new java.security.cert.CertificateException("client certificates are not accepted");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws java.security.cert.CertificateException {
      throw new java.security.cert.CertificateException("this is a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
