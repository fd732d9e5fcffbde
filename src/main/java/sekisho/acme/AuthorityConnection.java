package sekisho.acme;

import java.io.IOException;
import java.net.URL;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;

/**
 * One request to an authority, whose answer is read to its end at once, and whose wish to be left
 * alone for a while is heard whatever else it says: acme4j hears it in answers of one kind only.
 */
final class AuthorityConnection extends DefaultConnection {
  private final Wish wish;
  private final Clock clock;

  /** What the authority's last refusal asked for; of one thread. */
  static final class Wish {
    private Optional<Instant> retryAfter = Optional.empty();

    /** Not before this; empty: it did not say. Forgotten with this. */
    Optional<Instant> take() {
      Optional<Instant> taken = retryAfter;
      retryAfter = Optional.empty();
      return taken;
    }
  }

  AuthorityConnection(HttpConnector connector, Wish wish, Clock clock) {
    super(connector);
    this.wish = wish;
    this.clock = clock;
  }

  @Override
  protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body)
      throws IOException {
    super.sendRequest(session, url, body);
    var response = lastResponse;
    if (response != null) {
      lastResponse = ReadResponse.of(response, session.networkSettings().getTimeout());
      if (response.statusCode() >= 400) {
        wish.retryAfter = response.headers().firstValue("Retry-After").flatMap(this::instant);
      }
    }
  }

  /** RFC 9110 §10.2.3: seconds, or a date; what is neither says nothing. */
  private Optional<Instant> instant(String text) {
    try {
      return Optional.of(clock.instant().plus(Duration.ofSeconds(Integer.parseInt(text))));
    } catch (NumberFormatException _) {
      // A date, then.
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
