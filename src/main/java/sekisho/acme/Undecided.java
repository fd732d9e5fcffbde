package sekisho.acme;

/** An authority has not decided in the time there was; it may yet. */
final class Undecided extends Exception {
  private static final long serialVersionUID = 1L;

  Undecided(String what) {
    super("the authority did not decide in time about " + what);
  }
}
