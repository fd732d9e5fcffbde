package sekisho.admin;

/**
 * The token that lets somebody in who can read this program's terminal or files: good for one
 * session, after which there is another one, told the same way. Thread-safe; telling blocks.
 */
final class OneTimeToken {
  private final Told told;
  private String current = RandomSecrets.random();

  /** Gets every new token to the operator. */
  @FunctionalInterface
  interface Told {
    void token(String token);
  }

  OneTimeToken(Told told) {
    this.told = told;
  }

  /** Tells the first one. */
  synchronized void tell() {
    told.token(current);
  }

  /** Whether it is the token; then it is used up. */
  synchronized boolean use(String given) {
    if (!RandomSecrets.equal(current, given)) {
      return false;
    }
    current = RandomSecrets.random();
    told.token(current);
    return true;
  }
}
