package sekisho.testing.acme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.Stream;

/** JSON and base64url as ACME has them (RFC 8555 §6.1). */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode texts(Stream<String> texts) {
    ArrayNode array = MAPPER.createArrayNode();
    texts.forEach(array::add);
    return array;
  }

  static ArrayNode objects(Stream<ObjectNode> objects) {
    ArrayNode array = MAPPER.createArrayNode();
    objects.forEach(array::add);
    return array;
  }

  /** Reads an object, or refuses the request. */
  static ObjectNode read(byte[] text) {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw Problem.malformed("no JSON: " + e.getMessage()).refusal();
    }
    throw Problem.malformed("no JSON object").refusal();
  }

  /** The text of a member that has to be there. */
  static String text(JsonNode object, String member) {
    JsonNode value = object.path(member);
    if (!value.isTextual()) {
      throw Problem.malformed("no text in \"" + member + "\"").refusal();
    }
    return value.textValue();
  }

  /** The bytes of a member in base64url, which has no padding (RFC 7515 §2). */
  static byte[] bytes(JsonNode object, String member) {
    String text = text(object, member);
    try {
      if (!text.contains("=")) {
        return Base64.getUrlDecoder().decode(text);
      }
    } catch (IllegalArgumentException e) {
      throw Problem.malformed("\"" + member + "\": " + e.getMessage()).refusal();
    }
    throw Problem.malformed("padding in \"" + member + "\"").refusal();
  }

  static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
