package sekisho.control;

import org.jspecify.annotations.Nullable;
import sekisho.fault.KernelWords;

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

  private StartFailure(String key, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.key = key;
  }

  /**
   * @param what the address, and what for, in words
   */
  public static StartFailure cannotListen(String what, @Nullable Throwable cause) {
    return cannotListen(what, cause, "");
  }

  /**
   * @param hint what to know besides, in words
   */
  static StartFailure cannotListen(String what, @Nullable Throwable cause, String hint) {
    return new StartFailure(
        "", "cannot listen on " + what + ": " + KernelWords.of(cause) + hint, cause);
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
}
