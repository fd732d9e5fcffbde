package sekisho.message;

/** What is wrong with a message: each is refused, none is repaired. */
public enum Malformation {
  REQUEST_LINE("the request line is not method SP target SP HTTP/1.x"),
  TARGET("the request target holds an octet that no target has"),
  TARGET_TOO_LONG("the request line is too long"),
  VERSION("the protocol version is not HTTP/1.x"),
  STATUS_LINE("the status line is not HTTP/1.x SP status SP reason"),
  STATUS("the status is not within 100 to 599"),
  LINE_END("a line ends with a bare LF or holds a bare CR"),
  FIELD_LINE("a field line has no colon, or folds onto a second line"),
  FIELD_NAME("a field name is empty or no token"),
  FIELD_VALUE("a field value holds a control octet"),
  HEAD_TOO_LARGE("the header section is too large"),
  CONTENT_LENGTH("the Content-Length is not one plain number"),
  LENGTH_AND_CODING("Content-Length and Transfer-Encoding contradict each other"),
  TRANSFER_CODING("the Transfer-Encoding is not one final chunked"),
  TRANSFER_CODING_UNKNOWN("the Transfer-Encoding names an unknown coding"),
  CHUNK("the chunked body is malformed"),
  TRAILERS_TOO_LARGE("the trailer section is too large");

  private final String text;

  Malformation(String text) {
    this.text = text;
  }

  /** One sentence for people, without anything the sender wrote. */
  public String text() {
    return text;
  }
}
