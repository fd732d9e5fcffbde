package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.DialectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import sekisho.model.Configuration;
import sekisho.model.HttpSettings;
import sekisho.model.LogSettings;
import sekisho.model.ProxySettings;
import sekisho.model.TlsVersion;

class SchemaTest {
  private static final Path EVERYTHING =
      Path.of("src/test/resources/sekisho/config/everything.jsonc");

  /** Every key of the schema by its pattern, blocks and items included. */
  private static Map<String, SchemaNode> keys() {
    Map<String, SchemaNode> keys = new TreeMap<>();
    collect("", Schema.root(), keys);
    return keys;
  }

  private static void collect(String pattern, SchemaNode schema, Map<String, SchemaNode> keys) {
    for (String key : schema.keys()) {
      String below = pattern.isEmpty() ? key : pattern + "." + key;
      keys.put(below, schema.key(key));
      collect(below, schema.key(key), keys);
    }
    if (schema.items().node().isObject()) {
      keys.put(pattern + "[]", schema.items());
      collect(pattern + "[]", schema.items(), keys);
    }
  }

  @Test
  void it_is_a_schema_of_draft_2020_12() {
    var metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(DialectId.DRAFT_2020_12));

    assertThat(metaSchema.validate(Schema.text(), InputFormat.JSON)).isEmpty();
    assertThat(metaSchema.validate("{\"type\": 5}", InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void every_key_and_item_has_a_description_and_a_type() {
    assertThat(keys())
        .hasSizeGreaterThan(150)
        .allSatisfy((pattern, schema) -> {
          assertThat(schema.node().path("description").asText()).as(pattern).endsWith(".");
          assertThat(schema.types()).as(pattern).isNotEmpty();
        });
  }

  @Test
  void every_block_is_closed_and_every_number_bounded() {
    assertThat(keys())
        .allSatisfy((pattern, schema) -> {
          if (!schema.keys().isEmpty()) {
            assertThat(schema.node().path("additionalProperties")).as(pattern).hasToString("false");
          }
          if (schema.types().contains("number") || schema.types().contains("integer")) {
            boolean bounded = schema.node().has("minimum") && schema.node().has("maximum");
            assertThat(bounded || schema.node().has("enum")).as(pattern).isTrue();
          }
        });
    assertThat(Schema.root().node().path("additionalProperties")).hasToString("false");
  }

  @Test
  void every_format_is_one_that_is_checked() {
    assertThat(keys().values())
        .filteredOn(schema -> schema.node().has("format"))
        .isNotEmpty()
        .allSatisfy(schema ->
            assertThat(TextFormat.named(schema.node().path("format").asText())).isNotNull());
  }

  @Test
  void the_everything_file_holds_every_key() throws IOException {
    Findings findings = new Findings("f");
    Element everything = JsoncReader.read(Files.readString(EVERYTHING), findings).orElseThrow();
    Set<String> seen = new TreeSet<>();

    visit(everything, "", Schema.root(), seen);

    Set<String> expected = new TreeSet<>(keys().keySet());
    expected.removeIf(
        pattern -> pattern.startsWith("proxy.tls.routing.default.") && isLeftOut(pattern));
    assertThat(findings.sorted()).isEmpty();
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  /** What a default route that is transparent cannot have. */
  private static boolean isLeftOut(String pattern) {
    return pattern.contains(".handler")
        || pattern.contains(".alpn")
        || pattern.contains(".client_auth");
  }

  private static void visit(Element element, String pattern, SchemaNode schema, Set<String> seen) {
    if (!pattern.isEmpty()) {
      seen.add(pattern);
    }
    switch (element) {
      case Element.Structure structure ->
          structure
              .members()
              .forEach((key, member) -> {
                if (schema.keys().contains(key)) {
                  String below = pattern.isEmpty() ? key : pattern + "." + key;
                  visit(member.value(), below, schema.key(key), seen);
                }
              });
      case Element.Sequence sequence ->
          sequence.items().forEach(item -> visit(item, pattern + "[]", schema.items(), seen));
      case Element.Text _, Element.Numeral _, Element.Flag _, Element.Nothing _ -> {}
    }
  }

  @Test
  void what_is_off_or_says_the_default_is_not_warned_about() {
    String text =
        """
        {"proxy": {"listen": ["127.0.0.1:0"], "max_connections": 0, "trusted_proxies": [],
          "tls": {"mode": "self_signed", "routing": {"default":
            {"mode": "tls_terminate", "handler": "http", "allow": []}}},
          "http": {"upstream_tls": {"sni": true}, "routes":
            [{"path": "/", "upstream": ["http://a"], "balance": "round_robin"}]}},
         "metrics": {"enabled": false, "listen": "127.0.0.1:1"}, "ui": {"enabled": false}}
        """;

    assertThat(ConfigurationFile.load("f", text, Path.of("/"), Map.of()).problems()).isEmpty();
  }

  @Test
  void an_empty_configuration_is_the_schemas_defaults() throws IOException {
    JsonNode schema = new JsonMapper().readTree(Schema.text());
    JsonNode proxy = schema.at("/properties/proxy/properties");
    String text = "{\"proxy\": {\"listen\": [\"127.0.0.1:0\"]}}";

    Configuration empty =
        ConfigurationFile.load("f", text, Path.of("/"), Map.of()).configuration().orElseThrow();

    ProxySettings settings = empty.proxy();
    assertThat(empty.shutdownTimeout())
        .isEqualTo(seconds(schema.path("properties"), "shutdown_timeout_secs"));
    assertThat(empty.log())
        .isEqualTo(new LogSettings(LogSettings.Level.INFO, LogSettings.Format.TEXT));
    assertThat(settings.relayIdleTimeout()).isEqualTo(seconds(proxy, "relay_idle_timeout_secs"));
    assertThat(settings.halfCloseTimeout()).isEqualTo(seconds(proxy, "half_close_timeout_secs"));
    assertThat(settings.tcpConnectTimeout()).isEqualTo(seconds(proxy, "tcp_connect_timeout_secs"));
    JsonNode tls = proxy.at("/tls/properties");
    assertThat(settings.tls().handshakeTimeout()).isEqualTo(seconds(tls, "handshake_timeout_secs"));
    assertThat(settings.tls().minVersion()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(settings.tls().maxVersion()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(settings.tls().sessionCache()).isEqualTo(flag(tls, "session_cache"));
    assertThat(settings.tls().sessionTickets()).isEqualTo(flag(tls, "session_tickets"));
    assertThat(settings.tls().ciphers()).isEmpty();
    assertThat(settings.http()).isEqualTo(defaults(proxy.at("/http/properties"), settings.http()));
  }

  private static HttpSettings defaults(JsonNode http, HttpSettings bound) {
    JsonNode pool = http.at("/pool/properties");
    return new HttpSettings(
        flag(http, "server_header"),
        flag(http, "strict_sni_host"),
        new HttpSettings.HttpTimeouts(
            seconds(http, "request_header_timeout_secs"),
            seconds(http, "response_write_timeout_secs"),
            seconds(http, "keepalive_timeout_secs")),
        http.at("/keepalive_requests/default").intValue(),
        http.at("/max_header_bytes/default").intValue(),
        new HttpSettings.PoolSettings(
            pool.at("/max_idle_per_upstream/default").intValue(),
            seconds(pool, "idle_timeout_secs")),
        bound.accessLog(),
        List.of());
  }

  private static Duration seconds(JsonNode properties, String key) {
    assertThat(properties.path(key).has("default")).as(key).isTrue();
    return Duration.ofSeconds(properties.path(key).path("default").longValue());
  }

  private static boolean flag(JsonNode properties, String key) {
    assertThat(properties.path(key).has("default")).as(key).isTrue();
    return properties.path(key).path("default").booleanValue();
  }
}
