package sekisho.admin;

import java.util.Optional;
import sekisho.admin.Doorkeeper.Verdict;
import sekisho.ui.Visitor;

/** Who a request is from. */
sealed interface Visit {
  /**
   * @param session the id of the session; empty: a program with a bearer token
   */
  record Known(Identity identity, Optional<String> session) implements Visit {
    Visitor visitor() {
      return new Visitor(identity.name(), session.isPresent());
    }

    /** The session's id is a secret. */
    @Override
    public String toString() {
      return "Known[" + identity.name() + "]";
    }
  }

  /** Nobody has come in. */
  record Unknown() implements Visit {}

  /**
   * A bearer token was sent that is not the right one.
   *
   * @param patience there, where it was not the first time
   */
  record Wrong(Optional<Verdict.Wait> patience) implements Visit {}

  /** By the bearer token where there is one, else by the session of the cookie. */
  static Visit of(AdminRequest asked, Doorkeeper door, Cookies cookies) {
    String authorization = asked.field("Authorization").orElse("");
    String scheme = "Bearer ";
    if (authorization.regionMatches(true, 0, scheme, 0, scheme.length())) {
      return door.byBearerToken(authorization.substring(scheme.length()).strip())
          .<Visit>map(identity -> new Known(identity, Optional.empty()))
          .orElseGet(() -> new Wrong(door.wrongBearerToken(asked.address())));
    }
    Optional<String> id = cookies.session(asked.fields());
    return id.flatMap(door::bySession)
        .<Visit>map(identity -> new Known(identity, id))
        .orElseGet(Unknown::new);
  }
}
