package sekisho.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

  @Test
  void what_is_asked_is_understood_and_its_answer_too() {
    byte[] call =
        Reply.call(
            "subtract",
            JsonNodeFactory.instance.objectNode().put("minuend", 42).put("subtrahend", 23));

    byte[] answer = new Calculator().rpc.answer(call, Calculator.CALLER).orElseThrow();

    assertThat(Reply.of(answer)).isEqualTo(new Reply.Result(IntNode.valueOf(19)));
  }

  @Test
  void an_error_has_its_data() {
    assertThat(
            of(
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":7,\"message\":\"no\",\"data\":\"why\"},\"id\":1}"))
        .isEqualTo(new Reply.Failure(7, "no", Optional.of(TextNode.valueOf("why"))));
  }

  @Test
  void an_error_without_an_id_is_about_our_call() {
    assertThat(
            of(
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32002,\"message\":\"busy\"},\"id\":null}"))
        .isEqualTo(new Reply.Failure(-32002, "busy", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 400 Bad Request",
        "{}",
        "[]",
        "{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":2}",
        "{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":null}",
        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":7,\"message\":\"no\"},\"id\":2}",
        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":\"7\",\"message\":\"no\"},\"id\":1}"
      })
  void anything_else_is_no_answer(String text) {
    assertThat(of(text)).isEqualTo(new Reply.Unintelligible());
  }

  private static Reply of(String text) {
    return Reply.of(text.getBytes(UTF_8));
  }
}
