package sekisho.acme;

/** A step of an order that cannot be gone on from; says why. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  Refused(Failure failure) {
    super(failure.text());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
