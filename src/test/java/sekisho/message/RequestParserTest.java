package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.message.Heads.MAX_HEAD_BYTES;
import static sekisho.message.Heads.ORDINARY;
import static sekisho.message.Heads.buffer;
import static sekisho.message.Heads.head;
import static sekisho.message.Heads.lines;
import static sekisho.message.Heads.parse;
import static sekisho.message.Heads.parser;
import static sekisho.message.Heads.with;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;

class RequestParserTest {
  private static final RequestParser.Result INCOMPLETE = new RequestParser.Incomplete();

  @Test
  void a_head_is_read_as_it_was_written() {
    RequestHead head = head(ORDINARY);

    assertOrdinary(head);
  }

  private static void assertOrdinary(RequestHead head) {
    assertThat(head.method()).isEqualTo("GET");
    assertThat(head.target()).isEqualTo("/a/b?c=d%20e");
    assertThat(head.minorVersion()).isEqualTo(1);
    assertThat(lines(head.fields()))
        .containsExactly(
            "Host=a.example",
            "accept-ENCODING=gzip",
            "X-Empty=",
            "X-Latin=\u00e9t\u00e9",
            "X-Two=1",
            "x-two=2");
    assertThat(head.framing()).isEqualTo(BodyFraming.NONE);
  }

  @Test
  void a_head_that_comes_byte_by_byte_is_read_the_same() {
    RequestParser parser = parser();
    ByteBuf in = Unpooled.buffer();
    for (int i = 0; i < ORDINARY.length() - 1; i++) {
      in.writeByte(ORDINARY.charAt(i));
      assertThat(parser.parse(in)).isEqualTo(INCOMPLETE);
    }

    in.writeByte('\n');

    assertOrdinary(head(parser.parse(in)));
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void a_head_that_comes_byte_by_byte_in_buffers_of_what_is_left_is_read_the_same() {
    RequestParser parser = parser();
    String left = "";
    for (int i = 0; i < ORDINARY.length() - 1; i++) {
      ByteBuf in = buffer(left + ORDINARY.charAt(i));
      assertThat(parser.parse(in)).isEqualTo(INCOMPLETE);
      left = in.toString(ISO_8859_1);
    }

    assertOrdinary(head(parser.parse(buffer(left + "\n"))));
  }

  @Test
  void a_head_cut_at_every_offset_is_incomplete_and_then_the_same() {
    for (int cut = 0; cut < ORDINARY.length(); cut++) {
      RequestParser parser = parser();
      ByteBuf in = buffer(ORDINARY.substring(0, cut));
      assertThat(parser.parse(in)).isEqualTo(INCOMPLETE);
      assertThat(parser.inHead()).isEqualTo(cut > 0);

      in.writeBytes(buffer(ORDINARY.substring(cut)));

      assertOrdinary(head(parser.parse(in)));
      assertThat(parser.inHead()).isFalse();
    }
  }

  @Test
  void the_body_is_left_to_the_reader_of_bodies() {
    ByteBuf in = buffer(with("Content-Length: 5") + "hello");

    RequestHead head = head(parser().parse(in));

    assertThat(head.framing()).isEqualTo(new BodyFraming.Length(5));
    assertThat(in.readableBytes()).isEqualTo(5);
  }

  @Test
  void pipelined_heads_are_read_one_after_the_other() {
    ByteBuf in = buffer(ORDINARY + with("X: 1") + "PUT /c HTTP/1.0\r\n\r\nGE");
    RequestParser parser = parser();

    RequestHead first = head(parser.parse(in));
    RequestHead second = head(parser.parse(in));
    RequestHead third = head(parser.parse(in));

    assertOrdinary(first);
    assertThat(lines(second.fields())).containsExactly("Host=a.example", "X=1");
    assertThat(third.method()).isEqualTo("PUT");
    assertThat(third.isHttp10()).isTrue();
    assertThat(third.fields().size()).isZero();
    assertThat(parser.parse(in)).isEqualTo(INCOMPLETE);
    assertThat(parser.inHead()).isTrue();
  }

  @Test
  void an_empty_line_is_not_yet_a_request() {
    RequestParser parser = parser();

    assertThat(parser.parse(buffer("\r\n"))).isEqualTo(INCOMPLETE);
    assertThat(parser.inHead()).isFalse();

    assertThat(parser.parse(buffer("GET / HTTP/1.1\r\n"))).isEqualTo(INCOMPLETE);
    assertThat(parser.inHead()).isTrue();
  }

  @Test
  void one_empty_line_before_a_request_line_is_skipped_each_time() {
    ByteBuf in = buffer("\r\n" + ORDINARY + "\r\n" + ORDINARY);
    RequestParser parser = parser();

    assertOrdinary(head(parser.parse(in)));
    assertOrdinary(head(parser.parse(in)));
  }

  @Test
  void unknown_minor_versions_count_as_1() {
    assertThat(head("GET / HTTP/1.7\r\n\r\n").minorVersion()).isEqualTo(1);
    assertThat(head("GET / HTTP/1.0\r\n\r\n").minorVersion()).isZero();
  }

  @Test
  void all_four_forms_of_a_target_pass_byte_for_byte() {
    for (String target :
        List.of("/", "*", "http://a.example/b?c", "a.example:443", "/%00/../\"<>\\^`{|}~?a?b")) {
      assertThat(head("GET " + target + " HTTP/1.1\r\n\r\n").target()).isEqualTo(target);
    }
  }

  @Test
  void methods_are_tokens_in_their_own_case() {
    for (String method : List.of("GET", "get", "PROPFIND", "M-SEARCH", "!#$%&'*+-.^_`|~1")) {
      assertThat(head(method + " / HTTP/1.1\r\n\r\n").method()).isEqualTo(method);
    }
  }

  @Test
  void a_head_of_exactly_the_bound_is_read_and_one_byte_more_is_too_large() {
    String start = "GET / HTTP/1.1\r\nHost: a.example\r\nX: ";
    int room = MAX_HEAD_BYTES - start.length() - 4;

    assertThat(parse(start + "x".repeat(room) + "\r\n\r\n"))
        .isInstanceOf(RequestParser.Complete.class);
    assertThat(parse(start + "x".repeat(room + 1) + "\r\n\r\n"))
        .isEqualTo(new RequestParser.Malformed(Malformation.HEAD_TOO_LARGE));
  }

  @Test
  void a_head_of_many_lines_is_bounded_by_their_sum() {
    String lines = "X: 1\r\n".repeat(MAX_HEAD_BYTES / 6);

    assertThat(parse("GET / HTTP/1.1\r\n" + lines))
        .isEqualTo(new RequestParser.Malformed(Malformation.HEAD_TOO_LARGE));
  }

  @Test
  void a_head_of_as_many_lines_as_may_be_is_read_and_one_line_more_is_too_large() {
    String lines = "A: b\r\n".repeat(FieldLine.MAX_LINES);

    assertThat(head("GET / HTTP/1.1\r\n" + lines + "\r\n").fields().count("A"))
        .isEqualTo(FieldLine.MAX_LINES);
    assertThat(parse("GET / HTTP/1.1\r\n" + lines + "A: b\r\n\r\n"))
        .isEqualTo(new RequestParser.Malformed(Malformation.HEAD_TOO_LARGE));
  }

  @Test
  void close_goes_before_keep_alive_in_either_version() {
    String both = "Connection: keep-alive, close\r\n\r\n";

    assertThat(head("GET / HTTP/1.0\r\n" + both).asksToPersist()).isFalse();
    assertThat(head("GET / HTTP/1.1\r\n" + both).asksToPersist()).isFalse();
    assertThat(head("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").asksToPersist()).isTrue();
    assertThat(head("GET / HTTP/1.0\r\n\r\n").asksToPersist()).isFalse();
    assertThat(head("GET / HTTP/1.1\r\n\r\n").asksToPersist()).isTrue();
  }

  @Test
  void a_request_line_of_exactly_the_bound_is_waited_on_and_one_byte_more_is_too_long() {
    String line = "GET /" + "x".repeat(MAX_HEAD_BYTES - 16) + " HTTP/1.1\r\n";
    assertThat(line).hasSize(MAX_HEAD_BYTES);

    assertThat(parse(line)).isEqualTo(INCOMPLETE);
    assertThat(parse("GET /x" + line.substring(5)))
        .isEqualTo(new RequestParser.Malformed(Malformation.TARGET_TOO_LONG));
  }

  @Test
  void an_endless_line_is_refused_when_it_passes_the_bound_and_not_before() {
    RequestParser parser = parser();
    ByteBuf in = Unpooled.buffer();
    for (int i = 0; i < MAX_HEAD_BYTES; i++) {
      in.writeByte('A');
      assertThat(parser.parse(in)).isEqualTo(INCOMPLETE);
    }

    in.writeByte('A');

    assertThat(parser.parse(in))
        .isEqualTo(new RequestParser.Malformed(Malformation.TARGET_TOO_LONG));
  }

  @Test
  void a_body_behind_the_head_does_not_count_towards_the_bound() {
    ByteBuf in = buffer(with("Content-Length: 9000") + "x".repeat(9000));

    assertThat(parser().parse(in)).isInstanceOf(RequestParser.Complete.class);
  }

  @Test
  void every_mutation_of_a_head_is_answered_the_same_whole_and_byte_by_byte() {
    Seeds.each(RequestParserTest::mutate);
  }

  private static void mutate(Random random) {
    String whole = ORDINARY + with("Transfer-Encoding: chunked", "Connection: close");
    for (int round = 0; round < 5_000; round++) {
      StringBuilder mutant = new StringBuilder(whole);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(mutant.length());
        switch (random.nextInt(3)) {
          case 0 -> mutant.setCharAt(at, (char) random.nextInt(256));
          case 1 -> mutant.insert(at, "\r\n :,\t\0\u00ff".charAt(random.nextInt(8)));
          default -> mutant.deleteCharAt(at);
        }
      }
      String text = mutant.toString();

      assertThat(resultsByteByByte(text)).as(text).isEqualTo(resultsWhole(text));
    }
  }

  private static List<String> resultsWhole(String text) {
    RequestParser parser = parser();
    ByteBuf in = buffer(text);
    List<String> results = new ArrayList<>();
    RequestParser.Result result;
    do {
      result = parser.parse(in);
      note(result, results);
    } while (result instanceof RequestParser.Complete);
    return results;
  }

  private static List<String> resultsByteByByte(String text) {
    RequestParser parser = parser();
    ByteBuf in = Unpooled.buffer();
    List<String> results = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      in.writeByte(text.charAt(i));
      RequestParser.Result result = parser.parse(in);
      note(result, results);
      if (result instanceof RequestParser.Malformed) {
        break;
      }
    }
    return results;
  }

  private static void note(RequestParser.Result result, List<String> results) {
    switch (result) {
      case RequestParser.Incomplete _ -> {}
      case RequestParser.Malformed malformed -> results.add(malformed.toString());
      case RequestParser.Complete complete -> results.add(complete.toString());
    }
  }
}
