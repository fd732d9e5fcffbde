package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sekisho.metrics.Reason;
import sekisho.model.AccessLogSettings.Query;
import sekisho.model.ServerName;
import sekisho.upstream.NoRetry;

/** The table in {@code docs/logs.md}, against what is written. */
class AccessLogReferenceTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|.*$");
  private static final String HEAD = "| member | type, unit | what it is | absent |\n";

  /** One that has everything, also what never comes together. */
  private static final AccessEntry EVERYTHING =
      new AccessEntry(
          1_767_323_045_006L,
          "2001:db8::7",
          "GET",
          "a.example",
          "/p",
          "a=1",
          "HTTP/1.1",
          504,
          Reason.UPSTREAM_TIMEOUT,
          Reason.RATE_LIMITED,
          true,
          NoRetry.BODY_SENT,
          1,
          2,
          3004,
          42,
          "http://10.0.0.1",
          "id",
          "ua",
          ClientConnection.of(
              Requests.CLIENT.peer(),
              Requests.CLIENT.local(),
              Optional.of(new ServerName("a.example")),
              "TLSv1.3",
              new ClientIdentity(
                  Optional.empty(), new ClientCertificate("CN=a", "1", "00", ":AA==:"))));

  @Test
  void every_member_is_documented_and_nothing_else_is() throws IOException {
    assertThat(EVERYTHING).hasNoNullFieldsOrProperties();
    assertThat(rows().stream().map(row -> row.group(1)))
        .containsExactlyElementsOf(members(EVERYTHING));
  }

  @Test
  void what_is_there_of_every_request_is_said_to_be_never_absent() throws IOException {
    AccessEntry least =
        AccessEntry.ofUnreadable(
            Reason.BAD_REQUEST_LINE,
            0,
            "id",
            ClientConnection.withoutTls(Requests.CLIENT.peer(), Requests.CLIENT.local()));
    List<String> always = new ArrayList<>(members(least));

    assertThat(always.remove("reason")).isTrue();
    assertThat(
            rows().stream()
                .filter(row -> row.group().endsWith("| never |"))
                .map(row -> row.group(1)))
        .containsExactlyElementsOf(always);
  }

  @Test
  void every_code_of_not_retried_is_documented() throws IOException {
    assertThat(rows())
        .filteredOn(row -> row.group(1).equals("not_retried"))
        .singleElement()
        .satisfies(row ->
            assertThat(row.group())
                .contains(
                    Arrays.stream(NoRetry.values()).map(why -> "`" + why.code() + "`").toList()));
  }

  private static List<MatchResult> rows() throws IOException {
    String page = Files.readString(Path.of("docs/logs.md"));
    String table = page.substring(page.indexOf(HEAD));
    return ROW.matcher(table.substring(0, table.indexOf("\n\n"))).results().toList();
  }

  private static List<String> members(AccessEntry entry) throws IOException {
    JsonLine json = new JsonLine(64);
    AccessLine.write(json, entry, Query.REDACT);
    JsonNode line = new ObjectMapper().readTree(json.take());
    List<String> members = new ArrayList<>();
    line.fieldNames().forEachRemaining(members::add);
    return members;
  }
}
