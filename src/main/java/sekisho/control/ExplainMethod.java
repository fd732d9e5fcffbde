package sekisho.control;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sekisho.explain.Explainer;
import sekisho.explain.Explanation;
import sekisho.explain.Explanation.Fact;
import sekisho.explain.Explanation.Section;
import sekisho.explain.Explanation.Source;
import sekisho.explain.Explanation.Verdict;
import sekisho.explain.Question;
import sekisho.rpc.Arguments;
import sekisho.rpc.ObjectType;
import sekisho.rpc.Parameter;
import sekisho.rpc.ParameterType;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcException;
import sekisho.rpc.RpcMethod;

/** {@code explain}: what would become of a connection by the generation in force. */
final class ExplainMethod {
  private static final Parameter<Optional<String>> SNI =
      text("sni", "the server name that the client asks for; without: a client without SNI");
  private static final Parameter<Optional<List<String>>> ALPN =
      Parameter.optional(
          "alpn", ParameterType.listOf(ParameterType.TEXT), "the protocols that it offers");
  private static final Parameter<Optional<String>> METHOD =
      text("method", "of the request; without: GET");
  private static final Parameter<Optional<String>> PATH =
      text("path", "of the request, with its query; without: /");
  private static final Parameter<Optional<String>> HOST =
      text("host", "of the request; without: the server name, or the address connected to");
  private static final Parameter<Optional<String>> CLIENT =
      text("client", "the IP address that the connection comes from; without: 127.0.0.1");
  private static final Parameter<Optional<List<String>>> FIELDS =
      Parameter.optional(
          "headers",
          ParameterType.listOf(ParameterType.TEXT),
          "further lines of the request's head, each 'Name: value'");

  private static final ResultType<Fact> FACT =
      ObjectType.<Fact>of()
          .with("topic", ResultType.TEXT, "what it is about", Fact::topic)
          .with("text", ResultType.TEXT, "for people", Fact::text)
          .with(
              "line",
              ResultType.optional(ResultType.WHOLE),
              "of the configuration that decided it; null: none did",
              fact -> line(fact.source()))
          .with(
              "key",
              ResultType.optional(ResultType.TEXT),
              "of the configuration that decided it",
              fact -> key(fact.source()))
          .with(
              "by_default",
              ResultType.FLAG,
              "whether nobody wrote the key, so that its default holds",
              fact -> fact.source() instanceof Source.Default)
          .type();

  private static final ResultType<Section> SECTION =
      ObjectType.<Section>of()
          .with("title", ResultType.TEXT, "what its facts are about", Section::title)
          .with("facts", ResultType.listOf(FACT), "in the order of decision", Section::facts)
          .type();

  private static final ResultType<Verdict> VERDICT =
      ObjectType.<Verdict>of()
          .with(
              "kind",
              ResultType.TEXT,
              "refused, relayed, answered or forwarded",
              ExplainMethod::kind)
          .with(
              "reason",
              ResultType.optional(ResultType.TEXT),
              "why it is refused or answered here",
              ExplainMethod::reason)
          .with(
              "status",
              ResultType.optional(ResultType.WHOLE),
              "of the answer that the proxy gives itself",
              verdict ->
                  verdict instanceof Verdict.Answered answered
                      ? Optional.of((long) answered.status())
                      : Optional.empty())
          .with(
              "upstreams",
              ResultType.listOf(ResultType.TEXT),
              "to one of which it goes",
              ExplainMethod::upstreams)
          .with(
              "line",
              ResultType.optional(ResultType.WHOLE),
              "of the route that takes the request",
              verdict ->
                  verdict instanceof Verdict.Forwarded forwarded
                      ? Optional.of((long) forwarded.line())
                      : Optional.empty())
          .type();

  private static final ResultType<Explanation> EXPLANATION =
      ObjectType.<Explanation>of()
          .with("sections", ResultType.listOf(SECTION), "what is decided", Explanation::sections)
          .with("verdict", VERDICT, "what comes of it", Explanation::verdict)
          .with(
              "question_is_wrong",
              ResultType.FLAG,
              "whether it is the question, whatever the configuration says",
              Explanation::isQuestionWrong)
          .type();

  private ExplainMethod() {}

  private static Parameter<Optional<String>> text(String name, String description) {
    return Parameter.optional(name, ParameterType.TEXT, description);
  }

  /**
   * @param explainer of the generation in force
   */
  static RpcMethod<Explanation> of(Supplier<Explainer> explainer) {
    return new RpcMethod<>(
        "explain",
        "Says what would become of a connection and a request on it, and which line of the"
            + " configuration decides each step.",
        List.of(SNI, ALPN, METHOD, PATH, HOST, CLIENT, FIELDS),
        EXPLANATION,
        (arguments, _) -> explainer.get().explain(question(arguments)));
  }

  private static Question question(Arguments arguments) throws RpcException {
    Optional<InetAddress> client = Optional.empty();
    if (arguments.valueOf(CLIENT).isPresent()) {
      client =
          Optional.ofNullable(
              NetUtil.createInetAddressFromIpAddressString(arguments.valueOf(CLIENT).get()));
      if (client.isEmpty()) {
        throw RpcException.invalidParams("client: not an IP address");
      }
    }
    try {
      return new Question(
          arguments.valueOf(SNI),
          arguments.valueOf(ALPN).orElse(List.of()),
          arguments.valueOf(METHOD).orElse("GET"),
          arguments.valueOf(PATH).orElse("/"),
          arguments.valueOf(HOST),
          arguments.valueOf(FIELDS).orElse(List.of()),
          client);
    } catch (IllegalArgumentException e) {
      throw RpcException.invalidParams(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Long> line(Source source) {
    return switch (source) {
      case Source.Line(var place) -> Optional.of((long) place.line());
      case Source.Default _, Source.Protocol _ -> Optional.empty();
    };
  }

  private static Optional<String> key(Source source) {
    return switch (source) {
      case Source.Line(var place) -> Optional.of(place.path());
      case Source.Default _, Source.Protocol _ -> Optional.empty();
    };
  }

  private static String kind(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refused _ -> "refused";
      case Verdict.Relayed _ -> "relayed";
      case Verdict.Answered _ -> "answered";
      case Verdict.Forwarded _ -> "forwarded";
    };
  }

  private static Optional<String> reason(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refused refused ->
          Optional.of(refused.reason().code() + " (" + refused.manner() + ")");
      case Verdict.Answered answered ->
          Optional.of(answered.reason()).filter(reason -> !reason.isEmpty());
      case Verdict.Relayed _, Verdict.Forwarded _ -> Optional.empty();
    };
  }

  private static List<String> upstreams(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Relayed relayed -> relayed.upstreams();
      case Verdict.Forwarded forwarded -> forwarded.urls();
      case Verdict.Refused _, Verdict.Answered _ -> List.of();
    };
  }
}
