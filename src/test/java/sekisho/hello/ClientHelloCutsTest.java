package sekisho.hello;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.hello.ClientHelloParserTest.parse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sekisho.Seeds;

/** Trap 32: however a hello is cut, into segments or records, it is read the same. */
class ClientHelloCutsTest {
  private static final byte[] HELLO = ClientHellos.chromium("sora.example.com");
  private static final Preread WHOLE = parse(HELLO);

  @Test
  void a_hello_cut_at_every_offset_into_two_segments_is_incomplete_and_then_the_same() {
    for (int cut = 0; cut < HELLO.length; cut++) {
      ByteBuf buffer = Unpooled.buffer().writeBytes(HELLO, 0, cut);
      assertThat(ClientHelloParser.parse(buffer)).isEqualTo(new Preread.Incomplete());

      buffer.writeBytes(HELLO, cut, HELLO.length - cut);

      assertThat(ClientHelloParser.parse(buffer)).isEqualTo(WHOLE);
    }
  }

  @Test
  void a_hello_in_a_composite_of_two_buffers_is_read_the_same() {
    for (int cut = 0; cut <= HELLO.length; cut++) {
      ByteBuf first = Unpooled.wrappedBuffer(HELLO, 0, cut);
      ByteBuf second = Unpooled.wrappedBuffer(HELLO, cut, HELLO.length - cut);

      ByteBuf composite = Unpooled.compositeBuffer().addComponents(true, first, second);

      assertThat(ClientHelloParser.parse(composite)).isEqualTo(WHOLE);
      composite.release();
    }
  }

  @Test
  void a_hello_cut_at_every_offset_into_two_records_is_read_the_same() {
    int messageLength = ClientHellos.message(HELLO).length;
    for (int cut = 1; cut < messageLength; cut++) {
      assertThat(parse(ClientHellos.inTwoRecords(cut, HELLO))).isEqualTo(WHOLE);
    }
  }

  @Test
  void a_hello_in_records_of_one_byte_that_arrive_byte_by_byte_is_read_the_same() {
    byte[] records = ClientHellos.inRecordsOf(1, HELLO);
    ByteBuf buffer = Unpooled.buffer();
    for (int i = 0; i < records.length - 1; i++) {
      buffer.writeByte(records[i]);
      assertThat(ClientHelloParser.parse(buffer)).isEqualTo(new Preread.Incomplete());
    }

    buffer.writeByte(records[records.length - 1]);

    assertThat(ClientHelloParser.parse(buffer)).isEqualTo(WHOLE);
  }

  @Test
  void a_hello_in_records_of_any_size_is_incomplete_at_every_length_but_the_whole() {
    for (int size : new int[] {2, 3, 4, 5, 7, 100, 1000}) {
      byte[] records = ClientHellos.inRecordsOf(size, HELLO);
      for (int length = 0; length < records.length; length++) {
        assertThat(parse(Arrays.copyOf(records, length))).isEqualTo(new Preread.Incomplete());
      }
      assertThat(parse(records)).isEqualTo(WHOLE);
    }
  }

  @Test
  void no_hello_stays_incomplete_beyond_16_kib() {
    Seeds.each(ClientHelloCutsTest::announceAndSend);
  }

  private static void announceAndSend(Random random) {
    for (int round = 0; round < 200; round++) {
      int announced = 1 + random.nextInt(16_384);
      int size = 1 + random.nextInt(64);
      byte[] hello = ClientHellos.handshake(1, new byte[announced]);
      byte[] records =
          Arrays.copyOf(ClientHellos.record(hello, size), ClientHelloParser.MAX_PREREAD_BYTES);

      Preread preread = parse(records);

      assertThat(preread).isNotInstanceOf(Preread.Incomplete.class);
    }
  }

  @Test
  void every_mutation_of_one_byte_is_answered_the_same_each_time_and_never_throws() {
    Seeds.each(ClientHelloCutsTest::mutateEveryByte);
  }

  private static void mutateEveryByte(Random random) {
    byte[] mutant = HELLO.clone();
    for (int at = 0; at < HELLO.length; at++) {
      for (int value :
          new int[] {0, 1, 0x7F, 0x80, 0xFF, HELLO[at] + 1, HELLO[at] - 1, random.nextInt()}) {
        mutant[at] = (byte) value;

        assertThat(parse(mutant)).isEqualTo(parse(mutant));
      }
      mutant[at] = HELLO[at];
    }
  }

  @Test
  void many_mutations_at_once_in_many_records_never_throw() {
    Seeds.each(ClientHelloCutsTest::mutateSome);
  }

  private static void mutateSome(Random random) {
    for (int round = 0; round < 20_000; round++) {
      byte[] mutant =
          ClientHellos.inRecordsOf(1 + random.nextInt(300), ClientHellos.plain("a.example"));
      for (int i = random.nextInt(5); i >= 0; i--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
      }

      assertThat(parse(mutant)).isEqualTo(parse(mutant));
    }
  }

  @Test
  void a_decision_is_not_changed_by_more_bytes() {
    Seeds.each(ClientHelloCutsTest::grow);
  }

  private static void grow(Random random) {
    for (int round = 0; round < 300; round++) {
      byte[] mutant =
          ClientHellos.inRecordsOf(1 + random.nextInt(300), ClientHellos.plain("a.example"));
      mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
      Preread last = new Preread.Incomplete();
      for (int length = 0; length <= mutant.length; length++) {
        Preread preread = parse(Arrays.copyOf(mutant, length));
        if (!last.equals(new Preread.Incomplete())) {
          assertThat(preread).isEqualTo(last);
        }
        last = preread;
      }
    }
  }
}
