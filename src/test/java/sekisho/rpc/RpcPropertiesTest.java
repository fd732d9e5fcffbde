package sekisho.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sekisho.Seeds;

/** What holds whatever is asked. */
class RpcPropertiesTest {
  private static final int ROUNDS = 20_000;
  private static final byte[] LIKELY = "{}[]\",:\\0129.eE+-tfnu \n\u0000".getBytes(UTF_8);

  private final Calculator calculator = new Calculator();

  static List<String> requests() {
    return List.of(
        "{\"jsonrpc\":\"2.0\",\"method\":\"subtract\",\"params\":[42,23],\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"subtract\",\"params\":{\"minuend\":4,\"subtrahend\":2},\"id\":\"\\u00e9\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"divide\",\"id\":1.5e-7}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.discover\",\"id\":null}",
        "[{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":[1,null,-3],\"id\":\"x\"},{\"jsonrpc\":\"2.0\",\"method\":\"who\"},7]",
        "{\"jsonrpc\":\"2.0\",\"method\":\"who\",\"params\":[],\"id\":\"\\ud83d\\ude00\"}");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void cut_anywhere_it_is_a_parse_error_and_nothing_runs(String request) {
    byte[] whole = request.getBytes(UTF_8);

    for (int length = 0; length < whole.length; length++) {
      byte[] answer =
          calculator.rpc.answer(Arrays.copyOf(whole, length), Calculator.CALLER).orElseThrow();
      assertThat(new String(answer, UTF_8)).as("%d bytes", length).contains("\"code\":-32700");
    }
    assertThat(calculator.ran).isEmpty();
  }

  @Test
  void mutated_it_gets_nothing_or_one_sound_answer() {
    Seeds.each(random -> {
      for (int round = 0; round < ROUNDS; round++) {
        byte[] request = requests().get(random.nextInt(requests().size())).getBytes(UTF_8);
        byte[] mutated = mutated(request, random);
        Optional<byte[]> answer = calculator.rpc.answer(mutated, Calculator.CALLER);
        answer.ifPresent(text -> assertSound(new String(text, UTF_8), mutated));
      }
    });
    assertThat(calculator.faults).isEmpty();
  }

  private static byte[] mutated(byte[] request, Random random) {
    byte[] mutated = request;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(mutated.length);
      int end = Math.min(mutated.length, at + random.nextInt(8));
      byte some =
          random.nextBoolean() ? LIKELY[random.nextInt(LIKELY.length)] : (byte) random.nextInt(256);
      mutated =
          switch (random.nextInt(4)) {
            case 0 ->
                joined(
                    Arrays.copyOf(mutated, at), Arrays.copyOfRange(mutated, end, mutated.length));
            case 1 ->
                joined(
                    Arrays.copyOf(mutated, end), Arrays.copyOfRange(mutated, at, mutated.length));
            case 2 ->
                joined(
                    joined(Arrays.copyOf(mutated, at), new byte[] {some}),
                    Arrays.copyOfRange(mutated, at, mutated.length));
            default -> {
              byte[] changed = mutated.clone();
              changed[at] = some;
              yield changed;
            }
          };
      if (mutated.length == 0) {
        return mutated;
      }
    }
    return mutated;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static void assertSound(String text, byte[] request) {
    String asked = new String(request, UTF_8);
    assertThat(text).as(asked).isASCII().doesNotContain("\n");
    JsonNode answer = Calculator.parse(text);
    if (answer.isArray()) {
      assertThat(answer).as(asked).isNotEmpty();
      answer.forEach(item -> assertSoundObject(item, asked));
    } else {
      assertSoundObject(answer, asked);
    }
  }

  private static void assertSoundObject(JsonNode answer, String asked) {
    JsonNode id = answer.path("id");
    assertThat(answer.path("jsonrpc").asText()).as(asked).isEqualTo("2.0");
    assertThat(answer).as(asked).hasSize(3);
    assertThat(id.isNull() || id.isTextual() || id.isNumber()).as(asked).isTrue();
    assertThat(answer.has("result")).as(asked).isNotEqualTo(answer.has("error"));
    if (answer.has("error")) {
      assertThat(answer.path("error").path("code").isInt()).as(asked).isTrue();
      assertThat(answer.path("error").path("message").isTextual()).as(asked).isTrue();
    }
  }
}
