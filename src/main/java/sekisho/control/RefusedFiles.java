package sekisho.control;

/** Files that were changed and cannot be taken as they are now; its message is for the operator. */
final class RefusedFiles extends Exception {
  RefusedFiles(String message) {
    super(message);
  }

  RefusedFiles(String message, Throwable cause) {
    super(message, cause);
  }
}
