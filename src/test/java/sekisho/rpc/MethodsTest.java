package sekisho.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How methods are described, and what of it others can see. */
class MethodsTest {
  private static final Parameter<String> NAME =
      Parameter.required("name", ParameterType.TEXT, "whose");
  private static final Parameter<Optional<Boolean>> DRY =
      Parameter.optional("dry_run", ParameterType.FLAG, "only looks");

  /** All there is. */
  private record Ship(
      String name,
      long masts,
      double draught,
      boolean afloat,
      Optional<Instant> sunk,
      List<String> crew,
      Map<String, Long> cargo) {}

  private static final ResultType<Ship> SHIP =
      ObjectType.<Ship>of()
          .with("name", ResultType.TEXT, "on the bow", Ship::name)
          .with("masts", ResultType.WHOLE, "how many", Ship::masts)
          .with("draught", ResultType.NUMBER, "in metres", Ship::draught)
          .with("afloat", ResultType.FLAG, "still", Ship::afloat)
          .with("sunk", ResultType.optional(ResultType.TIME), "since when not", Ship::sunk)
          .with("crew", ResultType.listOf(ResultType.TEXT), "by rank", Ship::crew)
          .with("cargo", ResultType.mapOf(ResultType.WHOLE), "in tons", Ship::cargo)
          .type();

  @Test
  void a_record_is_written_member_by_member() {
    Ship ship =
        new Ship(
            "Kanrin Maru",
            3,
            3.5,
            false,
            Optional.of(Instant.parse("1871-09-20T00:00:00Z")),
            List.of("Katsu"),
            Map.of("coal", 100L));

    assertThat(Calculator.parse(SHIP.write(ship).toString()))
        .isEqualTo(
            Calculator.parse(
                """
                { "name": "Kanrin Maru", "masts": 3, "draught": 3.5, "afloat": false,
                  "sunk": "1871-09-20T00:00:00Z", "crew": ["Katsu"], "cargo": { "coal": 100 } }
                """));
  }

  @Test
  void what_is_not_there_is_null() {
    Ship ship = new Ship("Soleil Royal", 3, 7, true, Optional.empty(), List.of(), Map.of());

    assertThat(SHIP.write(ship).get("sunk").isNull()).isTrue();
  }

  @Test
  void discovery_describes_every_method_and_itself() {
    Methods methods =
        Methods.of(
            "1.2.3",
            List.of(
                new RpcMethod<>(
                    "ships.find",
                    "Finds a ship.",
                    List.of(NAME, DRY),
                    SHIP,
                    (_, _) -> {
                      throw new IllegalStateException("not called");
                    })));
    JsonNode document = discovered(methods);

    assertThat(document.path("openrpc").asText()).isEqualTo("1.3.2");
    assertThat(document.path("info").path("version").asText()).isEqualTo("1.2.3");
    assertThat(document.path("methods").findValuesAsText("summary")).hasSize(2);
    assertThat(document.path("methods").path(1).path("name").asText()).isEqualTo("rpc.discover");
    JsonNode method = document.path("methods").path(0);
    assertThat(method.path("name").asText()).isEqualTo("ships.find");
    assertThat(method.path("paramStructure").asText()).isEqualTo("either");
    assertThat(method.path("params"))
        .isEqualTo(
            Calculator.parse(
                """
                [ { "name": "name", "description": "whose", "required": true,
                    "schema": { "type": "string" } },
                  { "name": "dry_run", "description": "only looks", "required": false,
                    "schema": { "type": "boolean" } } ]
                """));
    JsonNode ship = method.path("result").path("schema");
    assertThat(ship.path("required")).hasSize(7);
    assertThat(ship.path("properties").path("sunk"))
        .isEqualTo(
            Calculator.parse(
                """
                { "anyOf": [ { "type": "string", "format": "date-time" }, { "type": "null" } ],
                  "description": "since when not" }
                """));
  }

  private static JsonNode discovered(Methods methods) {
    JsonRpc rpc =
        new JsonRpc(
            methods,
            (_, failure) -> {
              throw new AssertionError(failure);
            });
    byte[] request = Reply.call("rpc.discover", JsonNodeFactory.instance.objectNode());
    Reply reply = Reply.of(rpc.answer(request, Calculator.CALLER).orElseThrow());
    assertThat(reply).isInstanceOf(Reply.Result.class);
    return ((Reply.Result) reply).value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | true",
        "1 | true",
        "10 | true",
        "0 | false",
        "11 | false",
        "5.0 | false",
        "'\"5\"' | false"
      })
  void whole_numbers_have_bounds(String json, boolean allowed) {
    ParameterType<Long> type = ParameterType.whole(1, 10);

    assertThat(type.read(Calculator.parse(json)).isPresent()).isEqualTo(allowed);
  }

  @Test
  void words_and_lists_are_read_whole_or_not_at_all() {
    ParameterType<List<String>> type =
        ParameterType.listOf(ParameterType.oneOf("status", "routes"));

    assertThat(type.read(Calculator.parse("[\"routes\", \"status\"]")))
        .contains(List.of("routes", "status"));
    assertThat(type.read(Calculator.parse("[\"routes\", \"rotues\"]"))).isEmpty();
    assertThat(type.read(Calculator.parse("\"routes\""))).isEmpty();
    assertThat(type.schema())
        .isEqualTo(
            Calculator.parse(
                """
                { "type": "array", "items": { "type": "string", "enum": ["status", "routes"] } }
                """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Upper", "a..b", ".a", "a.", "a b", "9a"})
  void a_name_is_words_with_dots(String name) {
    assertThatThrownBy(() -> method(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_name_is_one_methods_and_not_the_specifications() {
    assertThatThrownBy(() -> Methods.of("1", List.of(method("a.b"), method("a.b"))))
        .hasMessageContaining("a.b");
    assertThatThrownBy(() -> Methods.of("1", List.of(method("rpc.own"))))
        .hasMessageContaining("rpc.own");
  }

  @Test
  void what_may_be_left_out_stands_last() {
    assertThatThrownBy(() -> method("a", DRY, NAME)).hasMessageContaining("name");
    assertThatThrownBy(() -> method("a", NAME, NAME)).hasMessageContaining("name");
  }

  @Test
  void a_method_asks_for_its_own_parameters_alone() throws RpcException {
    Arguments arguments = Arguments.of(List.of(NAME), Calculator.parse("[\"x\"]"));

    assertThat(arguments.valueOf(NAME)).isEqualTo("x");
    assertThatThrownBy(() -> arguments.valueOf(DRY)).hasMessageContaining("dry_run");
  }

  @ParameterizedTest
  @ValueSource(ints = {-32768, -32603, -32000})
  void codes_of_the_specification_are_not_for_methods(int code) {
    assertThatThrownBy(() -> RpcException.of(code, "no"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RpcMethod<String> method(String name, Parameter<?>... parameters) {
    return new RpcMethod<>(
        name, "Does nothing.", List.of(parameters), ResultType.TEXT, (_, _) -> "");
  }
}
