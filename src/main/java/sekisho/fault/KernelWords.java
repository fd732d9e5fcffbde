package sekisho.fault;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The kernel's words, as {@code Address already in use}, without what Netty puts around them. */
public final class KernelWords {
  /** The name and the number of a call, as {@code bind(..) failed with error(-98): }. */
  private static final Pattern CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed(?: with error\\(-\\d+\\))?: ");

  private KernelWords() {}

  /**
   * Those of an exception, or what else it says.
   *
   * @param thrown null: nobody has said why
   */
  public static String of(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "unknown";
    }
    // What Netty cannot make a socket for, it tells in an exception around the kernel's own.
    Throwable said =
        !(thrown instanceof IOException) && thrown.getCause() instanceof IOException inner
            ? inner
            : thrown;
    String message = said.getMessage();
    return message == null ? said.getClass().getSimpleName() : withoutCall(message);
  }

  /** The same of a message. */
  public static String withoutCall(String message) {
    return CALL.matcher(message).replaceFirst("");
  }
}
