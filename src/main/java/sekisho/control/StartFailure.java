package sekisho.control;

/**
 * The proxy cannot start, or what a reload asks for cannot be had. Its message is the one line that
 * the operator reads: which thing, and why.
 */
public final class StartFailure extends Exception {
  private final String key;

  public StartFailure(String message) {
    super(message);
    this.key = "";
  }

  public StartFailure(String message, Throwable cause) {
    this("", message, cause);
  }

  private StartFailure(String key, String message, Throwable cause) {
    super(message, cause);
    this.key = key;
  }

  /**
   * @param what the address, and what for, in words
   */
  public static StartFailure cannotListen(String what, Throwable cause) {
    return new StartFailure("cannot listen on " + what + ": " + reason(cause), cause);
  }

  /**
   * The same, about a key of the configuration.
   *
   * @param path such as {@code proxy.listen}
   */
  public StartFailure about(String path) {
    return new StartFailure(path, String.valueOf(getMessage()), this);
  }

  /** The key that it is about; empty: none. */
  String key() {
    return key;
  }

  /** The message, for who says the key before it. */
  String withoutKey() {
    String message = String.valueOf(getMessage());
    return message.startsWith(key + ": ") ? message.substring(key.length() + 2) : message;
  }

  /** The kernel's words without the name and number of the call that Netty puts before them. */
  static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
  }
}
