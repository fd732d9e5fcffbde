package sekisho.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import sekisho.message.Malformation;
import sekisho.message.RequestHead;
import sekisho.message.RequestParser;
import sekisho.metrics.Reason;
import sekisho.route.RequestPath;
import sekisho.route.RouteMatch;
import sekisho.runtime.Rules;
import sekisho.upstream.UpstreamRequest;

/**
 * What an {@link ProxiedExchange} would make of a request, up to the point where an upstream is
 * asked: the same steps, by the same code. Nothing is sent, and nobody is asked.
 *
 * @param client whom the request is from; empty: it was not understood that far
 * @param host its host, normalised, without a port; empty: likewise, or it names none
 * @param path what routes are matched against, or why there is none
 * @param match what the router says
 * @param outcome what comes of it
 */
public record ExplainedRequest(
    Optional<Client> client,
    Optional<String> host,
    Optional<RequestPath> path,
    Optional<RouteMatch> match,
    Outcome outcome) {

  /**
   * @param trusted whether the peer's word for whom it speaks is believed
   */
  public record Client(InetAddress address, boolean trusted) {}

  /** What comes of a request. */
  public sealed interface Outcome {}

  /** It is no request: answered, and the connection is closed. */
  public record Unreadable(Reason reason, Malformation malformation) implements Outcome {}

  /**
   * The proxy answers it.
   *
   * @param reason empty: it was asked for the proxy itself
   * @param fields that the status asks for
   */
  public record Answered(int status, Optional<Reason> reason, Map<String, String> fields)
      implements Outcome {}

  /**
   * It goes to an upstream of the route that was matched.
   *
   * @param requestId the proxy's own name for it; empty: it has the one that it came with
   */
  public record Forwarded(UpstreamRequest request, Optional<String> requestId) implements Outcome {}

  /**
   * @param head request line and header section, without the empty line at the end
   * @param connection that it comes over
   * @param rules whose limiters are nobody else's: it takes what a request takes
   */
  public static ExplainedRequest of(String head, ClientConnection connection, Rules rules) {
    int maxBytes = rules.configuration().proxy().http().maxHeaderBytes();
    RequestParser parser = new RequestParser(maxBytes, new byte[maxBytes]);
    ByteBuf bytes = Unpooled.wrappedBuffer((head + "\r\n\r\n").getBytes(UTF_8));
    return switch (parser.parse(bytes)) {
      case RequestParser.Malformed(Malformation malformation) ->
          nothing(new Unreadable(Refusals.of(malformation), malformation));
      case RequestParser.Incomplete _ ->
          nothing(new Unreadable(Reason.BAD_REQUEST_LINE, Malformation.REQUEST_LINE));
      case RequestParser.Complete(RequestHead request) -> of(request, connection, rules);
    };
  }

  private static ExplainedRequest nothing(Outcome outcome) {
    return new ExplainedRequest(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), outcome);
  }

  private static ExplainedRequest of(
      RequestHead request, ClientConnection connection, Rules rules) {
    ClientAddress client =
        ClientAddress.of(
            connection, rules.configuration().proxy().trustedProxies(), request.fields());
    boolean webSocket = WebSocketUpgrade.isAskedFor(request);
    ExchangeRecord record = new ExchangeRecord(request, client, connection);
    Outcome outcome =
        switch (Admission.of(request, webSocket, connection, rules, record)) {
          case Admission.Admitted admitted ->
              forwarded(
                  request, admitted, client, connection.identity(), record.requestId(), webSocket);
          case Admission.Itself _ -> new Answered(200, Optional.empty(), Map.of());
          case Admission.Refused refused ->
              new Answered(refused.status(), Optional.of(refused.reason()), refused.fields());
        };
    Client who = new Client(client.address(), client.peerIsTrusted());
    return RequestTarget.of(request) instanceof RequestTarget.Resource resource
        ? of(who, resource, request.method(), rules, outcome)
        : new ExplainedRequest(
            Optional.of(who), Optional.empty(), Optional.empty(), Optional.empty(), outcome);
  }

  private static ExplainedRequest of(
      Client client, RequestTarget.Resource resource, String method, Rules rules, Outcome outcome) {
    RequestPath path = RequestPath.of(resource.path());
    Optional<RouteMatch> match =
        path instanceof RequestPath.Normalized normalized
            ? Optional.of(rules.httpRouter().match(method, resource.host(), normalized.path()))
            : Optional.empty();
    return new ExplainedRequest(
        Optional.of(client),
        Optional.of(resource.host()).filter(host -> !host.isEmpty()),
        Optional.of(path),
        match,
        outcome);
  }

  private static Outcome forwarded(
      RequestHead request,
      Admission.Admitted admitted,
      ClientAddress client,
      ClientIdentity identity,
      String requestId,
      boolean webSocket) {
    if (!new RequestBody(request).allow(admitted.routed().route())) {
      Reason tooLarge = Reason.REQUEST_BODY_TOO_LARGE;
      return new Answered(tooLarge.status(), Optional.of(tooLarge), Map.of());
    }
    RequestSource source = new RequestSource(client, identity, requestId);
    UpstreamRequest onward =
        Onward.of(request, admitted.target(), admitted.routed(), source, webSocket);
    boolean named = requestId.equals(request.fields().first("X-Request-ID"));
    return new Forwarded(onward, Optional.of(requestId).filter(_ -> !named));
  }
}
