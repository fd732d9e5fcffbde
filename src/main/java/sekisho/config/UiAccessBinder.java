package sekisho.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sekisho.model.PasswordHash;
import sekisho.model.UiSettings.Access;
import sekisho.model.UiSettings.User;

/** {@code ui.auth}. Its values are secrets, or were meant to be: no message shows one. */
final class UiAccessBinder {
  /** RFC 6750 §2.1: what can follow {@code Bearer}. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  /** What nobody guesses, were it random. */
  private static final int MIN_TOKEN_CHARACTERS = 16;

  private static final int MAX_TOKEN_CHARACTERS = 512;

  /** What fits into a log line and a login form. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}]{1,64}");

  private final Findings findings;

  UiAccessBinder(Findings findings) {
    this.findings = findings;
  }

  Access bind(Block auth) {
    boolean noUsers =
        !auth.has("users") || (auth.hasSound("users") && auth.blocks("users").isEmpty());
    if (noUsers && !auth.has("token")) {
      findings.unusable(
          auth.position(),
          auth.path(),
          "lets nobody in; allowed: users, token or both, or no auth at all on loopback");
    }
    return new Access.Configured(users(auth), auth.word("token").flatMap(this::token));
  }

  private List<User> users(Block auth) {
    List<User> users = new ArrayList<>();
    Map<String, Word> known = new HashMap<>();
    for (Block block : auth.blocks("users")) {
      Optional<Word> name = block.word("name").filter(this::isName);
      name.ifPresent(word -> {
        Word first = known.putIfAbsent(word.value(), word);
        if (first != null) {
          findings.unusable(
              word.position(),
              word.path(),
              "there is a user of this name already, on line " + first.line());
        }
      });
      Optional<PasswordHash> hash = block.word("password_hash").flatMap(this::hash);
      if (name.isPresent() && hash.isPresent()) {
        users.add(new User(name.get().value(), hash.get()));
      }
    }
    return users;
  }

  private boolean isName(Word word) {
    if (NAME.matcher(word.value()).matches()) {
      return true;
    }
    findings.unusable(
        word.position(),
        word.path(),
        "is no user's name; allowed: 1 to 64 letters, digits and signs, without blanks");
    return false;
  }

  private Optional<PasswordHash> hash(Word word) {
    Optional<PasswordHash> hash = PasswordHash.parse(word.value());
    if (hash.isEmpty()) {
      findings.unusable(
          word.position(),
          word.path(),
          "is no password hash; allowed: what `sekisho hash-password` prints");
    }
    return hash;
  }

  private Optional<String> token(Word word) {
    String token = word.value();
    if (token.length() >= MIN_TOKEN_CHARACTERS
        && token.length() <= MAX_TOKEN_CHARACTERS
        && TOKEN.matcher(token).matches()) {
      return Optional.of(token);
    }
    findings.unusable(
        word.position(),
        word.path(),
        "is no token; allowed: "
            + MIN_TOKEN_CHARACTERS
            + " to "
            + MAX_TOKEN_CHARACTERS
            + " letters, digits and ._~+/-, such as `openssl rand -base64 32` prints");
    return Optional.empty();
  }
}
