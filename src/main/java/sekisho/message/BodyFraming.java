package sekisho.message;

/** Where a message's body ends (RFC 9112 §6). */
public sealed interface BodyFraming {
  /** There is no body. */
  BodyFraming NONE = new None();

  BodyFraming CHUNKED = new Chunked();

  BodyFraming UNTIL_CLOSE = new UntilClose();

  /** There is no body. */
  record None() implements BodyFraming {}

  /**
   * @param length of the body in octets, possibly 0
   */
  record Length(long length) implements BodyFraming {}

  /** The last chunk ends it. */
  record Chunked() implements BodyFraming {}

  /** The end of the connection ends it: of responses only. */
  record UntilClose() implements BodyFraming {}

  /** The framing of a message, or why it cannot be known. */
  sealed interface Decision {}

  record Framed(BodyFraming framing) implements Decision {}

  record Unframed(Malformation malformation) implements Decision {}

  /**
   * Decides by the fields of a request (RFC 9112 §6.3), without any of the leniencies it permits.
   *
   * @param minorVersion of HTTP/1: chunked does not exist in 1.0 (RFC 9112 §6.1)
   */
  static Decision ofRequest(Fields fields, int minorVersion) {
    return ofFields(fields, minorVersion, NONE);
  }

  /**
   * Decides by what was asked for and by the head of the answer (RFC 9112 §6.3), which is not an
   * upgrade's.
   *
   * <p>Contradicting fields are refused where there is no body either: HEAD, 204, 304.
   */
  static Decision ofResponse(String requestMethod, ResponseHead head) {
    Decision decision = ofFields(head.fields(), head.minorVersion(), UNTIL_CLOSE);
    boolean bodiless =
        head.isInterim()
            || head.status() == 204
            || head.status() == 304
            || requestMethod.equals("HEAD");
    return bodiless && decision instanceof Framed ? new Framed(NONE) : decision;
  }

  /**
   * @param otherwise where no field tells
   */
  private static Decision ofFields(Fields fields, int minorVersion, BodyFraming otherwise) {
    int lengthAt = fields.indexOf("Content-Length", 0);
    int codingAt = fields.indexOf("Transfer-Encoding", 0);
    if (codingAt >= 0) {
      return ofCoding(fields, codingAt, lengthAt, minorVersion);
    }
    if (lengthAt < 0) {
      return new Framed(otherwise);
    }
    if (fields.indexOf("Content-Length", lengthAt + 1) >= 0) {
      return new Unframed(Malformation.CONTENT_LENGTH);
    }
    long length = plainNumber(fields.value(lengthAt));
    return length < 0 ? new Unframed(Malformation.CONTENT_LENGTH) : new Framed(new Length(length));
  }

  private static Decision ofCoding(Fields fields, int codingAt, int lengthAt, int minorVersion) {
    if (lengthAt >= 0) {
      // RFC 9112 §6.3 rule 3: a sign of request smuggling.
      return new Unframed(Malformation.LENGTH_AND_CODING);
    }
    if (minorVersion == 0 || fields.indexOf("Transfer-Encoding", codingAt + 1) >= 0) {
      return new Unframed(Malformation.TRANSFER_CODING);
    }
    String coding = fields.value(codingAt);
    if (coding.equalsIgnoreCase("chunked")) {
      return new Framed(CHUNKED);
    }
    // RFC 9112 §6.1: a coding that is not understood is 501; chunked in a wrong place is a fault.
    return new Unframed(
        isTokenList(coding) && (!hasChunked(coding) || endsWithItsOnlyChunked(coding))
            ? Malformation.TRANSFER_CODING_UNKNOWN
            : Malformation.TRANSFER_CODING);
  }

  private static boolean hasChunked(String coding) {
    return Syntax.listContains(coding, "chunked");
  }

  private static boolean isTokenList(String list) {
    for (String element : list.split(",", -1)) {
      if (!Syntax.isToken(element.strip())) {
        return false;
      }
    }
    return true;
  }

  private static boolean endsWithItsOnlyChunked(String list) {
    String[] elements = list.split(",", -1);
    for (int i = 0; i < elements.length; i++) {
      boolean chunked = elements[i].strip().equalsIgnoreCase("chunked");
      if (chunked != (i == elements.length - 1)) {
        return false;
      }
    }
    return true;
  }

  /** The value of 1 to 18 digits, or -1: longer ones do not fit a body that will ever end. */
  private static long plainNumber(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_LENGTH_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  /** 10^18 - 1 fits a long. */
  int MAX_LENGTH_DIGITS = 18;
}
