package sekisho.tls;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import javax.net.ssl.SSLEngine;

/**
 * Lets clients resume by what its terms allow, and by nothing else, with either library.
 *
 * <p>The cache is of TLS 1.2 alone with BoringSSL; the JDK's serves TLS 1.3 too.
 */
final class Resumption {
  /**
   * The JDK reads it for each context when it is made, and knows no other switch; it tells nothing
   * but whether servers give tickets.
   */
  private static final String JDK_TICKETS = "jdk.tls.server.enableSessionTicketExtension";

  private Resumption() {}

  /** To be called before a context of the JDK's is made; one that exists stays as it is. */
  static void beforeJdkContext(HandshakeTerms terms) {
    System.setProperty(JDK_TICKETS, Boolean.toString(terms.sessionTickets()));
  }

  /** What a context of BoringSSL's can be told. */
  static void allow(HandshakeTerms terms, SslContext context) {
    if (context instanceof ReferenceCountedOpenSslContext
        && context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setSessionCacheEnabled(terms.sessionCache());
      if (terms.sessionTickets()) {
        // Keys of the library's own making, rotated by it, never shared between contexts.
        sessions.setTicketKeys();
      }
    }
  }

  /** What has to be said for each connection. */
  static void limit(HandshakeTerms terms, SslHandler handler) {
    if (handler.engine() instanceof ReferenceCountedOpenSslEngine boringSsl) {
      // Netty turns tickets on again for every engine that may speak TLS 1.3, with keys of the
      // library's own, whatever its context says (and for TLS 1.2 with it).
      if (!terms.sessionTickets()) {
        SSL.setOptions(boringSsl.sslPointer(), SSL.SSL_OP_NO_TICKET);
      }
    } else if (!terms.sessionCache()) {
      // The JDK's cache cannot be turned off: what it keeps is taken out again at once. A ticket
      // needs no cache and stays good.
      SSLEngine engine = handler.engine();
      handler.handshakeFuture().addListener(_ -> engine.getSession().invalidate());
    }
  }
}
