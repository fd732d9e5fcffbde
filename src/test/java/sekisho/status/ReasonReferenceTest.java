package sekisho.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.metrics.Reason;

class ReasonReferenceTest {
  private static final Path PAGE = Path.of("docs/reasons.md");

  @Test
  void the_committed_page_is_what_the_reasons_say() throws IOException {
    String expected = ReasonReference.text();
    if (Boolean.getBoolean("sekisho.regenerate")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE))
        .as("regenerate it: ./mvnw -q test -Dtest=ReasonReferenceTest -Dsekisho.regenerate=true")
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void every_reason_has_one_row_which_tells_its_status(Reason reason) {
    String status = reason.status() == 0 ? "" : "| " + reason.status() + " ";

    assertThat(ReasonReference.text().lines())
        .filteredOn(line -> line.contains("| `" + reason.code() + "` |"))
        .singleElement()
        .asString()
        .startsWith(status + "| `" + reason.code() + "` |");
  }
}
