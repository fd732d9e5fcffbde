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

  /**
   * @param what the address, and what for, in words
   */
  public static StartFailure cannotListen(String what, Throwable cause) {
    return new StartFailure("cannot listen on " + what + ": " + reason(cause), cause);
  }

  /** The kernel's words without the name and number of the call that Netty puts before them. */
  static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
  }
}
