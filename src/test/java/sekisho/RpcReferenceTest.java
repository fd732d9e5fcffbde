package sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.DialectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the methods say of themselves, as a document and as a page. */
class RpcReferenceTest {
  private static final Path PAGE = Path.of("docs/rpc.md");
  private static final Path OPEN_RPC =
      Path.of("src/test/resources/sekisho/rpc/openrpc.schema.json");
  private static final String GENERATED = "## Methods\n";

  @Test
  void the_committed_page_says_what_the_methods_do() throws IOException {
    String page = Files.readString(PAGE);
    String byHand = page.substring(0, page.indexOf(GENERATED));
    String expected = byHand + RpcReference.text();
    if (Boolean.getBoolean("sekisho.regenerate")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(Files.readString(PAGE))
        .as("regenerate it: ./mvnw -q test -Dtest=RpcReferenceTest -Dsekisho.regenerate=true")
        .isEqualTo(expected);
  }

  @Test
  void discovery_gives_a_document_of_open_rpc() throws IOException {
    Schema openRpc =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(Files.readString(OPEN_RPC), InputFormat.JSON);

    assertThat(openRpc.validate(RpcReference.document().toString(), InputFormat.JSON)).isEmpty();
    assertThat(openRpc.validate("{\"openrpc\": \"1.3.2\", \"methods\": []}", InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void every_type_in_it_is_a_json_schema() {
    Schema metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(SchemaLocation.of(DialectId.DRAFT_7));

    assertThat(RpcReference.document().findValues("schema"))
        .hasSizeGreaterThan(10)
        .allSatisfy(schema ->
            assertThat(metaSchema.validate(schema.toString(), InputFormat.JSON)).isEmpty());
  }

  @Test
  void methods_and_their_parameters_and_members_are_described() {
    JsonNode document = RpcReference.document();

    assertThat(document.findValuesAsText("description"))
        .hasSizeGreaterThan(50)
        .allSatisfy(description -> assertThat(description).isNotBlank());
    assertThat(names(document))
        .contains(
            "version",
            "stats.connections",
            "stats.tls",
            "stats.http",
            "stats.upstreams",
            "connections.list",
            "connections.close",
            "certificates.list",
            "acme.status",
            "acme.renew",
            "log.recent",
            "rpc.discover");
  }

  private static List<String> names(JsonNode document) {
    return StreamSupport.stream(document.path("methods").spliterator(), false)
        .map(method -> method.path("name").asText())
        .toList();
  }
}
