package sekisho.control;

/**
 * The proxy cannot start. Its message is the one line that the operator reads: which thing, and
 * why.
 */
public final class StartFailure extends Exception {
  public StartFailure(String message) {
    super(message);
  }

  public StartFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
