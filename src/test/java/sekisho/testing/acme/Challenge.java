package sekisho.testing.acme;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One way to show control of an identifier (RFC 8555 §7.1.5). Guarded by the ledger.
 *
 * <p>Its result can be withheld: for a number of looks at it or its authorization it says {@code
 * processing} whatever came out.
 */
final class Challenge {
  private final String id;
  private final String type;
  private final String token;
  private State state = new State.Pending();
  private int looksWithheld;

  /** How far it is. */
  private sealed interface State {
    record Pending() implements State {}

    record Processing() implements State {}

    record Valid(Instant at) implements State {}

    record Invalid(Problem problem) implements State {}
  }

  Challenge(String id, String type, String token) {
    this.id = id;
    this.type = type;
    this.token = token;
  }

  String id() {
    return id;
  }

  String type() {
    return type;
  }

  String token() {
    return token;
  }

  /** Whether nobody has asked for its validation yet; from now on somebody has. */
  boolean begin(int looks) {
    if (!(state instanceof State.Pending)) {
      return false;
    }
    state = new State.Processing();
    looksWithheld = looks;
    return true;
  }

  void end(Optional<Problem> problem, Instant at) {
    state = problem.isPresent() ? new State.Invalid(problem.get()) : new State.Valid(at);
  }

  /** Somebody looks at it. */
  void look() {
    if (looksWithheld > 0) {
      looksWithheld--;
    }
  }

  private State shown() {
    return looksWithheld > 0 ? new State.Processing() : state;
  }

  String status() {
    return switch (shown()) {
      case State.Pending _ -> "pending";
      case State.Processing _ -> "processing";
      case State.Valid _ -> "valid";
      case State.Invalid _ -> "invalid";
    };
  }

  Optional<Problem> problem() {
    return shown() instanceof State.Invalid(Problem problem)
        ? Optional.of(problem)
        : Optional.empty();
  }

  ObjectNode json(Links links) {
    ObjectNode json =
        Json.object()
            .put("type", type)
            .put("url", links.to(Resource.CHALLENGE, id))
            .put("status", status())
            .put("token", token);
    if (shown() instanceof State.Valid(Instant at)) {
      json.put("validated", at.toString());
    }
    problem().ifPresent(problem -> json.set("error", problem.json()));
    return json;
  }
}
