package sekisho.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;
import sekisho.model.ClientAuth;
import sekisho.model.ServerName;
import sekisho.model.TlsSettings;
import sekisho.tls.CertificateChoice.Chosen;

/**
 * TLS contexts that belong together: one for each certificate and profile.
 *
 * <p>Since no two of them share session keys, a session begun under one certificate or profile
 * cannot be resumed under another. They are found by certificate, never by a client's text.
 * Immutable and shared; closing releases the native memory once the last connection is done with
 * it.
 */
final class TlsContexts implements AutoCloseable {
  private final List<CertificatePair> certificates;
  private final CertificateChoice choice;
  private final TlsSettings settings;
  private final HandshakeTerms terms;
  private final SslProvider provider;
  private final Map<Path, List<X509Certificate>> clientAuthorities;

  /** By profile, then by the very certificate that was chosen. */
  private final Map<TlsProfile, IdentityHashMap<CertificatePair, SslContext>> contexts =
      new HashMap<>();

  /**
   * @param profiles all that will be asked for
   * @throws SSLException when the TLS library refuses a certificate or a setting
   */
  TlsContexts(
      TlsSettings settings,
      ServerCredentials credentials,
      Set<TlsProfile> profiles,
      SslProvider provider)
      throws SSLException {
    this(settings, credentials, profiles, provider, null);
  }

  private TlsContexts(
      TlsSettings settings,
      ServerCredentials credentials,
      Set<TlsProfile> profiles,
      SslProvider provider,
      @Nullable TlsContexts before)
      throws SSLException {
    this.certificates = credentials.certificates();
    this.choice = CertificateChoice.of(settings.certificates(), credentials.certificates());
    this.settings = settings;
    this.terms = HandshakeTerms.of(settings);
    this.clientAuthorities = credentials.clientAuthorities();
    this.provider = provider;
    try {
      for (TlsProfile profile : profiles) {
        IdentityHashMap<CertificatePair, SslContext> ofCertificate = new IdentityHashMap<>();
        contexts.put(profile, ofCertificate);
        for (CertificatePair certificate : credentials.certificates()) {
          SslContext known =
              before == null ? null : before.unchanged(profile, certificate, credentials);
          ofCertificate.put(
              certificate,
              known == null
                  ? ServerContext.create(
                      terms, certificate, profile, authorities(profile), provider)
                  : ReferenceCountUtil.retain(known));
        }
      }
    } catch (SSLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * The same with other files' contents. Contexts of which nothing has changed are kept, and so
   * their sessions. Both are to be closed.
   */
  TlsContexts with(ServerCredentials credentials) throws SSLException {
    return new TlsContexts(settings, credentials, contexts.keySet(), provider, this);
  }

  /** The same and nothing of before. */
  TlsContexts anew(ServerCredentials credentials) throws SSLException {
    return new TlsContexts(settings, credentials, contexts.keySet(), provider);
  }

  /**
   * Those of another configuration. Contexts of which nothing has changed are kept. Both are to be
   * closed.
   */
  TlsContexts next(TlsSettings others, ServerCredentials credentials, Set<TlsProfile> profiles)
      throws SSLException {
    boolean sameTerms = HandshakeTerms.of(others).equals(terms);
    return new TlsContexts(others, credentials, profiles, provider, sameTerms ? this : null);
  }

  private @Nullable SslContext unchanged(
      TlsProfile profile, CertificatePair certificate, ServerCredentials credentials) {
    // Who was let in by an authority that is not believed any more must not come in by a session.
    boolean sameAuthorities =
        profile
            .clientAuth()
            .map(ClientAuth::ca)
            .map(ca ->
                Objects.equals(clientAuthorities.get(ca), credentials.clientAuthorities().get(ca)))
            .orElse(true);
    return sameAuthorities ? find(profile, certificate) : null;
  }

  /** Whom client certificates have to come from. */
  private List<X509Certificate> authorities(TlsProfile profile) {
    if (profile.clientAuth().isEmpty()) {
      return List.of();
    }
    Path ca = profile.clientAuth().get().ca();
    List<X509Certificate> authorities = clientAuthorities.get(ca);
    if (authorities == null || authorities.isEmpty()) {
      // Never "nobody is asked" in its place.
      throw new IllegalArgumentException("no authorities were read from " + ca);
    }
    return authorities;
  }

  /** In the configuration's order, then those that the proxy got by itself. */
  List<CertificatePair> certificates() {
    return certificates;
  }

  private @Nullable SslContext find(TlsProfile profile, CertificatePair certificate) {
    IdentityHashMap<CertificatePair, SslContext> ofCertificate = contexts.get(profile);
    return ofCertificate == null ? null : ofCertificate.get(certificate);
  }

  /**
   * The handler that ends TLS for this client; it expects the hello's bytes from their beginning.
   *
   * @param local the address the client connected to
   * @return null: no certificate is for it
   */
  @Nullable SslHandler newHandler(
      ClientHello hello, InetAddress local, TlsProfile profile, ByteBufAllocator allocator) {
    Chosen chosen = choice.choose(hello, local);
    if (chosen == null) {
      return null;
    }
    SslContext context = find(profile, chosen.pair());
    if (context == null) {
      throw new IllegalArgumentException("a profile that was not announced: " + profile);
    }
    SslHandler handler = context.newHandler(allocator);
    Resumption.limit(terms, handler);
    // The deadline of the connection covers preread and handshake together.
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  /** See {@link ServerTls#isAlike}. */
  boolean isAlike(
      TlsContexts other,
      Optional<ServerName> name,
      InetAddress local,
      Optional<ClientAuth> clientAuth) {
    return choice.isAlike(other.choice, name, local)
        && (clientAuth.isEmpty() || haveSameAuthorities(clientAuth.get().ca(), other));
  }

  private boolean haveSameAuthorities(Path ca, TlsContexts other) {
    return Objects.equals(clientAuthorities.get(ca), other.clientAuthorities.get(ca));
  }

  @Override
  public void close() {
    contexts.values().forEach(m -> m.values().forEach(ReferenceCountUtil::release));
  }
}
