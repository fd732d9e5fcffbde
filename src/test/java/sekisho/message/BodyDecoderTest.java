package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.message.Heads.buffer;
import static sekisho.message.Heads.lines;
import static sekisho.message.Malformation.CHUNK;
import static sekisho.message.Malformation.FIELD_LINE;
import static sekisho.message.Malformation.FIELD_NAME;
import static sekisho.message.Malformation.FIELD_VALUE;
import static sekisho.message.Malformation.LINE_END;
import static sekisho.message.Malformation.TRAILERS_TOO_LARGE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;
import sekisho.message.BodyDecoder.Result;

class BodyDecoderTest {
  private static final String CHUNKED =
      "5\r\nhello\r\n1;a=b;c=\"d e\"\r\n \r\n0006\r\nworld!\r\n0\r\nX-Sum: 1\r\nX-Two:\t2 \r\n\r\n";

  /** All that a decoder made of some bytes. */
  private record Decoded(String data, List<String> trailers, Malformation malformation) {
    static Decoded body(String data, String... trailers) {
      return new Decoded(data, List.of(trailers), null);
    }
  }

  private static final Decoded WHOLE = Decoded.body("hello world!", "X-Sum=1", "X-Two=2");

  @Test
  void chunks_are_joined_and_their_trailers_kept_apart() {
    assertThat(decode(CHUNKED)).isEqualTo(WHOLE);
  }

  @Test
  void chunks_cut_at_every_offset_are_the_same_data() {
    for (int cut = 0; cut <= CHUNKED.length(); cut++) {
      assertThat(decode(CHUNKED.substring(0, cut), CHUNKED.substring(cut))).isEqualTo(WHOLE);
    }
  }

  @Test
  void chunks_that_come_byte_by_byte_are_the_same_data() {
    assertThat(decode(CHUNKED.split(""))).isEqualTo(WHOLE);
  }

  @Test
  void chunks_without_their_end_are_incomplete_at_every_length() {
    for (int length = 0; length < CHUNKED.length(); length++) {
      assertThat(decode(CHUNKED.substring(0, length)).trailers()).isNull();
    }
  }

  @Test
  void bytes_behind_a_chunked_body_stay_for_the_next_message() {
    ByteBuf in = buffer("1\r\na\r\n0\r\n\r\nGET / HTTP/1.1\r\n");

    decode(BodyFraming.CHUNKED, in);

    assertThat(in.toString(ISO_8859_1)).isEqualTo("GET / HTTP/1.1\r\n");
  }

  @Test
  void an_empty_chunked_body_ends_at_once() {
    assertThat(decode("0\r\n\r\n")).isEqualTo(Decoded.body(""));
    assertThat(decode("0000000000000000;x\r\n\r\n")).isEqualTo(Decoded.body(""));
  }

  @Test
  void hex_digits_of_either_case_are_a_size() {
    assertThat(decode("a\r\n0123456789\r\nB\r\n01234567890\r\n0\r\n\r\n"))
        .isEqualTo(Decoded.body("012345678901234567890"));
  }

  @Test
  void the_largest_size_is_taken_and_its_data_is_handed_on_as_it_comes() {
    ByteBuf in = buffer("7fffffffffffffff\r\nabc");
    BodyDecoder decoder = new BodyDecoder(BodyFraming.CHUNKED, new byte[8192]);

    Result first = decoder.decode(in);

    assertThat(text(first)).isEqualTo("abc");
    assertThat(decoder.decode(in)).isEqualTo(new BodyDecoder.Incomplete());
    release(in);
  }

  @Test
  void sizes_that_are_none_are_refused() {
    for (String size :
        List.of(
            "",
            "g",
            "-1",
            "+1",
            "0x1",
            " 1",
            "1 ",
            "1\t",
            "1 ;a",
            "1,2",
            ";a",
            "1\0",
            "\u00b2",
            "8000000000000000",
            "ffffffffffffffff",
            "00000000000000001",
            "10000000000000000")) {
      assertRefused(size + "\r\na", CHUNK);
    }
  }

  @Test
  void extensions_are_dropped_and_bounded() {
    String longest = "x".repeat(BodyDecoder.MAX_CHUNK_LINE_BYTES - 4);

    assertThat(decode("1;" + longest + "\r\na\r\n0;" + longest + "\r\n\r\n"))
        .isEqualTo(Decoded.body("a"));
    assertRefused("1;" + longest + "x\r\n", CHUNK);
    assertRefused("1;" + longest + "xyz", CHUNK);
  }

  @Test
  void control_octets_in_an_extension_are_refused() {
    assertRefused("1;a\rb\r\n", CHUNK);
    assertRefused("1;a\0b\r\n", CHUNK);
    assertRefused("1;a\u007f\r\n", CHUNK);
  }

  @Test
  void a_bare_lf_after_a_size_or_data_or_in_trailers_is_refused() {
    assertRefused("1\na", LINE_END);
    assertRefused("1\r\na\n", LINE_END);
    assertRefused("0\n", LINE_END);
    assertRefused("0\r\n\n", LINE_END);
    assertRefused("0\r\nX: a\n\r\n", LINE_END);
    assertRefused("0\r\nX: a\rb\r\n\r\n", LINE_END);
  }

  @Test
  void data_that_is_longer_than_its_size_is_refused() {
    assertRefused("1\r\nab\r\n0\r\n\r\n", CHUNK);
    assertRefused("1\r\na\r+", CHUNK);
    assertRefused("1\r\na0\r\n\r\n", CHUNK);
    assertRefused("1\r\nax\n", LINE_END);
  }

  @Test
  void trailers_are_fields_as_strict_as_the_heads() {
    assertRefused("0\r\nX\r\n", FIELD_LINE);
    assertRefused("0\r\nX : a\r\n", FIELD_NAME);
    assertRefused("0\r\n: a\r\n", FIELD_NAME);
    assertRefused("0\r\nX: a\r\n b\r\n", FIELD_LINE);
    assertRefused("0\r\nX: a\0\r\n", FIELD_VALUE);
  }

  @Test
  void trailers_of_exactly_the_bound_are_read_and_one_byte_more_is_refused() {
    String longest = "x".repeat(BodyDecoder.MAX_TRAILER_BYTES - "X: \r\n\r\n".length());

    assertThat(decode("0\r\nX: " + longest + "\r\n\r\n"))
        .isEqualTo(Decoded.body("", "X=" + longest));
    assertRefused("0\r\nX: " + longest + "x\r\n\r\n", TRAILERS_TOO_LARGE);
  }

  @Test
  void many_trailers_are_bounded_by_their_sum() {
    assertRefused("0\r\n" + "X: 1\r\n".repeat(2000), TRAILERS_TOO_LARGE);
  }

  @Test
  void a_body_of_no_bytes_ends_at_once_and_takes_nothing() {
    for (BodyFraming framing : List.of(BodyFraming.NONE, new BodyFraming.Length(0))) {
      ByteBuf in = buffer("next");

      assertThat(decode(framing, in)).isEqualTo(Decoded.body(""));
      assertThat(in.readableBytes()).isEqualTo(4);
    }
  }

  @Test
  void a_body_of_known_length_is_cut_anywhere_and_nothing_behind_it_is_taken() {
    for (int cut = 0; cut <= 5; cut++) {
      BodyDecoder decoder = new BodyDecoder(new BodyFraming.Length(5), new byte[8192]);
      ByteBuf first = buffer("hello".substring(0, cut));
      ByteBuf second = buffer("hello".substring(cut) + "next");

      Decoded decoded = decodeAll(decoder, first, second);

      assertThat(decoded).isEqualTo(Decoded.body("hello"));
      assertThat(second.toString(ISO_8859_1)).isEqualTo("next");
    }
  }

  @Test
  void a_body_of_known_length_is_incomplete_before_its_last_byte() {
    assertThat(decode(new BodyFraming.Length(5), buffer("hell")))
        .isEqualTo(new Decoded("hell", null, null));
  }

  @Test
  void data_is_a_slice_that_outlives_its_buffer() {
    ByteBuf in = buffer("hello");
    BodyDecoder decoder = new BodyDecoder(new BodyFraming.Length(5), new byte[8192]);

    BodyDecoder.Data data = (BodyDecoder.Data) decoder.decode(in);
    in.release();

    assertThat(data.bytes().toString(ISO_8859_1)).isEqualTo("hello");
    assertThat(data.bytes().release()).isTrue();
  }

  @Test
  void every_mutation_of_chunks_is_answered_the_same_whole_and_byte_by_byte() {
    Seeds.each(BodyDecoderTest::mutate);
  }

  private static void mutate(Random random) {
    for (int round = 0; round < 5_000; round++) {
      StringBuilder mutant = new StringBuilder(CHUNKED);
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = random.nextInt(mutant.length());
        switch (random.nextInt(3)) {
          case 0 -> mutant.setCharAt(at, (char) random.nextInt(256));
          case 1 -> mutant.insert(at, "\r\n01aF;\0".charAt(random.nextInt(8)));
          default -> mutant.deleteCharAt(at);
        }
      }
      String text = mutant.toString();

      assertSameVerdict(text, decode(text.split("")), decode(text));
    }
  }

  /** Cut into bytes, a fault may be called by another name, but is a fault at the same place. */
  private static void assertSameVerdict(String text, Decoded cut, Decoded whole) {
    assertThat(cut.data()).as(text).isEqualTo(whole.data());
    assertThat(cut.trailers()).as(text).isEqualTo(whole.trailers());
    assertThat(cut.malformation() == null).as(text).isEqualTo(whole.malformation() == null);
  }

  private static void assertRefused(String chunks, Malformation malformation) {
    assertThat(decode(chunks).malformation()).as(chunks).isEqualTo(malformation);
  }

  private static Decoded decode(String... pieces) {
    BodyDecoder decoder = new BodyDecoder(BodyFraming.CHUNKED, new byte[8192]);
    ByteBuf[] buffers = new ByteBuf[pieces.length];
    for (int i = 0; i < pieces.length; i++) {
      buffers[i] = buffer(pieces[i]);
    }
    return decodeAll(decoder, buffers);
  }

  private static Decoded decode(BodyFraming framing, ByteBuf in) {
    return decodeAll(new BodyDecoder(framing, new byte[8192]), in);
  }

  /** As a connection does: what was not taken waits for the next bytes. */
  private static Decoded decodeAll(BodyDecoder decoder, ByteBuf... pieces) {
    StringBuilder data = new StringBuilder();
    ByteBuf unread = Unpooled.EMPTY_BUFFER;
    for (ByteBuf piece : pieces) {
      ByteBuf in =
          unread.isReadable() ? Unpooled.buffer().writeBytes(unread).writeBytes(piece) : piece;
      while (true) {
        Result result = decoder.decode(in);
        if (result instanceof BodyDecoder.Incomplete) {
          break;
        }
        switch (result) {
          case BodyDecoder.Data _ -> data.append(text(result));
          case BodyDecoder.End(Fields trailers) -> {
            return new Decoded(data.toString(), lines(trailers), null);
          }
          case BodyDecoder.Malformed(Malformation malformation) -> {
            return new Decoded(data.toString(), null, malformation);
          }
          case BodyDecoder.Incomplete _ -> throw new AssertionError("seen above");
        }
      }
      unread = in;
    }
    return new Decoded(data.toString(), null, null);
  }

  private static String text(Result data) {
    ByteBuf bytes = ((BodyDecoder.Data) data).bytes();
    try {
      return bytes.toString(ISO_8859_1);
    } finally {
      bytes.release();
    }
  }

  private static void release(ByteBuf in) {
    assertThat(in.release()).isTrue();
  }
}
