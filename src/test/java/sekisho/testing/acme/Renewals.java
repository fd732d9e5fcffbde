package sekisho.testing.acme;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an authority says about when to renew (RFC 9773 §4.2): from two thirds of a certificate's
 * life on, unless a test has it say something else.
 */
public final class Renewals {
  private static final int OPENS_AT_THIRDS = 2;
  private static final int OPEN_FOR_SHARE = 48;

  private Optional<Window> window = Optional.empty();
  private Optional<String> explanation = Optional.empty();
  private Optional<Duration> retryAfter = Optional.of(Duration.ofHours(6));

  private record Window(String start, String end) {}

  Renewals() {}

  /** Every certificate is to be renewed then; in the past is at once. */
  public synchronized Renewals window(Instant start, Instant end) {
    return window(start.toString(), end.toString());
  }

  /** The same as text, which need not be a time. */
  public synchronized Renewals window(String start, String end) {
    window = Optional.of(new Window(start, end));
    return this;
  }

  /** Each certificate has a window of its own again. */
  public synchronized Renewals ordinary() {
    window = Optional.empty();
    return this;
  }

  /** Why, for people to read. */
  public synchronized Renewals explanation(String url) {
    explanation = Optional.of(url);
    return this;
  }

  /** When to ask again; RFC 9773 §4.3 wants it said. */
  public synchronized Renewals retryAfter(Duration time) {
    retryAfter = Optional.of(time);
    return this;
  }

  synchronized Reply of(X509Certificate certificate) {
    Window shown = window.orElseGet(() -> ordinary(certificate));
    ObjectNode json = Json.object();
    json.set("suggestedWindow", Json.object().put("start", shown.start()).put("end", shown.end()));
    explanation.ifPresent(url -> json.put("explanationURL", url));
    return Reply.json(200, json).retryAfter(retryAfter);
  }

  private static Window ordinary(X509Certificate certificate) {
    Instant from = certificate.getNotBefore().toInstant();
    Duration lifetime = Duration.between(from, certificate.getNotAfter().toInstant());
    Instant opens = from.plus(lifetime.dividedBy(3).multipliedBy(OPENS_AT_THIRDS));
    return new Window(opens.toString(), opens.plus(lifetime.dividedBy(OPEN_FOR_SHARE)).toString());
  }
}
