package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.message.Heads.buffer;
import static sekisho.message.Heads.lines;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;

class EncodersTest {
  private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  @Test
  void a_response_head_is_these_bytes() {
    Fields fields = new Fields().add("X-Latin", "\u00e9t\u00e9").add("x-empty", "").add("A", "1");

    assertThat(text(HeadEncoder.response(200, "OK", fields, ALLOCATOR)))
        .isEqualTo("HTTP/1.1 200 OK\r\nX-Latin: \u00e9t\u00e9\r\nx-empty: \r\nA: 1\r\n\r\n");
  }

  @Test
  void a_status_has_three_digits_and_a_phrase_may_be_empty() {
    assertThat(text(HeadEncoder.response(599, "", new Fields(), ALLOCATOR)))
        .isEqualTo("HTTP/1.1 599 \r\n\r\n");
    assertThat(text(HeadEncoder.response(100, "Continue", new Fields(), ALLOCATOR)))
        .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
  }

  @Test
  void a_chunk_ends_the_one_before_it_where_nothing_else_did() {
    assertThat(text(ChunkEncoder.before(16, false, ALLOCATOR))).isEqualTo("10\r\n");
    assertThat(text(ChunkEncoder.before(0x7fffffff, true, ALLOCATOR)))
        .isEqualTo("\r\n7fffffff\r\n");
    assertThat(text(ChunkEncoder.after())).isEqualTo("\r\n");
  }

  @Test
  void the_last_chunk_is_empty_and_trailers_follow_it() {
    Fields trailers = new Fields().add("X-Sum", "1");

    assertThat(text(ChunkEncoder.end(new Fields(), false, ALLOCATOR))).isEqualTo("0\r\n\r\n");
    assertThat(text(ChunkEncoder.end(trailers, true, ALLOCATOR)))
        .isEqualTo("\r\n0\r\nX-Sum: 1\r\n\r\n");
  }

  @Test
  void what_is_encoded_is_decoded_the_same() {
    Seeds.each(EncodersTest::roundTrip);
  }

  private static void roundTrip(Random random) {
    for (int round = 0; round < 300; round++) {
      ByteBuf wire = Unpooled.buffer();
      StringBuilder body = new StringBuilder();
      int chunks = random.nextInt(6);
      boolean behindPiece = false;
      for (int i = 0; i < chunks; i++) {
        String piece = randomText(random, 1 + random.nextInt(300));
        append(wire, ChunkEncoder.before(piece.length(), behindPiece, ALLOCATOR));
        append(wire, buffer(piece));
        body.append(piece);
        behindPiece = random.nextBoolean();
        if (!behindPiece) {
          append(wire, ChunkEncoder.after());
        }
      }
      Fields trailers = new Fields();
      for (int i = random.nextInt(3); i > 0; i--) {
        trailers.add("X-" + i, Integer.toString(random.nextInt()));
      }
      append(wire, ChunkEncoder.end(trailers, behindPiece, ALLOCATOR));

      BodyDecoder decoder = new BodyDecoder(BodyFraming.CHUNKED, new byte[8192]);
      StringBuilder decoded = new StringBuilder();
      BodyDecoder.Result result = decoder.decode(wire);
      while (result instanceof BodyDecoder.Data(ByteBuf bytes)) {
        decoded.append(text(bytes));
        result = decoder.decode(wire);
      }

      assertThat(decoded).hasToString(body.toString());
      assertThat(result).isInstanceOf(BodyDecoder.End.class);
      assertThat(lines(((BodyDecoder.End) result).trailers())).isEqualTo(lines(trailers));
      assertThat(wire.isReadable()).isFalse();
    }
  }

  private static String randomText(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return new String(bytes, ISO_8859_1);
  }

  private static void append(ByteBuf wire, ByteBuf piece) {
    wire.writeBytes(piece);
    piece.release();
  }

  private static String text(ByteBuf bytes) {
    try {
      return bytes.toString(ISO_8859_1);
    } finally {
      bytes.release();
    }
  }
}
