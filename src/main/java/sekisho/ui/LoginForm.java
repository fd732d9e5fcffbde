package sekisho.ui;

import java.util.Optional;

/**
 * What the login page is to ask for. It is a form {@code POST /login} of the type {@code
 * application/x-www-form-urlencoded} with the fields {@code "user"} and {@code "password"}, or
 * {@code "token"}, and {@code "next"} where there is one.
 *
 * @param passwords whether there are users with passwords: the fields {@code "user"} and {@code
 *     "password"} are shown
 * @param tokens whether a token lets somebody in: the field {@code "token"} is shown
 * @param oneTime whether the token is the one of the log or the terminal, which is good for once;
 *     else the one of {@code ui.auth.token}
 * @param token a token that the address had: it goes into the form's field, hidden, so that one
 *     button is all there is to do. Asking for the page does not use it up
 * @param user what was typed before, for the field
 * @param next where to go afterwards, as the field {@code "next"}; a path of this server
 * @param failure why the last attempt did not do, for people
 * @param status what the answer's status is to be
 */
public record LoginForm(
    boolean passwords,
    boolean tokens,
    boolean oneTime,
    Optional<String> token,
    Optional<String> user,
    Optional<String> next,
    Optional<String> failure,
    int status) {
  /** Whoever prints one shows no token. */
  @Override
  public String toString() {
    return "LoginForm[" + status + "]";
  }
}
