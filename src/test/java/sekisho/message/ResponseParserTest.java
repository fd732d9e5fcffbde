package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.message.Heads.MAX_HEAD_BYTES;
import static sekisho.message.Heads.buffer;
import static sekisho.message.Heads.lines;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.Seeds;

class ResponseParserTest {
  private static final ResponseParser.Result INCOMPLETE = new ResponseParser.Incomplete();
  private static final String ORDINARY =
      "HTTP/1.1 404 Not h\u00e9re\r\n"
          + "Server: x\r\n"
          + "x-EMPTY:\r\n"
          + "Set-Cookie: a=1\r\n"
          + "Set-Cookie:\tb=2 \r\n"
          + "\r\n";

  private static ResponseParser parser() {
    return new ResponseParser(MAX_HEAD_BYTES, new byte[MAX_HEAD_BYTES]);
  }

  private static ResponseParser.Result parse(String text) {
    return parser().parse(buffer(text));
  }

  private static ResponseHead head(ResponseParser.Result result) {
    assertThat(result).isInstanceOf(ResponseParser.Complete.class);
    return ((ResponseParser.Complete) result).head();
  }

  private static void assertOrdinary(ResponseParser.Result result) {
    ResponseHead head = head(result);
    assertThat(head.status()).isEqualTo(404);
    assertThat(head.reason()).isEqualTo("Not h\u00e9re");
    assertThat(head.minorVersion()).isEqualTo(1);
    assertThat(lines(head.fields()))
        .containsExactly("Server=x", "x-EMPTY=", "Set-Cookie=a=1", "Set-Cookie=b=2");
  }

  @Test
  void a_head_is_read_as_it_was_written() {
    assertOrdinary(parse(ORDINARY));
  }

  @Test
  void a_head_that_comes_byte_by_byte_is_read_the_same() {
    ResponseParser parser = parser();
    ByteBuf in = Unpooled.buffer();
    for (int i = 0; i < ORDINARY.length() - 1; i++) {
      in.writeByte(ORDINARY.charAt(i));
      assertThat(parser.parse(in)).isEqualTo(INCOMPLETE);
    }

    in.writeByte('\n');

    assertOrdinary(parser.parse(in));
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void a_head_cut_at_every_offset_is_incomplete_and_then_the_same() {
    for (int cut = 0; cut < ORDINARY.length(); cut++) {
      ResponseParser parser = parser();
      ByteBuf in = buffer(ORDINARY.substring(0, cut));
      assertThat(parser.parse(in)).isEqualTo(INCOMPLETE);

      in.writeBytes(buffer(ORDINARY.substring(cut)));

      assertOrdinary(parser.parse(in));
    }
  }

  @Test
  void heads_follow_one_another_and_what_is_behind_them_stays_unread() {
    ResponseParser parser = parser();
    ByteBuf in = buffer("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ORDINARY + "body");

    ResponseHead first = head(parser.parse(in));

    assertThat(first.isInterim()).isTrue();
    assertThat(lines(first.fields())).containsExactly("Link=</a>");
    assertOrdinary(parser.parse(in));
    assertThat(in.toString(ISO_8859_1)).isEqualTo("body");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, 200, OK, 1",
    "HTTP/1.1 200 ok, 200, ok, 1",
    "HTTP/1.0 100 Continue, 100, Continue, 0",
    "HTTP/1.7 599 A\tb  c, 599, A\tb  c, 1",
    "HTTP/1.1 204, 204, '', 1",
    "'HTTP/1.1 204 ', 204, '', 1"
  })
  void a_status_line_has_a_version_a_status_and_perhaps_a_phrase(
      String line, int status, String phrase, int minor) {
    ResponseHead head = head(parse(line + "\r\n\r\n"));

    assertThat(head.status()).isEqualTo(status);
    assertThat(head.reason()).isEqualTo(phrase);
    assertThat(head.minorVersion()).isEqualTo(minor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " HTTP/1.1 200 OK",
        "HTTP/1.1",
        "HTTP/1.1 ",
        "HTTP/1.1  200 OK",
        "HTTP/1.1\t200 OK",
        "HTTP/1.1 20 OK",
        "HTTP/1.1 2000 OK",
        "HTTP/1.1 20x OK",
        "HTTP/1.1 +20 OK",
        "HTTP/1.1 200OK",
        "HTTP/1.1 200\tOK",
        "http/1.1 200 OK",
        "HTTP/11 200 OK",
        "HTTP/1.10 200 OK",
        "ICY 200 OK then",
        "SSH-2.0-OpenSSH_9",
        "HTTP/1.1 200 a\u0000b",
        "HTTP/1.1 200 a\u007fb"
      })
  void any_other_status_line_is_refused(String line) {
    assertThat(parse(line + "\r\n\r\n"))
        .isEqualTo(new ResponseParser.Malformed(Malformation.STATUS_LINE));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/2.0 200 OK, VERSION",
    "HTTP/0.9 200 OK, VERSION",
    "HTTP/1.1 099 Low, STATUS",
    "HTTP/1.1 600 High, STATUS",
    "HTTP/1.1 000 None, STATUS",
    "HTTP/1.1 999 Far, STATUS"
  })
  void a_version_or_status_that_is_none_is_refused_as_such(String line, Malformation expected) {
    assertThat(parse(line + "\r\n\r\n")).isEqualTo(new ResponseParser.Malformed(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK\n\n', LINE_END",
    "'HTTP/1.1 200 OK\r\nA: b\n\r\n', LINE_END",
    "'HTTP/1.1 200 a\rb\r\n\r\n', LINE_END",
    "'HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n', LINE_END",
    "'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n', FIELD_LINE",
    "'HTTP/1.1 200 OK\r\nA b\r\n\r\n', FIELD_NAME",
    "'HTTP/1.1 200 OK\r\nA : b\r\n\r\n', FIELD_NAME",
    "'HTTP/1.1 200 OK\r\n: b\r\n\r\n', FIELD_NAME",
    "'HTTP/1.1 200 OK\r\nAb\r\n\r\n', FIELD_LINE",
    "'HTTP/1.1 200 OK\r\nA: \u0001\r\n\r\n', FIELD_VALUE"
  })
  void what_a_lenient_reader_would_repair_is_refused(String text, Malformation expected) {
    assertThat(parse(text)).isEqualTo(new ResponseParser.Malformed(expected));
  }

  @Test
  void a_head_is_bounded_whether_or_not_its_lines_end() {
    String line = "A: " + "b".repeat(100) + "\r\n";
    ResponseParser.Result tooLarge = new ResponseParser.Malformed(Malformation.HEAD_TOO_LARGE);

    assertThat(parse("HTTP/1.1 200 OK\r\n" + line.repeat(60))).isEqualTo(tooLarge);
    assertThat(parse("HTTP/1.1 200 " + "x".repeat(MAX_HEAD_BYTES))).isEqualTo(tooLarge);
  }

  @Test
  void no_mutation_of_a_head_does_more_than_be_read_or_refused() {
    Seeds.each(ResponseParserTest::mutate);
  }

  private static void mutate(Random random) {
    for (int round = 0; round < 1000; round++) {
      byte[] octets = (ORDINARY + ORDINARY).getBytes(ISO_8859_1);
      for (int i = random.nextInt(4); i >= 0; i--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
      }

      ResponseParser.Result result = parser().parse(Unpooled.wrappedBuffer(octets));

      if (result instanceof ResponseParser.Complete(ResponseHead head)) {
        assertThat(head.status()).isBetween(100, 599);
        assertThat(String.join("", lines(head.fields()))).doesNotContain("\r", "\n", "\0");
      } else {
        assertThat(result)
            .isInstanceOfAny(ResponseParser.Malformed.class, ResponseParser.Incomplete.class);
      }
    }
  }
}
