package sekisho;

/** What the program's exit codes mean; they are documented and stable. */
final class ExitCode {
  static final int FINE = 0;
  static final int WRONG_CONFIGURATION = 1;
  static final int WRONG_REQUEST = 1;
  static final int CANNOT_START = 3;

  private ExitCode() {}
}
