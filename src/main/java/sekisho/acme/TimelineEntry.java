package sekisho.acme;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that happened to a certificate.
 *
 * @param what the kind of thing
 * @param text for people
 * @param problem the authority's own words (RFC 7807), as they came; empty: it said nothing
 */
public record TimelineEntry(Instant at, Event what, String text, Optional<JsonNode> problem) {

  /** What happens to certificates. */
  public enum Event {
    /** An order was placed, or one from before is gone on with. */
    ORDERED,
    /** The authority was told to look. */
    CHALLENGED,
    /** The authority has seen what it wanted to see. */
    VALIDATED,
    /** A certificate came, and is stored. */
    ISSUED,
    /** A certificate came, and was thrown away: it was a dry run. */
    TRIED,
    /** It did not work. */
    FAILED,
    /** Somebody asked for it by hand. */
    REQUESTED
  }
}
