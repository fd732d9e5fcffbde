package sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/sni.md} says is offered, against what is. */
class NegotiationDocumentationTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void the_suites_and_groups_of_the_page_are_those_that_are_offered() throws IOException {
    assertThat(codesBehind("| TLS 1.3 | ")).isEqualTo(ServerContext.TLS13_SUITES);
    assertThat(codesBehind("| TLS 1.2, unless `ciphers` says otherwise | "))
        .isEqualTo(ServerContext.MODERN_TLS12_SUITES);
    assertThat(codesBehind("| groups | ")).isEqualTo(ServerContext.GROUPS);
  }

  private static List<String> codesBehind(String head) throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs/sni.md")).stream()
            .filter(line -> line.startsWith(head))
            .toList();
    assertThat(rows).hasSize(1);
    return CODE.matcher(rows.getFirst().substring(head.length()))
        .results()
        .map(code -> code.group(1))
        .toList();
  }
}
