package sekisho.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;

/**
 * The TLS context that answers one challenge of an authority (RFC 8737 §3): its certificate, ALPN
 * {@code acme-tls/1}, and no session that anybody could resume.
 *
 * <p>Native memory: closing releases it once the last connection is done with it. No handler may be
 * asked for at the same moment or afterwards; that is for its owner to see to.
 */
public final class ChallengeContext implements AutoCloseable {
  private static final TlsProfile PROFILE =
      new TlsProfile(List.of(ClientHello.ACME_TLS_1), Optional.empty());

  private final SslContext context;

  private ChallengeContext(SslContext context) {
    this.context = context;
  }

  /**
   * @param certificate as the authority expects it; it is not looked into
   * @throws SSLException when the TLS library refuses it
   */
  public static ChallengeContext of(CertificatePair certificate) throws SSLException {
    return of(certificate, TlsLibrary.provider());
  }

  static ChallengeContext of(CertificatePair certificate, SslProvider provider)
      throws SSLException {
    return new ChallengeContext(
        ServerContext.create(HandshakeTerms.CHALLENGE, certificate, PROFILE, List.of(), provider));
  }

  /**
   * The handler of one connection; it expects the hello's bytes from their beginning, and is bound
   * by no time of its own.
   */
  public SslHandler newHandler(ByteBufAllocator allocator) {
    SslHandler handler = context.newHandler(allocator);
    Resumption.limit(HandshakeTerms.CHALLENGE, handler);
    // The deadline of the connection covers preread and handshake together.
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  @Override
  public void close() {
    ReferenceCountUtil.release(context);
  }
}
