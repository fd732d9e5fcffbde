package sekisho.explain;

import java.util.List;
import sekisho.metrics.Reason;
import sekisho.model.Place;

/**
 * What would become of a connection and its request: facts in the order in which they are decided,
 * and what comes of them.
 *
 * @param sections never empty
 * @param verdict what comes of it
 */
public record Explanation(List<Section> sections, Verdict verdict) {
  public Explanation {
    sections = List.copyOf(sections);
  }

  /** Facts about one thing. */
  public record Section(String title, List<Fact> facts) {
    public Section {
      facts = List.copyOf(facts);
    }
  }

  /**
   * @param topic what it is about, in a word or two
   * @param text one line; it may hold what the asker wrote
   * @param source what decided it
   */
  public record Fact(String topic, String text, Source source) {}

  /** What decided a fact. */
  public sealed interface Source {
    /** The configuration, there. */
    record Line(Place place) implements Source {}

    /** Nobody wrote the key, so that its default holds. */
    record Default() implements Source {}

    /** The client, or the protocol: no key is about it. */
    record Protocol() implements Source {}
  }

  /** What comes of it. */
  public sealed interface Verdict {
    /**
     * The connection is ended before TLS.
     *
     * @param manner how, in words
     */
    record Refused(Reason reason, String manner) implements Verdict {}

    /** Its bytes go to one of these. */
    record Relayed(List<String> upstreams) implements Verdict {
      public Relayed {
        upstreams = List.copyOf(upstreams);
      }
    }

    /**
     * The proxy answers the request.
     *
     * @param reason its code; empty: there is none
     */
    record Answered(int status, String reason) implements Verdict {}

    /**
     * The request goes to one of these.
     *
     * @param line of the route
     * @param urls whole, one for each upstream
     * @param target the request target that they get
     */
    record Forwarded(int line, List<String> urls, String target) implements Verdict {
      public Forwarded {
        urls = List.copyOf(urls);
      }
    }
  }

  /**
   * Whether it is the question that is wrong, whatever the configuration says: a name that no hello
   * can ask for, or a request that nobody could make sense of.
   */
  public boolean isQuestionWrong() {
    return switch (verdict) {
      case Verdict.Refused(Reason reason, _) -> reason == Reason.HELLO_MALFORMED;
      // RFC 9110 §15.5.1: 400 and its relatives are about the request alone.
      case Verdict.Answered(int status, _) ->
          status == 400 || status == 414 || status == 417 || status == 431 || status == 501;
      case Verdict.Relayed _, Verdict.Forwarded _ -> false;
    };
  }
}
