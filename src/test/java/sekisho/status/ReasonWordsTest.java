package sekisho.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.metrics.Reason;

class ReasonWordsTest {
  private static final int FITS_A_LINE = 140;

  @ParameterizedTest
  @EnumSource
  void every_reason_is_explained_in_a_sentence_and_says_where_to_look_next(Reason reason) {
    assertThat(ReasonWords.meaning(reason)).endsWith(".").hasSizeBetween(20, FITS_A_LINE);
    assertThat(ReasonWords.advice(reason)).endsWith(".").hasSizeBetween(20, FITS_A_LINE);
  }

  @Test
  void no_two_reasons_mean_the_same() {
    assertThat(Arrays.stream(Reason.values()).map(ReasonWords::meaning).distinct())
        .hasSameSizeAs(Reason.values());
  }

  @ParameterizedTest
  @EnumSource
  void a_reason_is_found_by_its_code(Reason reason) {
    assertThat(Reason.ofCode(reason.code())).isSameAs(reason);
  }

  @ParameterizedTest
  @EnumSource
  void every_reason_is_in_exactly_one_of_the_lists_of_stats(Reason reason) {
    assertThat(
            Stream.of(
                ConnectionReading.isOfConnection(reason),
                ConnectionReading.isOfRelay(reason),
                TrafficReading.isOfRequest(reason)))
        .containsOnlyOnce(true);
  }
}
