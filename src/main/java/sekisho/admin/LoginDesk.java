package sekisho.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sekisho.admin.Doorkeeper.Attempt;
import sekisho.admin.Doorkeeper.Verdict;
import sekisho.model.UiSettings.Access;
import sekisho.ui.LoginForm;
import sekisho.ui.Pages;

/**
 * {@code /login} and {@code /logout}.
 *
 * <p>The URL with the one-time token only shows a form with it; the form's POST uses it up. So
 * nothing that looks at the URL beforehand, as browsers and their extensions do, takes it away, and
 * the session's cookie is set and sent by our own page, whichever site the link was followed from
 * (SameSite=Strict). What is left in the history is of no use any more.
 */
final class LoginDesk {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final int MAX_FORM_BYTES = 16 * 1024;
  private static final int MAX_PARAMETERS = 16;
  private static final int MAX_NAME_CHARACTERS = 64;
  private static final int MAX_TOKEN_CHARACTERS = 512;

  /** A path of ours: not of another host, as {@code //host} and {@code /\host} are. */
  private static final Pattern NEXT =
      Pattern.compile("/([A-Za-z0-9._~%=&?+-][A-Za-z0-9/._~%=&?+-]*)?");

  private static final int MAX_NEXT_CHARACTERS = 1024;

  private final Doorkeeper door;
  private final Pages pages;
  private final Workers rendering;
  private final Workers hashing;
  private final Workers hashingForKnown;

  LoginDesk(
      Doorkeeper door, Pages pages, Workers rendering, Workers hashing, Workers hashingForKnown) {
    this.door = door;
    this.pages = pages;
    this.rendering = rendering;
    this.hashing = hashing;
    this.hashingForKnown = hashingForKnown;
  }

  /** To where somebody has to go who has not come in and wanted this. */
  static String of(String target) {
    return isOurs(target) && !target.equals("/")
        ? "/login?next=" + URLEncoder.encode(target, UTF_8)
        : "/login";
  }

  private static boolean isOurs(String target) {
    return target.length() <= MAX_NEXT_CHARACTERS && NEXT.matcher(target).matches();
  }

  void login(AdminRequest asked, Visit visit, Cookies cookies) {
    if (asked.isRead()) {
      if (visit instanceof Visit.Known) {
        asked.seeOther("/");
        return;
      }
      parameters(asked.target(), true)
          .ifPresentOrElse(
              query -> show(asked, query, Optional.empty(), 200),
              () -> asked.refuse(400, "The query is malformed."));
    } else if (!asked.isPost()) {
      asked.refuseMethod("GET, HEAD, POST");
    } else if (!asked.contentType().equals(FORM)) {
      asked.refuse(415, "Content-Type: allowed: " + FORM + ".");
    } else {
      asked
          .body(MAX_FORM_BYTES)
          .onSuccess(body ->
              parameters(new String(body, UTF_8), false)
                  .ifPresentOrElse(
                      fields -> attempt(asked, fields, cookies),
                      () -> asked.refuse(400, "The form is malformed.")))
          .onFailure(asked::failed);
    }
  }

  /** Empty: malformed. */
  private static Optional<Map<String, List<String>>> parameters(String text, boolean hasPath) {
    try {
      return Optional.of(new QueryStringDecoder(text, UTF_8, hasPath, MAX_PARAMETERS).parameters());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> first(Map<String, List<String>> fields, String name, int most) {
    return fields.getOrDefault(name, List.of()).stream()
        .findFirst()
        .filter(value -> !value.isEmpty() && value.length() <= most);
  }

  private void show(
      AdminRequest asked, Map<String, List<String>> fields, Optional<String> failure, int status) {
    Access access = door.access();
    boolean oneTime = access instanceof Access.OneTimeToken;
    boolean tokens = oneTime || (access instanceof Access.Configured c && c.token().isPresent());
    LoginForm form =
        new LoginForm(
            access instanceof Access.Configured configured && !configured.users().isEmpty(),
            tokens,
            oneTime,
            failure.isEmpty() && oneTime
                ? first(fields, "token", MAX_TOKEN_CHARACTERS)
                : Optional.empty(),
            first(fields, "user", MAX_NAME_CHARACTERS),
            next(fields),
            failure,
            status);
    rendering
        .run(asked.context(), () -> pages.login(form))
        .onSuccess(asked::answer)
        .onFailure(asked::failed);
  }

  private static Optional<String> next(Map<String, List<String>> fields) {
    return first(fields, "next", MAX_NEXT_CHARACTERS).filter(LoginDesk::isOurs);
  }

  private void attempt(AdminRequest asked, Map<String, List<String>> fields, Cookies cookies) {
    Attempt attempt =
        new Attempt(
            first(fields, "token", MAX_TOKEN_CHARACTERS),
            first(fields, "user", MAX_NAME_CHARACTERS).orElse(""),
            first(fields, "password", Passwords.MAX_CHARACTERS).orElse(""),
            asked.address(),
            cookies.browser(asked.fields()));
    Optional<Verdict.Wait> wait = door.patience(attempt);
    if (wait.isPresent()) {
      tell(asked, fields, cookies, wait.get());
      return;
    }
    (door.isFromKnownBrowser(attempt) ? hashingForKnown : hashing)
        .run(asked.context(), () -> door.login(attempt))
        .onSuccess(verdict -> tell(asked, fields, cookies, verdict))
        .onFailure(asked::failed);
  }

  private void tell(
      AdminRequest asked, Map<String, List<String>> fields, Cookies cookies, Verdict verdict) {
    switch (verdict) {
      case Verdict.In(String session, String browser) -> {
        // A new session has a new id; the one that the browser came with, whosever it was, ends.
        cookies.session(asked.fields()).ifPresent(door::forget);
        asked.response().putHeader("Set-Cookie", cookies.in(session, browser));
        asked.seeOther(next(fields).orElse("/"));
      }
      case Verdict.Out(String why) ->
          show(asked, fields, Optional.of("That did not do: " + why + "."), 403);
      case Verdict.Wait(Duration time) -> {
        long seconds = asked.retryAfter(time);
        show(
            asked,
            fields,
            Optional.of("Too many failed logins. Try again in " + seconds + " s."),
            429);
      }
    }
  }

  void logout(AdminRequest asked, Visit visit, Cookies cookies) {
    if (!asked.isPost()) {
      asked.refuseMethod("POST");
      return;
    }
    if (visit instanceof Visit.Known known && known.session().isPresent()) {
      door.logout(known.session().get(), asked.address());
    }
    asked.response().putHeader("Set-Cookie", cookies.out());
    asked.seeOther("/login");
  }
}
