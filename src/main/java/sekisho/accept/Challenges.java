package sekisho.accept;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import sekisho.acme.ChallengeAnswers;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;
import sekisho.http.HttpChallenges;
import sekisho.model.ServerName;
import sekisho.tls.ChallengeContext;

/**
 * What authorities may ask right now, and the answers: one for each server name and each token. Who
 * registers a name or a token again takes the place of who did before.
 *
 * <p>Says nothing of routes and limits: an answer goes to whoever asks. Thread-safe.
 */
public final class Challenges implements ChallengeAnswers, HttpChallenges {
  private final ConcurrentMap<ServerName, ByTls> names = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, ByHttp> tokens = new ConcurrentHashMap<>();

  @Override
  public Answering onTlsAlpn(ServerName name, CertificatePair certificate) {
    ByTls answering = new ByTls(name, certificate);
    ByTls before = names.put(name, answering);
    if (before != null) {
      before.close();
    }
    return answering;
  }

  @Override
  public Answering onHttp(String token, String keyAuthorization) {
    ByHttp answering = new ByHttp(token, keyAuthorization);
    tokens.put(token, answering);
    return answering;
  }

  /**
   * The handler that answers this hello, which asks for a challenge and nothing else.
   *
   * @param asker remembered where there is an answer
   * @return null: its name is not being validated, so that it is a hello like any other (an
   *     upstream may have an ACME client of its own)
   */
  @Nullable SslHandler answer(ClientHello hello, InetAddress asker, ByteBufAllocator allocator) {
    ByTls answering = hello.serverName().map(names::get).orElse(null);
    return answering == null ? null : answering.newHandler(asker, allocator);
  }

  @Override
  public Optional<String> keyAuthorization(String token, InetAddress asker) {
    ByHttp answering = tokens.get(token);
    if (answering == null) {
      return Optional.empty();
    }
    answering.askers.add(asker);
    return Optional.of(answering.keyAuthorization);
  }

  /**
   * Contexts of TLS are native memory: making a handler and releasing the context exclude each
   * other. Handlers that were made hold what they need for themselves.
   */
  private final class ByTls implements Answering {
    private final ServerName name;
    private final ChallengeContext context;
    private final Askers askers = new Askers();
    private boolean closed;

    ByTls(ServerName name, CertificatePair certificate) {
      this.name = name;
      try {
        this.context = ChallengeContext.of(certificate);
      } catch (SSLException e) {
        throw new IllegalArgumentException("no certificate to answer with: " + e.getMessage(), e);
      }
    }

    synchronized @Nullable SslHandler newHandler(InetAddress asker, ByteBufAllocator allocator) {
      if (closed) {
        return null;
      }
      askers.add(asker);
      return context.newHandler(allocator);
    }

    @Override
    public Set<InetAddress> askers() {
      return askers.all();
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        names.remove(name, this);
        context.close();
      }
    }
  }

  private final class ByHttp implements Answering {
    private final String token;
    private final String keyAuthorization;
    private final Askers askers = new Askers();

    ByHttp(String token, String keyAuthorization) {
      this.token = token;
      this.keyAuthorization = keyAuthorization;
    }

    @Override
    public Set<InetAddress> askers() {
      return askers.all();
    }

    @Override
    public void close() {
      tokens.remove(token, this);
    }
  }
}
