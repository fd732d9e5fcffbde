package sekisho.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;
import sekisho.model.TlsSettings;

/**
 * TLS contexts that belong together: one for each certificate and profile.
 *
 * <p>Since no two of them share session keys, a session begun under one certificate or profile
 * cannot be resumed under another. They are found by certificate, never by a client's text.
 * Immutable and shared; closing releases the native memory once the last connection is done with
 * it.
 */
final class TlsContexts implements AutoCloseable {
  private final @Nullable CertificateChoice choice;
  private final TlsSettings settings;
  private final SslProvider provider;

  /** By profile, then by the very certificate that was chosen. */
  private final Map<TlsProfile, IdentityHashMap<CertificatePair, SslContext>> contexts =
      new HashMap<>();

  /**
   * @param certificates in the configuration's order; empty where nothing terminates TLS
   * @param profiles all that will be asked for
   * @throws SSLException when the TLS library refuses a certificate or a setting
   */
  TlsContexts(
      TlsSettings settings,
      List<CertificatePair> certificates,
      Set<TlsProfile> profiles,
      SslProvider provider)
      throws SSLException {
    this(settings, certificates, profiles, provider, null);
  }

  private TlsContexts(
      TlsSettings settings,
      List<CertificatePair> certificates,
      Set<TlsProfile> profiles,
      SslProvider provider,
      @Nullable TlsContexts before)
      throws SSLException {
    this.choice = certificates.isEmpty() ? null : new CertificateChoice(certificates);
    this.settings = settings;
    this.provider = provider;
    try {
      for (TlsProfile profile : profiles) {
        IdentityHashMap<CertificatePair, SslContext> ofCertificate = new IdentityHashMap<>();
        contexts.put(profile, ofCertificate);
        for (CertificatePair certificate : certificates) {
          SslContext known = before == null ? null : before.find(profile, certificate);
          ofCertificate.put(
              certificate,
              known == null
                  ? ServerContext.create(settings, certificate, profile, provider)
                  : ReferenceCountUtil.retain(known));
        }
      }
    } catch (SSLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * The same with other certificates. Those that stay keep their contexts, and so their sessions.
   * Both are to be closed.
   */
  TlsContexts with(List<CertificatePair> certificates) throws SSLException {
    return new TlsContexts(settings, certificates, contexts.keySet(), provider, this);
  }

  /** The same with one certificate and nothing of before. */
  TlsContexts withAlone(CertificatePair certificate) throws SSLException {
    return new TlsContexts(settings, List.of(certificate), contexts.keySet(), provider);
  }

  private @Nullable SslContext find(TlsProfile profile, CertificatePair certificate) {
    IdentityHashMap<CertificatePair, SslContext> ofCertificate = contexts.get(profile);
    return ofCertificate == null ? null : ofCertificate.get(certificate);
  }

  /**
   * The handler that ends TLS for this client; it expects the hello's bytes from their beginning.
   *
   * @param local the address the client connected to
   */
  SslHandler newHandler(
      ClientHello hello, InetAddress local, TlsProfile profile, ByteBufAllocator allocator) {
    if (choice == null) {
      throw new IllegalStateException("nothing terminates TLS in this configuration");
    }
    SslContext context = find(profile, choice.choose(hello, local));
    if (context == null) {
      throw new IllegalArgumentException("a profile that was not announced: " + profile);
    }
    SslHandler handler = context.newHandler(allocator);
    Resumption.limit(settings, handler);
    // The deadline of the connection covers preread and handshake together.
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  @Override
  public void close() {
    contexts.values().forEach(m -> m.values().forEach(ReferenceCountUtil::release));
  }
}
