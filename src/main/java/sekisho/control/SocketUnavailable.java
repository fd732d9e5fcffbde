package sekisho.control;

/** There will be no control socket; its message says why, for the operator. */
final class SocketUnavailable extends Exception {
  SocketUnavailable(String message) {
    super(message);
  }

  SocketUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
