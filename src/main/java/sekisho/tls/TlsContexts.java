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
 * The TLS contexts of one generation: one for each certificate and profile.
 *
 * <p>Since no two of them share session keys, a session begun under one certificate or profile
 * cannot be resumed under another. They are found by certificate, never by a client's text.
 * Immutable and shared; closing releases the native memory once the last connection is done with
 * it.
 */
public final class TlsContexts implements AutoCloseable {
  private final @Nullable CertificateChoice choice;
  private final TlsSettings settings;

  /** By profile, then by the very certificate that was chosen. */
  private final Map<TlsProfile, IdentityHashMap<CertificatePair, SslContext>> contexts =
      new HashMap<>();

  /**
   * @param certificates in the configuration's order; empty where nothing terminates TLS
   * @param profiles all that will be asked for
   * @throws SSLException when the TLS library refuses a certificate or a setting
   */
  public TlsContexts(
      TlsSettings settings, List<CertificatePair> certificates, Set<TlsProfile> profiles)
      throws SSLException {
    this(settings, certificates, profiles, TlsLibrary.provider());
  }

  TlsContexts(
      TlsSettings settings,
      List<CertificatePair> certificates,
      Set<TlsProfile> profiles,
      SslProvider provider)
      throws SSLException {
    choice = certificates.isEmpty() ? null : new CertificateChoice(certificates);
    this.settings = settings;
    for (TlsProfile profile : profiles) {
      IdentityHashMap<CertificatePair, SslContext> ofCertificate = new IdentityHashMap<>();
      contexts.put(profile, ofCertificate);
      for (CertificatePair certificate : certificates) {
        ofCertificate.put(
            certificate, ServerContext.create(settings, certificate, profile, provider));
      }
    }
  }

  /**
   * The handler that ends TLS for this client; it expects the hello's bytes from their beginning.
   *
   * @param local the address the client connected to
   */
  public SslHandler newHandler(
      ClientHello hello, InetAddress local, TlsProfile profile, ByteBufAllocator allocator) {
    if (choice == null) {
      throw new IllegalStateException("nothing terminates TLS in this configuration");
    }
    IdentityHashMap<CertificatePair, SslContext> ofCertificate = contexts.get(profile);
    SslContext context =
        ofCertificate == null ? null : ofCertificate.get(choice.choose(hello, local).pair());
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
