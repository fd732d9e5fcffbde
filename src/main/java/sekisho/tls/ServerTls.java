package sekisho.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.IllegalReferenceCountException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;
import sekisho.model.ClientAuth;
import sekisho.model.ServerName;
import sekisho.model.TlsSettings;

/**
 * How one generation ends TLS, with the certificates of now: they can be replaced for new
 * handshakes while connections that were made with others live on.
 *
 * <p>One reference to an immutable set of contexts. Handlers are asked for on event loops alone,
 * and who replaces the set waits for a turn of each of them before what was replaced is released:
 * so no handshake pays for what happens every two months. Replacing is for one thread at a time.
 */
public final class ServerTls implements AutoCloseable {
  private volatile TlsContexts current;

  private ServerTls(TlsContexts first) {
    this.current = first;
  }

  /**
   * @param profiles all that will be asked for
   * @throws SSLException when the TLS library refuses a certificate or a setting
   */
  public static ServerTls of(
      TlsSettings settings, ServerCredentials credentials, Set<TlsProfile> profiles)
      throws SSLException {
    return of(settings, credentials, profiles, TlsLibrary.provider());
  }

  static ServerTls of(
      TlsSettings settings,
      ServerCredentials credentials,
      Set<TlsProfile> profiles,
      SslProvider provider)
      throws SSLException {
    return new ServerTls(new TlsContexts(settings, credentials, profiles, provider));
  }

  /**
   * The same for another configuration, which may take the place of this one. Certificates that are
   * the same objects as here keep their sessions where nothing else has changed for them.
   *
   * @param profiles all that will be asked for
   * @throws SSLException when the TLS library refuses a certificate or a setting
   */
  public ServerTls next(
      TlsSettings settings, ServerCredentials credentials, Set<TlsProfile> profiles)
      throws SSLException {
    try {
      return new ServerTls(current.next(settings, credentials, profiles));
    } catch (IllegalReferenceCountException e) {
      // Replaced and released while it was read: what took its place is as good.
      return new ServerTls(current.next(settings, credentials, profiles));
    }
  }

  /**
   * The handler that ends TLS for this client; it expects the hello's bytes from their beginning.
   *
   * @param local the address the client connected to
   * @return null: no certificate is for it
   */
  public @Nullable SslHandler newHandler(
      ClientHello hello, InetAddress local, TlsProfile profile, ByteBufAllocator allocator) {
    return current.newHandler(hello, local, profile, allocator);
  }

  /**
   * From now on handshakes get these. Certificates that are the same objects as before keep their
   * sessions, unless their clients' authorities have changed.
   *
   * @return releases what was replaced; to be run when no event loop is in the middle of anything
   *     that it began before. Connections that were made with it keep what they need
   * @throws SSLException when the TLS library refuses a certificate; then nothing has changed
   */
  public Runnable replace(ServerCredentials credentials) throws SSLException {
    TlsContexts before = current;
    current = before.with(credentials);
    return before::close;
  }

  /**
   * The certificates that handshakes choose from now, in the configuration's order, then those that
   * the proxy got by itself.
   */
  public List<CertificatePair> certificates() {
    return current.certificates();
  }

  /**
   * Whether a client that ended its handshake here would get the same certificate from {@code
   * other}, and be believed by the same authorities.
   *
   * @param local the address the client connected to
   * @param clientAuth what it was asked for
   */
  public boolean isAlike(
      ServerTls other,
      Optional<ServerName> name,
      InetAddress local,
      Optional<ClientAuth> clientAuth) {
    return current.isAlike(other.current, name, local, clientAuth);
  }

  /** What new handshakes get now. */
  TlsContexts contexts() {
    return current;
  }

  /**
   * Tries them before they are in use.
   *
   * @throws SSLException when the TLS library refuses one
   */
  public void requireUsable(ServerCredentials credentials) throws SSLException {
    current.anew(credentials).close();
  }

  /** Releases the native memory once the last connection is done with it. */
  @Override
  public void close() {
    current.close();
  }
}
