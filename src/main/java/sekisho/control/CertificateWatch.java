package sekisho.control;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import sekisho.acme.StoredCertificates;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.TrustAnchors;
import sekisho.certificate.UnusableCertificateException;
import sekisho.model.CertificateSource;
import sekisho.model.Configuration;
import sekisho.tls.ServerCredentials;
import sekisho.tls.ServerTls;

/**
 * Keeps the certificates that handshakes get, and the authorities of client certificates, as their
 * files are: looks at them every second, and puts what has changed in the place of what was. A
 * certificate that was made in memory is made anew when it grows old.
 *
 * <p>It asks for files instead of being told: that works through links, over NFS and for folders
 * that are replaced as a whole, where notifications do not. A file system that hangs makes it wait
 * and nobody else. Has a thread of its own.
 */
final class CertificateWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CertificateWatch.class);
  private static final long INTERVAL_MILLIS = 1000;

  private final ServerTls tls;
  private final Supplier<CompletableFuture<Void>> turn;
  private final ExpiryWarnings expiry;
  private final Clock clock;

  /** Those of files, as they were first; the self-signed one as it is. */
  private List<CertificatePair> first;

  /** Makes another self-signed one; empty: certificates come from elsewhere. */
  private final Optional<Supplier<CertificatePair>> selfSigned;

  private volatile List<CertificatePair> served;
  private final Optional<StoredCertificates> stored;
  private final List<WatchedFiles<CertificatePair>> pairs = new ArrayList<>();
  private final Map<Path, WatchedFiles<List<X509Certificate>>> authorities = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate-watch").factory());

  /**
   * @param tls gets new certificates
   * @param turn completes when every event loop has done what it had to do
   */
  CertificateWatch(
      Configuration configuration,
      Credentials credentials,
      ServerTls tls,
      Supplier<CompletableFuture<Void>> turn,
      Clock clock) {
    this.tls = tls;
    this.turn = turn;
    this.clock = clock;
    this.first = credentials.files();
    this.selfSigned =
        configuration.proxy().tls().certificates() instanceof CertificateSource.SelfSigned
            ? Optional.of(() -> Credentials.selfSigned(configuration, clock))
            : Optional.empty();
    this.stored = credentials.stored();
    this.served = credentials.certificates();
    // The check has told of the first ones.
    this.expiry = new ExpiryWarnings(clock, credentials.certificates());
    List<CertificateSource.Pair> named = configuration.proxy().tls().certificates().pairs();
    for (int i = 0; i < named.size(); i++) {
      CertificateSource.Pair pair = named.get(i);
      pairs.add(new WatchedFiles<>(pair.files(), () -> load(pair, clock), first.get(i), clock));
    }
    credentials
        .clientAuthorities()
        .forEach((file, read) ->
            authorities.put(
                file, new WatchedFiles<>(List.of(file), () -> loadAuthorities(file), read, clock)));
  }

  /** Begins to look: whatever certificates come from, they grow old. */
  void start() {
    var _ =
        thread.scheduleWithFixedDelay(this::lookSafely, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException | Error e) {
      // A scheduled task that throws is never run again.
      LOG.error("looking at the certificate files failed unexpectedly", e);
    }
  }

  /** One look at everything. Blocking. */
  void look() {
    boolean changed = false;
    for (WatchedFiles<CertificatePair> pair : pairs) {
      if (pair.look()) {
        changed = true;
        LOG.infof(
            "new certificate of %s, valid until %s",
            pair.current().leaf().getSubjectX500Principal(), pair.current().notAfter());
      }
    }
    for (Map.Entry<Path, WatchedFiles<List<X509Certificate>>> authority : authorities.entrySet()) {
      if (authority.getValue().look()) {
        changed = true;
        LOG.infof(
            "client certificates come from the %d authorities in %s now",
            authority.getValue().current().size(), authority.getKey());
      }
    }
    changed |= renewsSelfSigned();
    if (stored.isPresent()) {
      changed |= stored.get().look();
    }
    if (changed) {
      replace();
    }
    expiry.look(certificates());
  }

  /** As a reload does, from when on it would be worth a warning. */
  private boolean renewsSelfSigned() {
    Instant now = clock.instant();
    if (selfSigned.isEmpty()
        || first.stream().allMatch(pair -> now.isBefore(pair.expiresSoonFrom()))) {
      return false;
    }
    CertificatePair made = selfSigned.get().get();
    first = List.of(made);
    LOG.infof("new self-signed certificate, valid until %s", made.notAfter());
    return true;
  }

  private void replace() {
    try {
      Runnable release = tls.replace(new ServerCredentials(certificates(), currentAuthorities()));
      turn.get().thenRun(release);
      served = certificates();
    } catch (SSLException | IllegalArgumentException e) {
      LOG.errorf("the certificates of before stay in use: %s", e.getMessage());
    }
  }

  /** What handshakes get now. From any thread. */
  List<CertificatePair> served() {
    return served;
  }

  /** Those that were made here have no files. */
  private List<CertificatePair> certificates() {
    List<CertificatePair> ofFiles =
        pairs.isEmpty() ? first : pairs.stream().map(WatchedFiles::current).toList();
    return Stream.concat(ofFiles.stream(), stored.stream().flatMap(ours -> ours.current().stream()))
        .toList();
  }

  private Map<Path, List<X509Certificate>> currentAuthorities() {
    Map<Path, List<X509Certificate>> current = new HashMap<>();
    authorities.forEach((file, watched) -> current.put(file, watched.current()));
    return current;
  }

  private List<X509Certificate> loadAuthorities(Path authority) throws RefusedFiles {
    try {
      List<X509Certificate> loaded = TrustAnchors.load(authority);
      Map<Path, List<X509Certificate>> tried = currentAuthorities();
      tried.put(authority, loaded);
      requireUsable(new ServerCredentials(certificates(), tried), authority);
      return loaded;
    } catch (UnusableCertificateException e) {
      throw new RefusedFiles(String.valueOf(e.getMessage()), e);
    }
  }

  private void requireUsable(ServerCredentials credentials, Path file) throws RefusedFiles {
    try {
      tls.requireUsable(credentials);
    } catch (SSLException | IllegalArgumentException e) {
      throw new RefusedFiles("the TLS library refuses " + file + ": " + e.getMessage(), e);
    }
  }

  /** What is put in the place of a certificate that works has to work. */
  private CertificatePair load(CertificateSource.Pair pair, Clock clock) throws RefusedFiles {
    try {
      CertificatePair loaded =
          CertificatePair.load(pair.certificate(), pair.privateKey(), pair.passphrase());
      Instant now = clock.instant();
      if (now.isAfter(loaded.notAfter())) {
        throw new RefusedFiles(
            "the certificate in " + pair.certificate() + " expired at " + loaded.notAfter());
      }
      if (now.isBefore(loaded.notBefore())) {
        throw new RefusedFiles(
            "the certificate in "
                + pair.certificate()
                + " is not valid before "
                + loaded.notBefore());
      }
      requireUsable(
          new ServerCredentials(List.of(loaded), currentAuthorities()), pair.certificate());
      return loaded;
    } catch (UnusableCertificateException e) {
      throw new RefusedFiles(String.valueOf(e.getMessage()), e);
    }
  }

  /** Looks no more; waits a moment for a look that is going on. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("the certificate files do not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
