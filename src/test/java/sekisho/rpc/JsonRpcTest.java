package sekisho.rpc;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specification says without an example, and what it leaves to us. */
class JsonRpcTest {
  private static final int INVALID_REQUEST = -32600;
  private static final int INVALID_PARAMS = -32602;
  private static final int PARSE_ERROR = -32700;

  private final Calculator calculator = new Calculator();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "0",
        "-7",
        "null",
        "\"\"",
        "\"1\"",
        "1.0",
        "1.50",
        "12345678901234567890123456789012345678901234567890",
        "0.1234567890123456789012345678901234567890",
        "9007199254740993",
        "\"a \\\"quoted\\\" word\"",
        "\"\\uD83D\"",
        "\"\\u0000\\u2028\""
      })
  void an_id_comes_back_exactly_as_it_was(String id) {
    String answer = calculator.answer(call("get_data", "[]", id)).orElseThrow();

    assertThat(answer).endsWith("\"id\":" + id + "}");
  }

  @Test
  void an_id_in_another_notation_comes_back_as_the_same_number() {
    JsonNode id = calculator.tree(call("get_data", "[]", "1e3")).path("id");

    assertThat(id.isNumber()).isTrue();
    assertThat(id.decimalValue()).isEqualByComparingTo("1000");
  }

  @Test
  void a_number_that_would_fill_the_memory_if_written_out_is_not() {
    JsonNode answer = calculator.tree(call("sum", "[1e999999999]", "1e999999999"));

    assertThat(answer.path("error").path("code").asInt()).isEqualTo(INVALID_PARAMS);
    assertThat(calculator.answer(call("sum", "[1]", "1e999999999")).orElseThrow())
        .hasSizeLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "[]", "[1]", "{}"})
  void an_id_of_another_kind_is_invalid_and_comes_back_as_null(String id) {
    assertInvalid(call("get_data", "[]", id), "null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"method\": \"who\", \"id\": 5}",
        "{\"jsonrpc\": \"1.0\", \"method\": \"who\", \"id\": 5}",
        "{\"jsonrpc\": 2.0, \"method\": \"who\", \"id\": 5}",
        "{\"jsonrpc\": \"2.0\", \"id\": 5}",
        "{\"jsonrpc\": \"2.0\", \"method\": null, \"id\": 5}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"who\", \"params\": 1, \"id\": 5}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"who\", \"params\": null, \"id\": 5}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"who\", \"params\": \"x\", \"id\": 5}"
      })
  void what_is_no_request_but_has_an_id_is_invalid_under_that_id(String request) {
    assertInvalid(request, "5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "nul",
        "{} {}",
        "{}]",
        "{\"jsonrpc\": \"2.0\", \"method\": \"who\", \"id\": 1} x",
        "{\"jsonrpc\": \"2.0\", \"method\": \"who\", \"method\": \"sum\", \"id\": 1}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": {\"a\": 1, \"a\": 2}, \"id\": 1}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"who\", \"id\": 1,}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"who\", \"id\": 01}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"who\", \"id\": NaN}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"who\", \"id\": 1e99999999999}",
        "{'jsonrpc': \"2.0\", \"method\": \"who\", \"id\": 1}",
        "{\"jsonrpc\": \"2.0\", /* */ \"method\": \"who\", \"id\": 1}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"w\nho\", \"id\": 1}",
        "\uFEFF{\"jsonrpc\": \"2.0\", \"method\": \"who\", \"id\": 1}"
      })
  void what_is_no_strict_json_is_a_parse_error(String request) {
    JsonNode answer = calculator.tree(request);

    assertThat(answer.path("error").path("code").asInt()).isEqualTo(PARSE_ERROR);
    assertThat(answer.path("error").path("data").asText()).isNotBlank();
    assertThat(answer.get("id").isNull()).isTrue();
  }

  @Test
  void what_is_not_utf8_is_a_parse_error() {
    byte[] inUtf16 = call("who", "[]", "1").getBytes(UTF_16);
    byte[] overlong = call("wxo", "[]", "1").getBytes(UTF_8);
    int x = new String(overlong, UTF_8).indexOf('x');
    overlong[x] = (byte) 0xC0;

    for (byte[] text : new byte[][] {inUtf16, overlong}) {
      byte[] answer = calculator.rpc.answer(text, Calculator.CALLER).orElseThrow();
      assertThat(new String(answer, UTF_8)).contains("-32700", "not UTF-8");
    }
  }

  @Test
  void depth_is_bounded() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(calculator.tree(deep).path("error").path("code").asInt()).isEqualTo(PARSE_ERROR);
    assertThat(calculator.tree(call("sum", deep, "1")).path("error").path("code").asInt())
        .isEqualTo(PARSE_ERROR);
  }

  @Test
  void size_is_bounded() {
    byte[] longest = new byte[JsonRpc.MAX_REQUEST_BYTES];
    Arrays.fill(longest, (byte) ' ');
    byte[] call = call("who", "[]", "1").getBytes(UTF_8);
    System.arraycopy(call, 0, longest, 0, call.length);
    byte[] tooLong = Arrays.copyOf(longest, longest.length + 1);
    tooLong[longest.length] = ' ';

    assertThat(answer(longest)).contains("\"result\":\"tester\"");
    assertThat(answer(tooLong)).contains("-32600", "1048576");
  }

  private String answer(byte[] text) {
    return new String(calculator.rpc.answer(text, Calculator.CALLER).orElseThrow(), UTF_8);
  }

  @Test
  void a_batch_has_64_items_at_most_and_none_of_a_larger_one_runs() {
    String one = call("subtract", "[2, 1]", "1");

    assertThat(calculator.tree("[" + (one + ",").repeat(63) + one + "]")).hasSize(64);
    calculator.ran.clear();
    assertInvalid("[" + (one + ",").repeat(64) + one + "]", "null");
    assertThat(calculator.ran).isEmpty();
  }

  @Test
  void a_batch_in_a_batch_is_invalid() {
    JsonNode answer = calculator.tree("[[" + call("who", "[]", "1") + "]]");

    assertThat(answer).hasSize(1);
    assertThat(answer.path(0).path("error").path("code").asInt()).isEqualTo(INVALID_REQUEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "subtract | [1] | subtrahend is missing: allowed: a whole number",
        "subtract | [] | minuend is missing",
        "subtract | [1, 2, 3] | 3 parameters; allowed: at most 2",
        "subtract | [1, null] | subtrahend: allowed: a whole number",
        "subtract | [1, \"2\"] | subtrahend: allowed",
        "subtract | [1, 2.0] | subtrahend: allowed",
        "subtract | [1, 99999999999999999999] | subtrahend: allowed",
        "subtract | {\"minuend\": 1} | subtrahend is missing",
        "subtract | {\"minuend\": 1, \"subtrahend\": 2, \"Minuend\": 3}"
            + " | unknown: Minuend; allowed: minuend, subtrahend",
        "who | {\"x\": 1} | unknown: x; there are no parameters",
        "who | [null] | 1 parameters; allowed: at most 0",
      })
  void params_that_do_not_fit_are_invalid_and_the_answer_says_which(
      String method, String params, String words) {
    JsonNode error = calculator.tree(call(method, params, "1")).path("error");

    assertThat(error.path("code").asInt()).isEqualTo(INVALID_PARAMS);
    assertThat(error.path("message").asText()).isEqualTo("Invalid params");
    assertThat(error.path("data").asText()).startsWith(words.strip());
    assertThat(calculator.ran).isEmpty();
  }

  @Test
  void what_may_be_left_out_may_be_null() {
    assertThat(calculator.tree(call("sum", "[1, null, 2]", "1")).path("result").asLong())
        .isEqualTo(3);
    assertThat(calculator.tree(call("sum", "{\"e\": 4, \"a\": null}", "1")).path("result").asLong())
        .isEqualTo(4);
  }

  @Test
  void params_may_be_left_out_where_none_is_required() {
    String request = "{\"jsonrpc\": \"2.0\", \"method\": \"who\", \"id\": 1}";

    assertThat(calculator.tree(request).path("result").asText()).isEqualTo("tester");
  }

  @Test
  void an_error_of_a_method_goes_out_with_its_data() {
    assertThat(calculator.answer(call("divide", "[]", "1")))
        .contains(
            "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":7,\"message\":\"nobody can divide by"
                + " zero\",\"data\":\"not even here\"},\"id\":1}");
    assertThat(calculator.faults).isEmpty();
  }

  @Test
  void what_a_method_did_not_foresee_is_told_to_us_and_not_to_the_caller() {
    String answer = calculator.answer(call("break", "[]", "1")).orElseThrow();

    assertThat(answer).contains("-32603", "Internal error").doesNotContain("secret");
    assertThat(calculator.faults).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_notification_that_fails_is_not_answered_and_told_to_us() {
    assertThat(calculator.answer("{\"jsonrpc\": \"2.0\", \"method\": \"break\"}")).isEmpty();
    assertThat(calculator.answer("{\"jsonrpc\": \"2.0\", \"method\": \"divide\"}")).isEmpty();
    assertThat(
            calculator.answer("{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [\"x\"]}"))
        .isEmpty();
    assertThat(calculator.faults).hasSize(1);
  }

  @Test
  void an_answer_is_one_line_of_ascii() {
    String answer = calculator.answer(call("get_data", "[]", "\"é\\n\u2028\"")).orElseThrow();

    assertThat(answer).isPrintable().isASCII().endsWith("\"id\":\"\\u00E9\\n\\u2028\"}");
  }

  private void assertInvalid(String request, String id) {
    JsonNode answer = calculator.tree(request);
    assertThat(answer.path("error").path("code").asInt()).isEqualTo(INVALID_REQUEST);
    assertThat(answer.path("error").path("data").asText()).isNotBlank();
    assertThat(answer.get("id")).hasToString(id);
  }

  private static String call(String method, String params, String id) {
    return "{\"jsonrpc\": \"2.0\", \"method\": \"%s\", \"params\": %s, \"id\": %s}"
        .formatted(method, params, id);
  }
}
