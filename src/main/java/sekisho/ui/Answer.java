package sekisho.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/** What goes back to a browser. */
public final class Answer {
  private static final String HTML = "text/html; charset=utf-8";

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> fields;

  private Answer(int status, String contentType, byte[] body, Map<String, String> fields) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.fields = Map.copyOf(fields);
  }

  /**
   * @param contentType with its charset
   * @param body whole; not changed any more once it is here
   * @param fields besides Content-Type and Content-Length: {@code ETag}, {@code Cache-Control},
   *     {@code Content-Encoding}, {@code Vary}, {@code Location}; by their names as they are
   *     written
   */
  public static Answer of(int status, String contentType, byte[] body, Map<String, String> fields) {
    return new Answer(status, contentType, body, fields);
  }

  public static Answer html(int status, String page) {
    return new Answer(status, HTML, page.getBytes(UTF_8), Map.of());
  }

  public int status() {
    return status;
  }

  public String contentType() {
    return contentType;
  }

  /** Nobody's to change. */
  public byte[] body() {
    return body;
  }

  public Map<String, String> fields() {
    return fields;
  }
}
