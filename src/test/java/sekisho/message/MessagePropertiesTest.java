package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.buffer.ByteBuf;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;

/** What holds for every message, tried on many. */
class MessagePropertiesTest {
  private static final int ROUNDS = 300;

  /** Far more than any text of this length takes when its time is linear. */
  private static final long MAX_CPU_NANOS = 2_000_000_000;

  private static final int LONG_BYTES = 1 << 20;

  @Test
  void valid_requests_mean_the_same_whole_in_octets_and_in_pieces() {
    Seeds.each(random -> {
      for (int i = 0; i < ROUNDS; i++) {
        Wire first = Wire.request(random);
        Wire second = Wire.request(random);
        String bytes = first.bytes() + second.bytes();

        assertMeans(first.meaning() + second.meaning(), List.of(bytes));
        assertMeans(first.meaning() + second.meaning(), Wire.octets(bytes));
        assertMeans(first.meaning() + second.meaning(), Wire.pieces(random, bytes));
      }
    });
  }

  @Test
  void valid_requests_mean_the_same_cut_at_every_offset() {
    Seeds.each(random -> {
      for (int i = 0; i < ROUNDS / 10; i++) {
        Wire request = Wire.request(random);
        String bytes = request.bytes();
        for (int cut = 1; cut < bytes.length(); cut++) {
          assertMeans(request.meaning(), List.of(bytes.substring(0, cut), bytes.substring(cut)));
        }
      }
    });
  }

  @Test
  void the_request_behind_one_is_left_alone() {
    Seeds.each(random -> {
      for (int i = 0; i < ROUNDS; i++) {
        Wire request = Wire.request(random);
        // Whatever stands there is a fault of the next one, not of this one.
        assertMeans(request.meaning() + "!", List.of(request.bytes() + "\0\r\n"));
      }
    });
  }

  @Test
  void what_is_no_request_throws_nothing_and_is_judged_the_same_in_pieces() {
    Seeds.each(random -> {
      for (int i = 0; i < ROUNDS * 4; i++) {
        StringBuilder mutant = new StringBuilder(Wire.request(random).bytes());
        for (int n = random.nextInt(3); n >= 0; n--) {
          mutant.setCharAt(random.nextInt(mutant.length()), (char) random.nextInt(256));
        }
        String bytes = mutant.toString();

        String whole = Wire.read(List.of(bytes));

        assertThat(Wire.read(Wire.octets(bytes))).as(bytes).isEqualTo(whole);
        assertThat(Wire.read(Wire.pieces(random, bytes))).as(bytes).isEqualTo(whole);
      }
    });
  }

  @Test
  void noise_throws_nothing() {
    Seeds.each(random -> {
      for (int i = 0; i < ROUNDS; i++) {
        byte[] noise = new byte[random.nextInt(600)];
        random.nextBytes(noise);
        String bytes = new String(noise, ISO_8859_1);

        assertThat(Wire.read(Wire.octets(bytes + "\r\n")))
            .isEqualTo(Wire.read(List.of(bytes + "\r\n")));
      }
    });
  }

  @Test
  void framing_is_never_guessed() {
    Seeds.each(MessagePropertiesTest::frame);
  }

  private static void frame(Random random) {
    List<String> names = List.of("Content-Length", "transfer-encoding", "X", "Host");
    List<String> values = List.of("0", "5", "05", "+5", "5,5", "", "chunked", "Chunked", "gzip");
    for (int i = 0; i < ROUNDS * 10; i++) {
      Fields fields = new Fields();
      for (int n = random.nextInt(4); n > 0; n--) {
        fields.add(names.get(random.nextInt(4)), values.get(random.nextInt(9)));
      }
      int minor = random.nextInt(2);

      switch (BodyFraming.ofRequest(fields, minor)) {
        case BodyFraming.Framed(BodyFraming.None _) -> {
          assertThat(fields.count("Content-Length")).isZero();
          assertThat(fields.count("Transfer-Encoding")).isZero();
        }
        case BodyFraming.Framed(BodyFraming.Length(long length)) -> {
          assertThat(fields.count("Transfer-Encoding")).isZero();
          assertThat(fields.count("Content-Length")).isOne();
          assertThat(fields.first("Content-Length")).matches("0*" + length);
        }
        case BodyFraming.Framed(BodyFraming.Chunked _) -> {
          assertThat(minor).isOne();
          assertThat(fields.count("Content-Length")).isZero();
          assertThat(fields.count("Transfer-Encoding")).isOne();
          assertThat(fields.first("Transfer-Encoding")).isEqualToIgnoringCase("chunked");
        }
        case BodyFraming.Framed(BodyFraming.UntilClose _) -> fail("a request has no such body");
        case BodyFraming.Unframed _ ->
            assertThat(fields.count("Content-Length") + fields.count("Transfer-Encoding"))
                .isPositive();
      }
    }
  }

  @Test
  void endless_lines_and_bodies_take_time_in_proportion() {
    String head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (String text :
        List.of(
            "A".repeat(LONG_BYTES),
            "GET / HTTP/1.1\r\n" + "A:\r\n".repeat(LONG_BYTES / 4),
            head + "1\r\na\r\n".repeat(LONG_BYTES / 6),
            head + "0".repeat(LONG_BYTES),
            head + "0\r\n" + "A:\r\n".repeat(LONG_BYTES / 4))) {
      long before = cpuNanos();

      Wire.read(List.of(text));
      oneByOne(text);

      assertThat(cpuNanos() - before).as(text.substring(0, 60)).isLessThan(MAX_CPU_NANOS);
    }
  }

  /** Octet after octet into one buffer, which is what the slowest client achieves. */
  private static void oneByOne(String text) {
    RequestParser parser = Heads.parser();
    ByteBuf all = Heads.buffer(text);
    int end = all.writerIndex();
    all.writerIndex(0);
    BodyDecoder body = null;
    boolean good = true;
    while (good && all.writerIndex() < end) {
      all.writerIndex(all.writerIndex() + 1);
      if (body == null) {
        RequestParser.Result result = parser.parse(all);
        good = !(result instanceof RequestParser.Malformed);
        if (result instanceof RequestParser.Complete(RequestHead complete)) {
          body = new BodyDecoder(complete.framing(), new byte[8192]);
        }
      } else {
        BodyDecoder.Result result = body.decode(all);
        good = !(result instanceof BodyDecoder.Malformed);
        if (result instanceof BodyDecoder.Data(ByteBuf data)) {
          data.release();
        }
      }
    }
    all.release();
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void assertMeans(String meaning, List<String> pieces) {
    assertThat(Wire.read(pieces)).isEqualTo(meaning);
  }
}
