package sekisho.ui;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import sekisho.explain.Explanation;
import sekisho.explain.Explanation.Source;
import sekisho.explain.Explanation.Verdict;
import sekisho.explain.Question;

/** A question about the configuration, and its answer. */
final class ExplainPage {
  /** Longer than any head that the proxy takes. */
  private static final int MAX_CHARS = 16_384;

  private ExplainPage() {}

  /** The form as it was filled in. */
  record Form(String sni, String method, String path, String host, String client, String alpn) {
    static Form of(PageRequest request) {
      return new Form(
          text(request, "sni"),
          text(request, "method"),
          text(request, "path"),
          text(request, "host"),
          text(request, "client"),
          text(request, "alpn"));
    }

    private static String text(PageRequest request, String name) {
      return request.parameter(name).map(String::strip).orElse("");
    }
  }

  /**
   * @param headline what comes of it, in one line
   * @param verdict the same in a word
   * @param severity the class of its sign
   * @param lines where it goes
   */
  record Answered(
      String headline,
      String verdict,
      String severity,
      List<String> lines,
      List<Section> sections) {}

  record Section(String title, List<Fact> facts) {}

  /**
   * @param line of the configuration; 0: none decided
   * @param path of the key there
   * @param source what decided where no line did
   */
  record Fact(String topic, String text, int line, String path, String source) {}

  /**
   * @param explain answers under the configuration in force
   */
  static Map<String, Object> facts(PageRequest request, Function<Question, Explanation> explain) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("question", Form.of(request));
    facts.put("failure", "");
    facts.put("answer", Optional.empty());
    if (request.query().isEmpty()) {
      return facts;
    }
    try {
      facts.put("answer", answered(explain.apply(question(Form.of(request)))));
    } catch (IllegalArgumentException e) {
      facts.put("failure", String.valueOf(e.getMessage()));
    }
    return facts;
  }

  /**
   * @throws IllegalArgumentException whose message is for people
   */
  private static Question question(Form form) {
    if (Stream.of(form.sni(), form.method(), form.path(), form.host())
        .anyMatch(text -> text.length() > MAX_CHARS)) {
      throw new IllegalArgumentException("That is longer than any request may be.");
    }
    return new Question(
        given(form.sni()),
        Stream.of(form.alpn().split(",", -1))
            .map(String::strip)
            .filter(protocol -> !protocol.isEmpty())
            .toList(),
        given(form.method()).orElse("GET"),
        given(form.path()).orElse("/"),
        given(form.host()),
        List.of(),
        given(form.client()).map(ExplainPage::address));
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(written -> !written.isEmpty());
  }

  private static InetAddress address(String text) {
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(text);
    if (address == null) {
      throw new IllegalArgumentException("“" + text + "” is no IP address.");
    }
    return address;
  }

  private static Answered answered(Explanation explanation) {
    List<Section> sections =
        explanation.sections().stream()
            .map(section ->
                new Section(
                    section.title(), section.facts().stream().map(ExplainPage::fact).toList()))
            .toList();
    return switch (explanation.verdict()) {
      case Verdict.Refused(var reason, String manner) ->
          new Answered(
              "The connection is refused", reason.code(), "bad", List.of(manner), sections);
      case Verdict.Relayed(List<String> upstreams) ->
          new Answered("Its bytes are relayed", "relayed", "good", upstreams, sections);
      case Verdict.Answered(int status, String reason) ->
          new Answered(
              "The proxy itself answers " + status,
              reason.isEmpty() ? "answered" : reason,
              status < 400 ? "good" : "warn",
              List.of(),
              sections);
      case Verdict.Forwarded(int line, List<String> urls, String target) ->
          new Answered(
              "The request is forwarded by the route of line " + line,
              "forwarded",
              "good",
              forwarded(urls, target),
              sections);
    };
  }

  private static List<String> forwarded(List<String> urls, String target) {
    List<String> lines = new ArrayList<>(urls);
    lines.add("request target: " + target);
    return lines;
  }

  private static Fact fact(Explanation.Fact fact) {
    return switch (fact.source()) {
      case Source.Line(var place) ->
          new Fact(fact.topic(), fact.text(), place.line(), place.path(), "");
      case Source.Default() -> new Fact(fact.topic(), fact.text(), 0, "", "the key’s default");
      case Source.Protocol() ->
          new Fact(fact.topic(), fact.text(), 0, "", "the client or the protocol");
    };
  }
}
