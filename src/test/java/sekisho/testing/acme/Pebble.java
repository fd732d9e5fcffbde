package sekisho.testing.acme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import sekisho.testing.Await;
import sekisho.testing.Command;
import sekisho.testing.ReservedPort;
import sekisho.testing.TlsCertificates;
import sekisho.testing.Tools;

/**
 * Pebble, the authority that Let's Encrypt wrote for tests, as a child process on ports of {@code
 * 127.0.0.1}, with {@link PebbleDns} for its name server. It really asks the proxy: three times at
 * once, all from one address, and one wrong answer is enough to fail.
 *
 * <p>What Debian's version 2.4.0 does differently from what one might expect:
 *
 * <ul>
 *   <li>No renewal information, no profiles, no rate limits, and never a Retry-After: who waits
 *       three seconds where nothing is said waits them at each step.
 *   <li>IPv4 and IPv6 addresses are validated, over IPv6 too where the machine has it. How an
 *       address is spelled does not matter to it. Of a name the first address alone is tried, IPv6
 *       before IPv4.
 *   <li>Authorizations, identifiers and challenges come in random order.
 *   <li>It counts the DNS names and the addresses of a challenge certificate separately, looks at
 *       the first certificate only, and not at its signature.
 *   <li>The common name is the first name whatever its length; the request's does not matter.
 *   <li>Whom it has validated before it believes as often as {@link PebbleLaunch#reusing} says;
 *       with 0 percent that is still once in a hundred.
 *   <li>A restart loses accounts, orders and certificates, and makes another {@link #root}.
 *   <li>There is no failing at random but for nonces.
 * </ul>
 */
public final class Pebble implements AutoCloseable {
  private final PebbleLaunch launch;
  private final Path folder;
  private final PebbleDns dns;
  private final TlsCertificates certificates;
  private final Path config;
  private final Path output;
  private final ReservedPort port = ReservedPort.loopback();
  private final ReservedPort management = ReservedPort.loopback();
  private Process process;

  private Pebble(PebbleLaunch launch, Path folder) throws IOException {
    this.launch = launch;
    this.folder = folder;
    dns = PebbleDns.start(folder);
    certificates = TlsCertificates.in(folder);
    TlsCertificates.Pair pair = certificates.ecdsa("pebble", "DNS:localhost", "IP:127.0.0.1");
    config = folder.resolve("pebble.json");
    Files.writeString(config, launch.json(pair, port, management).toPrettyString());
    output = Files.createTempFile(folder, "pebble", ".log");
    process = run();
  }

  /**
   * @param tlsPort where TLS-ALPN-01 asks, instead of 443
   */
  public static PebbleLaunch validatingAt(int tlsPort) {
    return new PebbleLaunch(tlsPort);
  }

  static Pebble start(PebbleLaunch launch, Path folder) throws IOException {
    return new Pebble(launch, folder);
  }

  private Process run() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              Tools.require("pebble").toString(),
              "-config",
              config.toString(),
              "-dnsserver",
              dns.address());
      builder.environment().putAll(launch.environment());
      Process started =
          builder
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start();
      Await.until("pebble listens", () -> listens(started));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens(Process started) {
    if (!started.isAlive()) {
      throw new AssertionError("pebble ended: " + output());
    }
    try (Socket acme = new Socket("127.0.0.1", port.number());
        Socket other = new Socket("127.0.0.1", management.number())) {
      return acme.isConnected() && other.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  public URI directory() {
    return URI.create("https://127.0.0.1:" + port.number() + "/dir");
  }

  public PebbleDns dns() {
    return dns;
  }

  /** Who has signed its HTTPS certificate, as PEM: the proxy's {@code ca_certificate}. */
  public Path httpsTrustFile() {
    return certificates.authority();
  }

  /** The same for a client in this process. */
  public SSLContext httpsTrust() {
    return certificates.trustingContext();
  }

  /** The root of what it issues, until it is restarted. */
  public X509Certificate root() {
    Path file = folder.resolve("root.pem");
    Command.run(
            Tools.require("curl").toString(),
            "--silent",
            "--show-error",
            "--fail",
            "--cacert",
            certificates.authority().toString(),
            "--output",
            file.toString(),
            "https://127.0.0.1:" + management.number() + "/roots/0")
        .mustSucceed();
    return TlsCertificates.read(file);
  }

  /** A client that believes what it issues, and nothing else; until it is restarted. */
  public SSLContext issuedTrust() {
    return Trust.in(root());
  }

  /** What it has written, for failure messages. */
  public String output() {
    try {
      return Files.readString(output) + "\n" + dns.output();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once; its ports stay free for it. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts it again after {@link #kill}, on the same ports; it remembers nothing. */
  public void restart() {
    kill();
    process = run();
  }

  @Override
  public void close() {
    kill();
    dns.close();
    port.close();
    management.close();
  }
}
