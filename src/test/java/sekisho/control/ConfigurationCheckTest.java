package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.primitives.Bytes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.config.Loaded;
import sekisho.config.Problem;
import sekisho.limit.Limiters;
import sekisho.model.Destination;
import sekisho.model.ServerName;
import sekisho.runtime.Generation;
import sekisho.testing.TlsCertificates;

/** What {@code check} says of a configuration with everything it names, and what is made of it. */
class ConfigurationCheckTest {
  @TempDir static Path folder;
  private static TlsCertificates.Pair pair;

  @BeforeAll
  static void makeCertificates() {
    pair = TlsCertificates.in(folder).ecdsa("pair", "DNS:a.example.com");
  }

  @Test
  void a_configuration_whose_files_are_there_is_usable() {
    ConfigurationCheck check = check(ConfigText.manual(pair.certificate(), pair.privateKey()));

    assertThat(check.problems()).isEmpty();
    assertThat(check.isUsable()).isTrue();
    assertThat(check.configuration().proxy().listen()).hasSize(3);
    assertThat(check.credentials().certificates()).hasSize(1);
  }

  @Test
  void what_is_wrong_in_the_text_is_told_and_no_file_it_names_is_looked_at() {
    ConfigurationCheck check =
        check(
            ConfigText.tls(
                """
                "mode": "manual", "certificate": "/none", "private_key": "/none",
                "handshake_timeout_secs": "ten\"\
                """));

    assertThat(check.isUsable()).isFalse();
    assertThat(check.problems())
        .extracting(Problem::path)
        .containsExactly("proxy.tls.handshake_timeout_secs");
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(check::configuration);
  }

  @Test
  void a_file_that_is_missing_makes_it_unusable() {
    ConfigurationCheck check = check(ConfigText.manual(Path.of("/none"), pair.privateKey()));

    assertThat(check.isUsable()).isFalse();
    assertThat(check.problems()).hasSize(1);
  }

  /** Its file states the public half of the certificate: only who calculates it finds out. */
  @Test
  void a_private_key_that_is_not_what_its_file_says_makes_it_unusable() throws Exception {
    String pem = Files.readString(pair.privateKey());
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    byte[] scalar =
        ((ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)))
            .getS()
            .toByteArray();
    // The sign's byte, if there is one, is not in the file.
    byte[] end = Arrays.copyOfRange(scalar, scalar.length - 8, scalar.length);
    der[Bytes.indexOf(der, end) + end.length - 1] ^= 1;
    Path damaged = folder.resolve("damaged.key");
    Files.writeString(
        damaged,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END PRIVATE KEY-----\n");

    ConfigurationCheck check = check(ConfigText.manual(pair.certificate(), damaged));

    assertThat(check.isUsable()).isFalse();
    assertThat(check.problems()).extracting(Problem::path).containsExactly("proxy.tls.private_key");
  }

  @Test
  void what_concerns_the_file_as_a_whole_has_no_line() {
    ConfigurationCheck check = check(ConfigText.manual(pair.certificate(), pair.privateKey()));

    assertThat(check.problem("it rains").line()).isZero();
    assertThat(check.problem("proxy.listen", "it rains").line()).isPositive();
  }

  @Test
  void warnings_leave_it_usable() {
    ConfigurationCheck check =
        ConfigurationCheck.of(
            "f.jsonc",
            ConfigText.manual(pair.certificate(), pair.privateKey()),
            ConfigText.at(Instant.EPOCH));

    assertThat(check.problems())
        .extracting(Problem::severity)
        .containsExactly(Problem.Severity.WARNING);
    assertThat(check.isUsable()).isTrue();
  }

  @Test
  void a_cipher_suite_that_the_tls_library_does_not_have_is_found_before_anything_is_started() {
    ConfigurationCheck check =
        check(
            ConfigText.tls(
                """
                "mode": "self_signed",
                "ciphers": ["ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-MISSPELT"],
                "routing": { "default": { "mode": "tls_terminate", "upstream": "a:1" } }\
                """));

    assertThat(check.isUsable()).isFalse();
    assertThat(check.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "f.jsonc:2:1: proxy.tls: TLS cannot be set up: unsupported cipher suite: ECDHE-MISSPELT");
  }

  @Test
  void a_port_that_is_taken_is_no_matter_of_a_check() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Path file =
          Files.writeString(
              folder.resolve("taken.jsonc"),
              """
              {
                "proxy": {
                  "listen": ["127.0.0.1:%d"],
                  "tls": { "routing": { "default": { "mode": "transparent", "upstream": "a:1" } } }
                }
              }
              """
                  .formatted(taken.getLocalPort()));

      ConfigurationCheck check = ConfigurationCheck.of(file, Map.of(), ConfigText.NOW);

      assertThat(check.problems()).isEmpty();
      assertThat(check.file()).isEqualTo(file.toString());
    }
  }

  @Test
  void a_file_that_does_not_exist_is_a_problem_like_any_other() {
    Path none = folder.resolve("none.jsonc");

    ConfigurationCheck check = ConfigurationCheck.of(none, Map.of(), ConfigText.NOW);

    assertThat(check.isUsable()).isFalse();
    assertThat(check.problems()).hasSize(1);
    assertThat(check.problems().getFirst().toString()).startsWith(none + ": ");
  }

  @Test
  void a_generation_is_what_the_configuration_says() throws StartFailure {
    ConfigurationCheck check =
        check(
            ConfigText.tls(
                """
                "mode": "self_signed",
                "routing": {
                  "default": { "mode": "reject" },
                  "sni": [
                    { "server_name": "a.example.com", "mode": "tls_terminate", "handler": "http" },
                    { "server_name": "b.example.com", "mode": "transparent", "upstream": "a:1" }
                  ]
                }\
                """));
    Vertx vertx = Vertx.vertx();
    try {
      Generation generation =
          new Compiler(vertx, new Limiters(System::nanoTime), ConfigText.NOW)
              .first(check.configuration(), check.credentials());

      assertThat(generation.configuration()).isSameAs(check.configuration());
      assertThat(destination(generation, "a.example.com"))
          .isInstanceOf(Destination.TerminateToHttp.class);
      assertThat(destination(generation, "b.example.com"))
          .isInstanceOf(Destination.Transparent.class);
      assertThat(destination(generation, "c.example.com")).isInstanceOf(Destination.Reject.class);
      generation.upstreams().close();
      generation.tls().close();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void a_configuration_that_ends_no_tls_needs_no_certificate() throws StartFailure {
    ConfigurationCheck check =
        check(
            ConfigText.tls(
                """
                "routing": { "default": { "mode": "transparent", "upstream": "127.0.0.1:1" } }\
                """));

    assertThat(check.problems()).isEmpty();
    assertThat(check.credentials().certificates()).isEmpty();
    Compiler.tls(check.configuration(), check.credentials()).close();
  }

  private static Destination destination(Generation generation, String name) {
    return generation.sniRouter().route(Optional.of(new ServerName(name))).destination();
  }

  private static ConfigurationCheck check(Loaded loaded) {
    return ConfigurationCheck.of("f.jsonc", loaded, ConfigText.NOW);
  }
}
