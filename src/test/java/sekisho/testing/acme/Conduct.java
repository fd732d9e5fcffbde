package sekisho.testing.acme;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How an authority treats who keeps the protocol. A test changes it at any time. */
public final class Conduct {
  private final Map<Identifier, Problem> rejected = new ConcurrentHashMap<>();
  private volatile int tlsPort;
  private volatile int httpPort;
  private volatile int validationLooks;
  private volatile int issuingLooks;
  private volatile Optional<Duration> lifetime = Optional.empty();
  private volatile Optional<Duration> pollAfter = Optional.empty();
  private volatile Optional<Problem> issuingFailure = Optional.empty();
  private volatile Delivery delivery = Delivery.AS_ORDERED;
  private volatile boolean reusingAuthorizations;

  Conduct() {}

  /** Where TLS-ALPN-01 asks, instead of 443. */
  public Conduct tlsPort(int port) {
    tlsPort = port;
    return this;
  }

  /** Where HTTP-01 asks, instead of 80. */
  public Conduct httpPort(int port) {
    httpPort = port;
    return this;
  }

  /** Of certificates to come, whatever their profile. */
  public Conduct lifetime(Duration time) {
    lifetime = Optional.of(time);
    return this;
  }

  /** Control of {@code identifier} is never shown: the proxy is not even asked. */
  public Conduct rejecting(Identifier identifier, Problem problem) {
    rejected.put(identifier, problem);
    return this;
  }

  /** Asks the proxy again. */
  public Conduct accepting(Identifier identifier) {
    rejected.remove(identifier);
    return this;
  }

  /** A validation's result is shown only after so many looks at challenge or authorization. */
  public Conduct validatingFor(int looks) {
    validationLooks = looks;
    return this;
  }

  /** A certificate is shown only after so many looks at its order. */
  public Conduct issuingFor(int looks) {
    issuingLooks = looks;
    return this;
  }

  /** Tells those who look too early when to come back; else they are told nothing. */
  public Conduct pollAfter(Duration time) {
    pollAfter = Optional.of(time);
    return this;
  }

  /** Orders become invalid, for this reason, after they were accepted for issuing. */
  public Conduct failingToIssue(Problem problem) {
    issuingFailure = Optional.of(problem);
    return this;
  }

  /** Orders are completed again. */
  public Conduct issuing() {
    issuingFailure = Optional.empty();
    return this;
  }

  public Conduct delivering(Delivery what) {
    delivery = what;
    return this;
  }

  /** Who has shown control is believed in the next order, as RFC 8555 §7.1.3 allows. */
  public Conduct reusingAuthorizations(boolean reusing) {
    reusingAuthorizations = reusing;
    return this;
  }

  int tlsPort() {
    return tlsPort;
  }

  int httpPort() {
    return httpPort;
  }

  int validationLooks() {
    return validationLooks;
  }

  int issuingLooks() {
    return issuingLooks;
  }

  Optional<Duration> lifetime() {
    return lifetime;
  }

  Optional<Duration> pollAfter() {
    return pollAfter;
  }

  Optional<Problem> issuingFailure() {
    return issuingFailure;
  }

  Delivery delivery() {
    return delivery;
  }

  boolean reusingAuthorizations() {
    return reusingAuthorizations;
  }

  Optional<Problem> rejection(Identifier identifier) {
    return Optional.ofNullable(rejected.get(identifier));
  }
}
