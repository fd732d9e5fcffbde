package sekisho.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.certificate.CertificatePair;
import sekisho.config.ConfigurationFile;
import sekisho.config.Loaded;
import sekisho.explain.Explanation.Fact;
import sekisho.explain.Explanation.Source;

/** Questions about a configuration, and what to look at in the answers. */
record Asked(Explanation explanation) {

  /** Explains what {@code text} does, which has to be valid. */
  static Explainer explainer(String text, CertificatePair... pairs) {
    Loaded loaded = ConfigurationFile.load("f.jsonc", text, Path.of("/"), Map.of("KEY", "secret"));
    assertThat(loaded.errors()).isEmpty();
    return new Explainer(loaded.configuration().orElseThrow(), loaded.origins(), List.of(pairs));
  }

  /** A request of a client for a name. */
  static Question question(String serverName, String method, String path, String... fields) {
    return new Question(
        Optional.of(serverName),
        List.of(),
        method,
        path,
        Optional.empty(),
        List.of(fields),
        Optional.empty());
  }

  /** Nothing but the name: {@code GET /}. */
  static Question ofName(String serverName) {
    return question(serverName, "GET", "/");
  }

  static Question from(String client, Question question) {
    return new Question(
        question.serverName(),
        question.alpn(),
        question.method(),
        question.path(),
        question.host(),
        question.fields(),
        Optional.of(NetUtil.createInetAddressFromIpAddressString(client)));
  }

  static Question offering(List<String> alpn, Question question) {
    return new Question(
        question.serverName(),
        alpn,
        question.method(),
        question.path(),
        question.host(),
        question.fields(),
        question.client());
  }

  /** A request over a connection without a server name. */
  static Question unnamed(String host) {
    return new Question(
        Optional.empty(), List.of(), "GET", "/", Optional.of(host), List.of(), Optional.empty());
  }

  /** All facts on a topic, each with the line that decided it; 0: the default; -1: no key. */
  List<String> facts(String topic) {
    return explanation.sections().stream()
        .flatMap(section -> section.facts().stream())
        .filter(fact -> fact.topic().equals(topic))
        .map(fact -> fact.text() + " @" + line(fact))
        .toList();
  }

  private static int line(Fact fact) {
    return switch (fact.source()) {
      case Source.Line(var place) -> place.line();
      case Source.Default _ -> 0;
      case Source.Protocol _ -> -1;
    };
  }
}
