package sekisho.http;

import sekisho.message.BodyFraming;
import sekisho.message.RequestHead;
import sekisho.upstream.UpstreamRequest;

/** An admitted request as it goes on to its upstream. */
final class Onward {
  private Onward() {}

  /**
   * @param webSocket whether it asks for WebSocket
   */
  static UpstreamRequest of(
      RequestHead request,
      RequestTarget.Resource resource,
      Routing.Routed routed,
      ClientAddress client,
      String requestId,
      boolean webSocket) {
    UpstreamRequest onward =
        new UpstreamRequest(
            routed.route().upstreams(),
            RequestRewrite.namesUpstream(resource, routed.route()),
            routed.route().upstreamSettings(),
            request.method(),
            routed.upstreamTarget(),
            RequestRewrite.fields(request, resource, routed.route(), client, requestId),
            request.framing() instanceof BodyFraming.Chunked,
            request.hasBody(),
            webSocket);
    if (webSocket) {
      WebSocketUpgrade.ask(onward.fields());
    }
    return onward;
  }
}
