package sekisho.testing.acme;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * An authority in this process, on a port of {@code 127.0.0.1}: RFC 8555 but for changes of keys,
 * revocation and pre-authorization; TLS-ALPN-01 and HTTP-01 for names and addresses (RFC 8737, RFC
 * 8738); renewal information (RFC 9773); profiles.
 *
 * <p>It is as strict as the documents are, where Pebble is not: an IPv6 address that is not written
 * as RFC 5952 has it, a common name of more than 64 characters or a challenge certificate with a
 * name too many are refused. On top of that it misbehaves on demand: {@link #faults} for what
 * happens to requests, {@link #conduct} for what becomes of orders, {@link #renewals} for its
 * advice. What it saw is in {@link #journal}, what it has in {@link #orders} and {@link #accounts}.
 *
 * <p>Time is the clock's alone, but for its HTTPS certificate, which is valid for a century.
 * Closing it fails the test when a request met a mistake of its own.
 */
public final class AcmeAuthority implements AutoCloseable {
  static {
    // Else every answer waits 40 ms for the client's kernel to acknowledge its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Ledger ledger = new Ledger();
  private final Conduct conduct = new Conduct();
  private final Faults faults = new Faults();
  private final Journal journal = new Journal();
  private final Renewals renewals = new Renewals();
  private final Issuer httpsRoot = Issuer.root("Test authority for HTTPS");
  private final Issuer root = Issuer.root("Test authority root");
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Offer offer;
  private final HttpsServer server;
  private final FrontDoor door;
  private final Links links;
  private final Reception reception;

  private AcmeAuthority(Offer offer) {
    this.offer = offer;
    try {
      server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    door = FrontDoor.before(server.getAddress().getPort());
    links = new Links("https://127.0.0.1:" + door.port());
    reception = new Reception(desks(), faults, journal, door, offer.clock());
    server.setHttpsConfigurator(new HttpsConfigurator(Trust.server(httpsRoot)));
    server.setExecutor(threads);
    server.createContext("/", reception);
    server.start();
  }

  private Desks desks() {
    OrderDesk orderDesk = new OrderDesk(ledger, links, offer, conduct);
    Validation validation = new Validation(conduct, journal, threads, offer.vantagePoints());
    Issuer intermediate = root.intermediate("Test authority intermediate");
    return new Desks(
        ledger,
        links,
        offer,
        new Notary(ledger, links, faults),
        new AccountDesk(ledger, links, offer),
        orderDesk,
        new ChallengeDesk(ledger, links, conduct, validation, offer.clock()),
        new CertificateDesk(ledger, orderDesk, offer, conduct, renewals, intermediate));
  }

  /** One with renewal information, without profiles, that asks from three places. */
  public static AcmeAuthority start() {
    return offering().start();
  }

  public static AuthorityLaunch offering() {
    return new AuthorityLaunch();
  }

  static AcmeAuthority start(Offer offer) {
    return new AcmeAuthority(offer);
  }

  public URI directory() {
    return URI.create(links.to(Resource.DIRECTORY));
  }

  public Conduct conduct() {
    return conduct;
  }

  public Faults faults() {
    return faults;
  }

  public Renewals renewals() {
    return renewals;
  }

  public Journal journal() {
    return journal;
  }

  /** Every order so far, the oldest first. */
  public List<OrderFacts> orders() {
    synchronized (ledger) {
      Instant now = offer.clock().instant();
      return ledger.orders().stream()
          .map(order ->
              new OrderFacts(
                  Set.copyOf(order.wish().identifiers()),
                  order.wish().profile(),
                  order.wish().replaces(),
                  order.account().id(),
                  order.status(now),
                  order.certificate().map(IssuedCertificate::leaf)))
          .toList();
    }
  }

  /** The orders for exactly these. */
  public List<OrderFacts> orders(Identifier... identifiers) {
    return orders().stream()
        .filter(order -> order.identifiers().equals(Set.of(identifiers)))
        .toList();
  }

  public List<AccountFacts> accounts() {
    synchronized (ledger) {
      return ledger.accounts().stream().map(AccountFacts::of).toList();
    }
  }

  /** As if its data base was lost: who had an account has none. */
  public void forgetAccounts() {
    synchronized (ledger) {
      ledger.forgetAccounts();
    }
  }

  /** Connections are refused, and those that are there are reset. What it has stays. */
  public void goAway() {
    door.shut();
  }

  /** It is there again, on the same port. */
  public void comeBack() {
    door.open();
  }

  /** Who has signed its HTTPS certificate. */
  public SSLContext httpsTrust() {
    return Trust.in(httpsRoot.certificate());
  }

  /** The same in a new PEM file: the proxy's {@code ca_certificate}. */
  public Path httpsTrust(Path folder) {
    try {
      return Files.writeString(
          Files.createTempFile(folder, "authority", ".pem"), Issuer.pem(httpsRoot.certificate()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The root of what it issues; the intermediate is in the chains that it delivers. */
  public X509Certificate root() {
    return root.certificate();
  }

  /** A client that believes what it issues, and nothing else. */
  public SSLContext issuedTrust() {
    return Trust.in(root.certificate());
  }

  @Override
  public void close() {
    faults.clear();
    door.close();
    server.stop(0);
    threads.shutdownNow();
    reception.mustBeFaultless();
  }
}
