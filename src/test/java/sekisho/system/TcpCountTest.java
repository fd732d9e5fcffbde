package sekisho.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpCountTest {
  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";

  @Test
  void both_families_are_counted_together() {
    TcpSampling sampling = new TcpSampling(new ProcFiles(Kernels.folder("rhel8-4.18")));

    assertThat(sampling.last()).isEmpty();
    sampling.sample();

    assertThat(sampling.last())
        .hasSize(TcpState.values().length)
        .contains(
            entry(TcpState.LISTEN, 2L),
            entry(TcpState.ESTABLISHED, 1L),
            entry(TcpState.TIME_WAIT, 1L),
            entry(TcpState.CLOSING, 0L));
  }

  @Test
  void a_machine_without_ipv6_has_the_other_family() {
    TcpSampling sampling = new TcpSampling(new ProcFiles(Kernels.folder("debian11-5.10")));

    sampling.sample();

    assertThat(sampling.last()).containsEntry(TcpState.LISTEN, 1L);
  }

  @Test
  void every_state_is_counted_as_itself() throws IOException {
    StringBuilder file = new StringBuilder(HEAD);
    for (int state = 1; state <= TcpState.values().length; state++) {
      for (int i = 0; i < state; i++) {
        file.append(line("%02X".formatted(state)));
      }
    }

    Map<TcpState, Long> counts = counts(file.toString());

    long expected = 1;
    for (TcpState state : TcpState.values()) {
      assertThat(counts).containsEntry(state, expected);
      expected++;
    }
  }

  @Test
  void a_file_is_counted_the_same_wherever_a_read_of_it_ends() throws IOException {
    String file = HEAD + line("01") + line("0A") + line("06");
    Map<TcpState, Long> whole = counts(file);

    for (int cut = 0; cut <= file.length(); cut++) {
      TcpCount count = new TcpCount();
      count.add(new SequenceInputStream(in(file.substring(0, cut)), in(file.substring(cut))));

      assertThat(count.counts()).as("cut at " + cut).isEqualTo(whole);
    }
    assertThat(whole).containsEntry(TcpState.LISTEN, 1L).containsEntry(TcpState.TIME_WAIT, 1L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"00", "0C", "FF", "xx", "-1", "", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF01"})
  void a_state_that_nobody_knows_is_not_counted(String state) throws IOException {
    assertThat(counts(HEAD + line(state) + line("01")).values().stream().mapToLong(n -> n).sum())
        .isEqualTo(1);
  }

  @Test
  void a_line_that_is_cut_off_is_not_counted() throws IOException {
    assertThat(counts(HEAD + "   0: 0100007F:1F90 00000000:0000 0A").values()).containsOnly(0L);
  }

  @Test
  void a_file_without_a_line_end_is_counted_to_its_end() throws IOException {
    assertThat(counts(HEAD + line("01").strip())).containsEntry(TcpState.ESTABLISHED, 1L);
  }

  @Test
  void the_longer_it_takes_the_longer_it_rests() {
    assertThat(TcpSampling.rest(1)).isEqualTo(TimeUnit.SECONDS.toNanos(15));
    assertThat(TcpSampling.rest(TimeUnit.SECONDS.toNanos(2)))
        .isEqualTo(TimeUnit.SECONDS.toNanos(100));
  }

  private static String line(String state) {
    return "   0: 0100007F:1F90 00000000:0000 " + state + " 00000000:00000000 00:00000000\n";
  }

  private static Map<TcpState, Long> counts(String file) throws IOException {
    TcpCount count = new TcpCount();
    count.add(in(file));
    return count.counts();
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(US_ASCII));
  }
}
