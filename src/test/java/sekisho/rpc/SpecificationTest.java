package sekisho.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the specification, §7, each of them. */
class SpecificationTest {
  private static final String INVALID =
      "{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32600, \"message\": \"Invalid Request\"}, \"id\": null}";
  private static final String PARSE_ERROR =
      "{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32700, \"message\": \"Parse error\"}, \"id\": null}";

  private final Calculator calculator = new Calculator();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // with positional parameters
        "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [42, 23], \"id\": 1}"
            + "| {\"jsonrpc\": \"2.0\", \"result\": 19, \"id\": 1}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [23, 42], \"id\": 2}"
            + "| {\"jsonrpc\": \"2.0\", \"result\": -19, \"id\": 2}",
        // with named parameters
        "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\","
            + " \"params\": {\"subtrahend\": 23, \"minuend\": 42}, \"id\": 3}"
            + "| {\"jsonrpc\": \"2.0\", \"result\": 19, \"id\": 3}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\","
            + " \"params\": {\"minuend\": 42, \"subtrahend\": 23}, \"id\": 4}"
            + "| {\"jsonrpc\": \"2.0\", \"result\": 19, \"id\": 4}",
        // of a method that does not exist
        "{\"jsonrpc\": \"2.0\", \"method\": \"foobar\", \"id\": \"1\"}"
            + "| {\"jsonrpc\": \"2.0\", \"error\":"
            + " {\"code\": -32601, \"message\": \"Method not found\"}, \"id\": \"1\"}",
      })
  void a_call_is_answered(String request, String answer) {
    assertAnswer(request, answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\": \"2.0\", \"method\": \"update\", \"params\": [1,2,3,4,5]}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"foobar\"}",
        "[{\"jsonrpc\": \"2.0\", \"method\": \"notify_sum\", \"params\": [1,2,4]},"
            + " {\"jsonrpc\": \"2.0\", \"method\": \"notify_hello\", \"params\": [7]}]"
      })
  void notifications_are_not_answered(String request) {
    assertThat(calculator.answer(request)).isEmpty();
  }

  @Test
  void notifications_run() {
    calculator.answer("{\"jsonrpc\": \"2.0\", \"method\": \"update\", \"params\": [1,2,3,4,5]}");
    calculator.answer(
        "[{\"jsonrpc\": \"2.0\", \"method\": \"notify_sum\", \"params\": [1,2,4]},"
            + " {\"jsonrpc\": \"2.0\", \"method\": \"notify_hello\", \"params\": [7]}]");

    assertThat(calculator.ran).containsExactly("update", "notify_sum", "notify_hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz]",
        "[{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1,2,4], \"id\": \"1\"},"
            + " {\"jsonrpc\": \"2.0\", \"method\"]"
      })
  void what_is_no_json_is_a_parse_error(String request) {
    assertAnswer(request, PARSE_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"jsonrpc\": \"2.0\", \"method\": 1, \"params\": \"bar\"}", "[]"})
  void what_is_no_request_is_invalid(String request) {
    assertAnswer(request, INVALID);
  }

  @Test
  void each_item_of_a_batch_is_looked_at_alone() {
    assertAnswer("[1]", "[" + INVALID + "]");
    assertAnswer("[1,2,3]", "[" + INVALID + "," + INVALID + "," + INVALID + "]");
  }

  @Test
  void a_batch_of_everything() {
    assertAnswer(
        """
        [
          {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
          {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
          {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
          {"foo": "boo"},
          {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
          {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
        ]
        """,
        """
        [
          {"jsonrpc": "2.0", "result": 7, "id": "1"},
          {"jsonrpc": "2.0", "result": 19, "id": "2"},
          {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
          {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "5"},
          {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}
        ]
        """);
  }

  private void assertAnswer(String request, String answer) {
    assertThat(withoutData(calculator.tree(request))).isEqualTo(Calculator.parse(answer));
  }

  /** We say more than the examples do, where the specification lets us. */
  private static JsonNode withoutData(JsonNode answer) {
    if (answer.path("error") instanceof ObjectNode error) {
      error.remove("data");
    }
    if (answer.isArray()) {
      answer.forEach(SpecificationTest::withoutData);
    }
    return answer;
  }
}
