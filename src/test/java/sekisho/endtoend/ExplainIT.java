package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.Seeds;
import sekisho.control.ConfigurationCheck;
import sekisho.explain.Explainer;
import sekisho.explain.Explanation;
import sekisho.explain.Explanation.Verdict;
import sekisho.explain.Question;
import sekisho.testing.ConfigFile;
import sekisho.testing.HttpReply;
import sekisho.testing.Nginx;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/**
 * A running proxy does what is explained of it: with the same certificate, by the same route, to
 * the same target, with the same fields, or with the same refusal.
 */
class ExplainIT {
  private static final int QUESTIONS_PER_SEED = 200;

  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "certificates": [{ "certificate": "{{exact}}", "private_key": "{{exactKey}}" }],
            "routing": {
              "default": { "mode": "tls_terminate", "handler": "http" },
              "sni": [
                { "server_name": "b.example.com", "mode": "tls_terminate", "handler": "http", "deny": ["10.0.0.0/8"] },
                { "server_name": "denied.example.com", "mode": "tls_terminate", "handler": "http", "deny": ["127.0.0.0/8"], "reject_with": "alert" },
                { "server_name": "raw.example.com", "mode": "tls_terminate", "upstream": "{{origin}}" },
                { "server_name": "*.old.example.com", "mode": "reject", "reject_with": "alert" },
              ]
            }
          },
          "http": {
            "set_request_headers": { "X-Forwarded-Host": "" },
            "routes": [
              { "path": "/exact", "upstream": "http://{{origin}}/replaced", "set_response_headers": { "X-Route": "exact" } },
              { "path": "/ws", "type": "websocket", "upstream": "http://{{origin}}", "set_response_headers": { "X-Route": "ws" } },
              { "path_regex": "^/(whip|whep)/", "upstream": "http://{{origin}}", "preserve_host": true, "set_response_headers": { "X-Route": "regex" } },
              { "path_prefix": "/api", "upstream": "http://{{origin}}/v1/", "methods": ["GET", "POST"], "set_response_headers": { "X-Route": "api" } },
              { "path_prefix": "/api", "upstream": "http://{{origin}}", "methods": ["PUT"], "set_response_headers": { "X-Route": "put" } },
              { "path_prefix": "/api/deep", "upstream": "http://{{origin}}/", "host": ["b.example.com"], "set_response_headers": { "X-Route": "deep" } },
              { "path_prefix": "/denied", "upstream": "http://{{origin}}", "deny": ["127.0.0.1"], "set_response_headers": { "X-Route": "denied" } },
              { "path_prefix": "/all", "upstream": "http://{{origin}}", "set_request_headers": { "Host": "set.example" }, "set_response_headers": { "X-Route": "all" } },
            ]
          }
        }
      }
      """;

  private static final List<String> NAMES =
      List.of(
          "a.example.com",
          "B.Example.com",
          "b.example.com",
          "denied.example.com",
          "raw.example.com",
          "x.old.example.com",
          "other.test",
          "");

  private static final List<String> HOSTS =
      List.of("", "", "", "b.example.com", "A.example.com.:443", "127.0.0.1", "[::1]:8443", "a,b");

  private static final List<String> METHODS =
      List.of("GET", "GET", "POST", "PUT", "DELETE", "TRACE", "OPTIONS");

  private static final List<String> PATHS =
      List.of(
          "/exact",
          "/Exact",
          "/ws",
          "/whip/x",
          "/whep",
          "/api",
          "/api/deep",
          "/apis",
          "/denied/x",
          "/all",
          "/",
          "*",
          "https://b.example.com/all",
          "noslash");

  private static final List<String> TAILS =
      List.of(
          "",
          "",
          "",
          "/x",
          "//y",
          "/./z",
          "/../exact",
          "/../../..",
          "/%2e%2e/all",
          "%2Fq",
          "/%00",
          "/%4",
          "?q=/../%41",
          "../v",
          "/%7e");

  /** The fields that the origin tells, by their names in its answer. */
  private static final Map<String, String> TOLD =
      Map.of(
          "Host", "host",
          "Via", "via",
          "X-Real-IP", "x-real-ip",
          "X-Forwarded-For", "x-forwarded-for",
          "X-Forwarded-Proto", "x-forwarded-proto",
          "X-Forwarded-Host", "x-forwarded-host",
          "Authorization", "authorization");

  @TempDir static Path folder;
  private static TlsCertificates certificates;
  private static Nginx origin;
  private static Path config;
  private static SekishoProcess sekisho;
  private static Explainer explainer;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.in(folder);
    TlsCertificates.Pair exact = certificates.ecdsa("exact", "DNS:b.example.com");
    origin = Nginx.start(folder, exact);
    config =
        ConfigFile.of(CONFIG)
            .with(certificates.ecdsa("wild", "DNS:*.example.com"))
            .with("exact", exact.certificate())
            .with("exactKey", exact.privateKey())
            .with("origin", "127.0.0.1:" + origin.port())
            .in(folder);
    sekisho = SekishoProcess.of(config).detectingLeaks().start();
    explainer = ConfigurationCheck.of(config, Map.of(), Clock.systemUTC()).explainer();
  }

  @AfterAll
  static void stop() {
    sekisho.close();
    origin.close();
  }

  @Test
  void a_running_proxy_does_what_is_explained_of_it() {
    List<Verdict> verdicts = new ArrayList<>();

    Seeds.each(random -> {
      for (int i = 0; i < QUESTIONS_PER_SEED; i++) {
        verdicts.add(compare(question(random)));
      }
    });

    assertThat(verdicts)
        .hasAtLeastOneElementOfType(Verdict.Refused.class)
        .hasAtLeastOneElementOfType(Verdict.Relayed.class)
        .hasAtLeastOneElementOfType(Verdict.Answered.class)
        .hasAtLeastOneElementOfType(Verdict.Forwarded.class);
  }

  private static Question question(Random random) {
    String name = any(NAMES, random);
    String host = any(HOSTS, random);
    return new Question(
        Optional.of(name).filter(n -> !n.isEmpty()),
        random.nextInt(12) == 0 ? List.of("h2") : List.of("http/1.1"),
        any(METHODS, random),
        any(PATHS, random) + any(TAILS, random),
        Optional.of(host).filter(h -> !h.isEmpty()),
        random.nextBoolean()
            ? List.of("Authorization: Basic eA==", "X-Real-IP: 1.2.3.4")
            : List.of(),
        Optional.empty());
  }

  private static String any(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }

  private static Verdict compare(Question question) {
    Explanation explanation = explainer.explain(question);
    try {
      switch (explanation.verdict()) {
        case Verdict.Refused _ ->
            assertThatExceptionOfType(SSLHandshakeException.class)
                .as("%s", question)
                .isThrownBy(() -> connect(question).close());
        case Verdict.Relayed _ -> {
          HttpReply reply = ask(question, explanation);
          // Whatever the origin makes of it: nobody before it has read it.
          assertThat(reply.field("Server"))
              .as("%s", question)
              .hasValueSatisfying(server -> assertThat(server).startsWith("nginx"));
        }
        case Verdict.Answered(int status, String reason) -> {
          HttpReply reply = ask(question, explanation);
          assertThat(reply.status()).as("%s", question).isEqualTo(status);
          assertThat(reply.text()).as("%s", question).contains(reason);
          assertThat(reply.field("Allow").map(allow -> "Allow: " + allow).stream().toList())
              .as("%s", question)
              .isEqualTo(facts(explanation, "answer's field", "Allow"));
        }
        case Verdict.Forwarded forwarded ->
            compareForwarded(question, explanation, forwarded, ask(question, explanation));
      }
    } catch (IOException e) {
      throw new AssertionError(question + " for " + explanation.verdict(), e);
    }
    return explanation.verdict();
  }

  private static void compareForwarded(
      Question question, Explanation explanation, Verdict.Forwarded forwarded, HttpReply reply)
      throws IOException {
    assertThat(reply.status()).as("%s", question).isEqualTo(200);
    assertThat(told(reply, "uri")).as("%s", question).isEqualTo(forwarded.target());
    assertThat(told(reply, "method")).as("%s", question).isEqualTo(question.method());
    String route = Files.readAllLines(config).get(forwarded.line() - 1);
    assertThat(route)
        .as("%s", question)
        .contains("\"X-Route\": \"" + reply.field("X-Route").orElseThrow() + "\"");
    TOLD.forEach((name, key) -> {
      List<String> explained = facts(explanation, "field", name);
      assertThat(name + ": " + told(reply, key))
          .as("%s", question)
          .isEqualTo(explained.isEmpty() ? name + ": " : explained.getFirst());
    });
  }

  private static RawTlsClient connect(Question question) throws IOException {
    RawTlsClient.Offer offer =
        RawTlsClient.of(TlsCertificates.credulousContext())
            .alpn(question.alpn().toArray(String[]::new));
    if (question.serverName().isPresent()) {
      offer.sni(question.serverName().get());
    }
    return offer.connect(sekisho.address());
  }

  private static HttpReply ask(Question question, Explanation explanation) throws IOException {
    try (RawTlsClient client = connect(question)) {
      assertThat(facts(explanation, "subject", ""))
          .as("%s", question)
          .containsExactly(client.serverCertificate().getSubjectX500Principal().toString());
      String host =
          question
              .host()
              .orElseGet(() -> question.serverName().orElse("127.0.0.1").toLowerCase(Locale.ROOT));
      return RawRequest.send(
          client,
          Stream.concat(
                  Stream.of(
                      question.method() + " " + question.path() + " HTTP/1.1", "Host: " + host),
                  question.fields().stream())
              .toArray(String[]::new));
    }
  }

  /** What the origin says that it got. */
  private static String told(HttpReply reply, String key) {
    return reply
        .text()
        .lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElse("nothing of " + key);
  }

  /** Of a field: those of its name. */
  private static List<String> facts(Explanation explanation, String topic, String name) {
    return explanation.sections().stream()
        .filter(section -> !section.title().equals("response"))
        .flatMap(section -> section.facts().stream())
        .filter(fact -> fact.topic().equals(topic))
        .map(Explanation.Fact::text)
        .filter(text -> name.isEmpty() || text.startsWith(name + ":"))
        .toList();
  }
}
