package sekisho.route;

/** Why a request's path is not matched against anything. Each is the client's fault. */
public enum RefusedPath {
  TOO_LONG("the path is longer than " + RequestPath.MAX_PATH_CHARS + " characters"),
  NOT_ABSOLUTE("the path does not begin with a slash"),
  MALFORMED_ESCAPE("the path holds a percent sign without two hexadecimal digits"),
  ENCODED_NUL("the path holds a NUL"),
  CLIMBS("the path climbs above its root");

  private final String text;

  RefusedPath(String text) {
    this.text = text;
  }

  /** The reason in words, for log lines and answers; it never holds text of the client. */
  public String text() {
    return text;
  }
}
