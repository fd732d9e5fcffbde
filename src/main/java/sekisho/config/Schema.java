package sekisho.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The JSON Schema (draft 2020-12) of the configuration file: which keys there are, what they mean,
 * their defaults and limits. It does not know what keys mean to each other; the binders do.
 */
public final class Schema {
  private static final String RESOURCE = "/sekisho.schema.json";
  private static final String TEXT = read();
  private static final SchemaNode ROOT = parse();

  private Schema() {}

  /** The schema as editors read it. */
  public static String text() {
    return TEXT;
  }

  static SchemaNode root() {
    return ROOT;
  }

  private static String read() {
    try (InputStream in = Schema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SchemaNode parse() {
    try {
      JsonNode root = new JsonMapper().readTree(TEXT);
      return new SchemaNode(root, root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema is no JSON", e);
    }
  }
}
