package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sekisho.metrics.Reason;

class ReasonDocumentationTest {

  @Test
  void every_reason_that_http_has_is_documented_with_its_status() throws IOException {
    List<String> rows = Files.readAllLines(Path.of("docs/http.md"));

    assertThat(Arrays.stream(Reason.values()).filter(reason -> reason.status() != 0))
        .isNotEmpty()
        .allSatisfy(reason ->
            assertThat(rows)
                .filteredOn(row -> row.startsWith("| " + reason.status() + " |"))
                .singleElement()
                .asString()
                .contains("`" + reason.code() + "`"));
  }
}
