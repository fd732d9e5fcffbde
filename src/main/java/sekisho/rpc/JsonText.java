package sekisho.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * JSON texts (RFC 8259), read strictly: UTF-8 alone, one value, no member twice, bounded depth.
 * Numbers keep every digit.
 */
final class JsonText {
  // A request is three levels deep, and the description of a method a dozen; more is an attack.
  private static final int MAX_DEPTH = 64;

  private static final int MAX_REASON_CHARS = 200;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  // A text of ASCII alone fits on a line and can hold half a surrogate pair.
                  .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                  .build())
          .enable(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private JsonText() {}

  /** What a text turned out to be. */
  sealed interface Read {
    record Value(JsonNode node) implements Read {}

    /**
     * @param reason for people
     */
    record Malformed(String reason) implements Read {}
  }

  static Read read(byte[] bytes) {
    try {
      JsonNode node = MAPPER.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      return node.isMissingNode() ? new Read.Malformed("nothing but blanks") : new Read.Value(node);
    } catch (CharacterCodingException e) {
      return new Read.Malformed("not UTF-8");
    } catch (JsonProcessingException e) {
      String reason = String.valueOf(e.getOriginalMessage());
      return new Read.Malformed(reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARS)));
    } catch (ArithmeticException | NumberFormatException e) {
      // An exponent beyond what BigDecimal has.
      return new Read.Malformed("a number that is out of range");
    }
  }

  /** One line of ASCII without its end. */
  static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node).getBytes(US_ASCII);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree in memory cannot fail to be written", e);
    }
  }
}
