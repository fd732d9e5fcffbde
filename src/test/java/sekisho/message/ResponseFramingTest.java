package sekisho.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the body of a response ends (RFC 9112 §6.3). */
class ResponseFramingTest {
  private static final BodyFraming.Decision CHUNKED = new BodyFraming.Framed(BodyFraming.CHUNKED);
  private static final BodyFraming.Decision NONE = new BodyFraming.Framed(BodyFraming.NONE);
  private static final BodyFraming.Decision UNTIL_CLOSE =
      new BodyFraming.Framed(BodyFraming.UNTIL_CLOSE);

  private static BodyFraming.Decision framing(String method, int status, String... lines) {
    return framing(method, status, 1, lines);
  }

  private static BodyFraming.Decision framing(
      String method, int status, int minorVersion, String... lines) {
    Fields fields = new Fields();
    for (String line : lines) {
      int colon = line.indexOf(": ");
      fields.add(line.substring(0, colon), line.substring(colon + 2));
    }
    return BodyFraming.ofResponse(method, new ResponseHead(status, "", minorVersion, fields));
  }

  @Test
  void a_field_tells_or_else_the_end_of_the_connection_does() {
    assertThat(framing("GET", 200, "content-length: 7"))
        .isEqualTo(new BodyFraming.Framed(new BodyFraming.Length(7)));
    assertThat(framing("GET", 200, "Transfer-Encoding: Chunked")).isEqualTo(CHUNKED);
    assertThat(framing("POST", 500)).isEqualTo(UNTIL_CLOSE);
    assertThat(framing("GET", 200, 0)).isEqualTo(UNTIL_CLOSE);
  }

  @ParameterizedTest
  @CsvSource({"HEAD, 200", "GET, 204", "GET, 304", "GET, 100", "GET, 103", "HEAD, 404"})
  void some_have_no_body_whatever_they_announce(String method, int status) {
    assertThat(framing(method, status, "Content-Length: 5")).isEqualTo(NONE);
    assertThat(framing(method, status, "Transfer-Encoding: chunked")).isEqualTo(NONE);
    assertThat(framing(method, status)).isEqualTo(NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void what_contradicts_itself_is_not_framed_even_where_there_is_no_body(String method) {
    assertThat(framing(method, 200, "Content-Length: 5", "Transfer-Encoding: chunked"))
        .isEqualTo(new BodyFraming.Unframed(Malformation.LENGTH_AND_CODING));
    assertThat(framing(method, 200, "Content-Length: 5", "Content-Length: 5"))
        .isEqualTo(new BodyFraming.Unframed(Malformation.CONTENT_LENGTH));
    assertThat(framing(method, 200, "Content-Length: +5"))
        .isEqualTo(new BodyFraming.Unframed(Malformation.CONTENT_LENGTH));
    assertThat(framing(method, 200, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"))
        .isEqualTo(new BodyFraming.Unframed(Malformation.TRANSFER_CODING));
    assertThat(framing(method, 200, "Transfer-Encoding: gzip, chunked"))
        .isEqualTo(new BodyFraming.Unframed(Malformation.TRANSFER_CODING_UNKNOWN));
    assertThat(framing(method, 200, 0, "Transfer-Encoding: chunked"))
        .isEqualTo(new BodyFraming.Unframed(Malformation.TRANSFER_CODING));
  }

  @ParameterizedTest
  @CsvSource({
    "1, '', true",
    "1, close, false",
    "1, 'x, CLOSE', false",
    "0, '', false",
    "0, keep-alive, true",
    "0, 'keep-alive, close', false"
  })
  void a_connection_persists_as_version_and_field_say(
      int minorVersion, String connection, boolean persists) {
    Fields fields = new Fields();
    if (!connection.isEmpty()) {
      fields.add("Connection", connection);
    }

    assertThat(new ResponseHead(200, "", minorVersion, fields).persists()).isEqualTo(persists);
  }
}
