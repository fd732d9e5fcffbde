package sekisho.endtoend;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.SelfSignedCertificate;
import sekisho.testing.Await;
import sekisho.testing.ConfigFile;
import sekisho.testing.HttpReply;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/**
 * Certificate files that are replaced while clients come without a pause, in every way that
 * certbot, cp and Kubernetes do it: no handshake fails, and the new certificate is served.
 */
class HotCertificatesIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual",
            "certificate": "{{folder}}/live/fullchain.pem", "private_key": "{{folder}}/live/privkey.pem",
            "routing": { "default": { "mode": "tls_terminate", "handler": "http" } }
          },
          "http": { "routes": [{ "path_prefix": "/", "upstream": "{{origin}}" }] }
        }
      }
      """;

  @TempDir private Path folder;
  private RawOrigin origin;
  private TlsCertificates certificates;
  private Path chain;
  private Path key;
  private SekishoProcess sekisho;
  private Clients clients;

  @BeforeEach
  void start() throws IOException {
    origin = RawOrigin.answering(RawOrigin.ok("ok"));
    certificates = TlsCertificates.in(folder);
    Path live = Files.createDirectory(folder.resolve("live"));
    chain = live.resolve("fullchain.pem");
    key = live.resolve("privkey.pem");
    TlsCertificates.Pair first = made("first");
    Files.createSymbolicLink(chain, first.certificate());
    Files.createSymbolicLink(key, first.privateKey());
  }

  private void run() {
    sekisho =
        SekishoProcess.run(
            ConfigFile.of(CONFIG).with("folder", folder).with("origin", origin.url()).in(folder));
    clients = new Clients();
    clients.await("CN=first");
  }

  @AfterEach
  void end() {
    clients.stop();
    sekisho.close();
    origin.close();
    assertThat(clients.failure.get()).isNull();
    assertThat(clients.handshakes).hasPositiveValue();
  }

  private TlsCertificates.Pair made(String name) {
    return certificates.ecdsa(name, "DNS:a.example.com");
  }

  @Test
  void links_are_switched_one_after_the_other_as_certbot_does() throws IOException {
    run();
    try (RawTlsClient old = connect()) {
      TlsCertificates.Pair second = made("second");
      link(key, second.privateKey());
      clients.some();
      link(chain, second.certificate());
      clients.await("CN=second");

      HttpReply reply = RawRequest.send(old, "GET / HTTP/1.1", "Host: a.example.com");
      assertThat(reply.status()).as("on a connection of before").isEqualTo(200);
    }
    TlsCertificates.Pair third = made("third");
    link(chain, third.certificate());
    clients.some();
    link(key, third.privateKey());

    clients.await("CN=third");

    assertThat(sekisho.stdout().lines()).noneMatch(line -> line.contains("stays in use"));
    sekisho
        .stdout()
        .await("it is said", line -> line.contains("new certificate of CN=third, valid until"));
  }

  @Test
  void files_are_written_in_place_and_in_pieces() throws IOException {
    plainFiles();
    run();
    TlsCertificates.Pair second = made("second");
    String text = Files.readString(second.certificate());

    Files.writeString(chain, text.substring(0, text.length() / 2));
    clients.some();
    Files.writeString(chain, text);
    clients.some();
    Files.writeString(key, "");
    clients.some();
    Files.writeString(key, Files.readString(second.privateKey()));

    clients.await("CN=second");
  }

  @Test
  void files_are_renamed_into_their_place() throws IOException {
    plainFiles();
    run();
    TlsCertificates.Pair second = made("second");

    move(second.privateKey(), key);
    move(second.certificate(), chain);

    clients.await("CN=second");
  }

  @Test
  void a_pair_that_does_not_match_or_has_expired_is_never_served() throws IOException {
    run();

    link(chain, made("wrong").certificate());
    clients.some();
    link(key, made("other").privateKey());
    clients.some();
    Files.delete(chain);
    clients.some();
    TlsCertificates.Pair expired = expired();
    link(chain, expired.certificate());
    link(key, expired.privateKey());
    clients.some();
    assertThat(clients.subject.get()).isEqualTo("CN=first");
    TlsCertificates.Pair second = made("second");
    link(chain, second.certificate());
    link(key, second.privateKey());

    clients.await("CN=second");
    assertThat(clients.subjects()).containsExactly("CN=first", "CN=second");
  }

  @Test
  void a_folder_is_switched_as_a_whole_as_kubernetes_does() throws IOException {
    Path data = folder.resolve("live/..data");
    Files.createSymbolicLink(data, folder.resolve("one"));
    version("one", made("first"));
    version("two", made("second"));
    link(chain, Path.of("..data/fullchain.pem"));
    link(key, Path.of("..data/privkey.pem"));
    run();

    link(data, folder.resolve("two"));

    clients.await("CN=second");
  }

  private TlsCertificates.Pair expired() throws IOException {
    Clock lastYear =
        Clock.fixed(Instant.now().minus(SelfSignedCertificate.VALIDITY.multipliedBy(4)), UTC);
    CertificatePair pair =
        SelfSignedCertificate.create(lastYear, List.of("a.example.com"), List.of());
    try {
      return new TlsCertificates.Pair(
          pem("CERTIFICATE", pair.leaf().getEncoded()),
          pem("PRIVATE KEY", pair.key().getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path pem(String type, byte[] der) throws IOException {
    return Files.writeString(
        folder.resolve("expired " + type),
        "-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + type
            + "-----\n");
  }

  private void version(String name, TlsCertificates.Pair pair) throws IOException {
    Path version = Files.createDirectory(folder.resolve(name));
    Files.copy(pair.certificate(), version.resolve("fullchain.pem"));
    Files.copy(pair.privateKey(), version.resolve("privkey.pem"));
  }

  private void plainFiles() throws IOException {
    for (Path file : List.of(chain, key)) {
      Path content = file.toRealPath();
      Files.delete(file);
      Files.copy(content, file);
    }
  }

  private void link(Path link, Path target) throws IOException {
    Path other = folder.resolve("live/new-link");
    Files.createSymbolicLink(other, target);
    Files.move(other, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private RawTlsClient connect() throws IOException {
    return RawTlsClient.of(certificates.trustingContext())
        .sni("a.example.com")
        .connect(sekisho.address());
  }

  /** One handshake after the other, as long as the test goes on. */
  private final class Clients {
    final AtomicInteger handshakes = new AtomicInteger();
    final AtomicReference<String> subject = new AtomicReference<>("");
    final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<String> subjects = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread = Thread.ofPlatform().name("clients").start(this::shakeHands);

    private void shakeHands() {
      while (!stopped.get()) {
        try (RawTlsClient client = connect()) {
          String shown = client.serverCertificate().getSubjectX500Principal().getName();
          if (!shown.equals(subject.getAndSet(shown))) {
            subjects.add(shown);
          }
          handshakes.incrementAndGet();
        } catch (IOException | RuntimeException e) {
          failure.set(e);
          return;
        }
      }
    }

    List<String> subjects() {
      return subjects;
    }

    void await(String name) {
      Await.until(name + " is shown", () -> subject.get().equals(name) || failure.get() != null);
    }

    /** Long enough for the files to be looked at twice. */
    void some() {
      Await.passing(Duration.ofMillis(2300));
    }

    void stop() {
      stopped.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
