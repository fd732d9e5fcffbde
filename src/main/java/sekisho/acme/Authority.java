package sekisho.acme;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.shredzone.acme4j.toolbox.JSON;
import sekisho.certificate.TrustAnchors;
import sekisho.certificate.UnusableCertificateException;
import sekisho.model.AcmeSettings;

/**
 * A conversation with a certificate authority, as long as one round of work: its directory is read
 * once. For one thread.
 */
final class Authority implements AutoCloseable {
  /** For one request, from connecting to the head of the answer. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  private static final int NAME_DIGEST_BYTES = 4;

  private final URI directory;
  private final Clock clock;
  private final AuthorityConnection.Wish wish = new AuthorityConnection.Wish();
  private final Provider provider;
  private final Session session;

  /**
   * @param directory of the authority
   * @throws UnusableCertificateException when whom to trust cannot be read
   */
  Authority(URI directory, AcmeSettings settings, Clock clock) throws UnusableCertificateException {
    this.directory = directory;
    this.clock = clock;
    this.provider = new Provider(trusting(settings));
    this.session = new Session(directory, provider);
    session.networkSettings().setTimeout(REQUEST_TIMEOUT);
    // What is packed small can be unpacked large.
    session.networkSettings().setCompressionEnabled(false);
    session.setLocale(Locale.ENGLISH);
  }

  Session session() {
    return session;
  }

  /** For people: its host. */
  String name() {
    return directory.getHost();
  }

  /** Until when the authority's last refusal asked to be left alone; forgotten with this. */
  Optional<Instant> retryAfter() {
    return wish.take();
  }

  /** What its folder in the storage is called: readable, and no other directory's. */
  static String folderOf(URI directory) {
    String readable =
        (directory.getHost() + Optional.ofNullable(directory.getPath()).orElse(""))
            .replaceAll("[^A-Za-z0-9.-]+", "-")
            .replaceAll("-$", "");
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(directory.toString().getBytes(StandardCharsets.UTF_8));
      return readable + "-" + HexFormat.of().formatHex(digest, 0, NAME_DIGEST_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static SSLContext trusting(AcmeSettings settings) throws UnusableCertificateException {
    List<X509Certificate> anchors =
        settings.trust().isPresent()
            ? TrustAnchors.load(settings.trust().get())
            : TrustAnchors.system();
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < anchors.size(); i++) {
        store.setCertificateEntry("anchor " + i, anchors.get(i));
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JDK cannot trust in what was read", e);
    }
  }

  @Override
  public void close() {
    if (provider.client != null) {
      provider.client.shutdownNow();
    }
  }

  private final class Provider extends GenericAcmeProvider {
    private final SSLContext tls;
    private @Nullable HttpClient client;

    Provider(SSLContext tls) {
      this.tls = tls;
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
      client =
          HttpClient.newBuilder()
              .sslContext(tls)
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .connectTimeout(settings.getTimeout())
              .build();
      return client;
    }

    @Override
    public Connection connect(URI server, NetworkSettings settings, HttpClient http) {
      return new AuthorityConnection(createHttpConnector(settings, http), wish, clock);
    }

    /** acme4j asks again before every step. */
    @Override
    public @Nullable JSON directory(Session asking, URI server) throws AcmeException {
      return asking.hasDirectory() ? null : super.directory(asking, server);
    }

    /** What certbot uses, and all that some authorities understand. */
    @Override
    public Optional<String> getProposedEabMacAlgorithm() {
      return Optional.of("HS256");
    }
  }
}
