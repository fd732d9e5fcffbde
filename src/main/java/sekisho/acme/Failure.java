package sekisho.acme;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;
import sekisho.certificate.UnusableCertificateException;

/**
 * Why something did not work.
 *
 * @param whose what else it concerns
 * @param text for people
 * @param problem the authority's own words, where it had some
 * @param unexpected whether it is a mistake of ours
 */
record Failure(Whose whose, String text, Optional<JsonNode> problem, boolean unexpected) {
  /** What is kept of an authority's words; they are kept many times. */
  private static final int MAX_PROBLEM_CHARS = 4000;

  Failure {
    text = Printable.of(text);
  }

  enum Whose {
    /** Of one certificate; others may fare better. */
    CERTIFICATE,
    /** Of the way in which control was shown; another way may do. */
    VALIDATION,
    /** Of the authority or the way to it: nothing else need be tried now. */
    AUTHORITY
  }

  static final String ERROR = "urn:ietf:params:acme:error:";

  static Failure of(Whose whose, String text) {
    return new Failure(whose, text, Optional.empty(), false);
  }

  /** What an authority says is wrong, after words of our own. */
  static Failure of(Whose whose, String before, Problem problem) {
    return new Failure(whose, before + ": " + words(problem), Optional.of(json(problem)), false);
  }

  /** What was thrown on the way. */
  static Failure of(Exception thrown) {
    return switch (thrown) {
      case Refused refused -> refused.failure();
      case Undecided _ -> of(Whose.CERTIFICATE, String.valueOf(thrown.getMessage()));
      case AcmeLazyLoadingException lazy when lazy.getCause() instanceof AcmeException cause ->
          of(cause);
      case AcmeUserActionRequiredException action ->
          of(Whose.AUTHORITY, "the authority wants you to do something first", action.getProblem());
      case AcmeServerException server ->
          of(whose(server), "the authority refuses", server.getProblem());
      case AcmeNetworkException network -> of(Whose.AUTHORITY, unreachable(network));
      case AcmeException _ ->
          of(
              isRefusal(thrown) ? Whose.CERTIFICATE : Whose.AUTHORITY,
              "the authority answers with " + thrown.getMessage());
      case AcmeProtocolException _ ->
          of(
              Whose.CERTIFICATE,
              "the authority does not speak as it should: " + thrown.getMessage());
      case UnusableCertificateException _ ->
          of(Whose.AUTHORITY, String.valueOf(thrown.getMessage()));
      case IOException _ -> of(Whose.AUTHORITY, "the storage fails: " + thrown.getMessage());
      default -> new Failure(Whose.CERTIFICATE, "unexpectedly: " + thrown, Optional.empty(), true);
    };
  }

  /** The same, of the authority. */
  Failure ofAuthority() {
    return new Failure(Whose.AUTHORITY, text, problem, unexpected);
  }

  static boolean isOfType(AcmeServerException thrown, String type) {
    return thrown.getType().toString().equals(ERROR + type);
  }

  private static Whose whose(AcmeServerException thrown) {
    return isPassing(thrown) || isOfType(thrown, "externalAccountRequired")
        ? Whose.AUTHORITY
        : Whose.CERTIFICATE;
  }

  /** A status of 4xx without a problem document, of which acme4j tells no more than this. */
  static boolean isRefusal(Exception thrown) {
    String message = String.valueOf(thrown.getMessage());
    return message.startsWith("HTTP 4") && !message.equals("HTTP 429");
  }

  /** Whether the same can be asked again, later. */
  static boolean isPassing(AcmeServerException thrown) {
    return isOfType(thrown, "serverInternal") || isOfType(thrown, "rateLimited");
  }

  private static String unreachable(AcmeNetworkException thrown) {
    Throwable cause = thrown.getCause();
    return switch (cause) {
      case null -> "the authority cannot be reached";
      case HttpTimeoutException _ -> "the authority does not answer in time";
      case ConnectException _ ->
          "the authority cannot be reached: "
              + (cause.getMessage() == null ? "no connection" : cause.getMessage());
      default -> "the way to the authority fails: " + cause.getMessage();
    };
  }

  private static String words(Problem problem) {
    String type = problem.getType().toString();
    return problem + " (" + (type.startsWith(ERROR) ? type.substring(ERROR.length()) : type) + ")";
  }

  private static JsonNode json(Problem problem) {
    String text = problem.asJSON().toString();
    if (text.length() > MAX_PROBLEM_CHARS) {
      return StateJson.MAPPER
          .createObjectNode()
          .put("type", Printable.of(problem.getType().toString()))
          .put("detail", Printable.of(problem.toString()))
          .put("sekisho_shortened", true);
    }
    try {
      return StateJson.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what acme4j wrote is JSON", e);
    }
  }
}
