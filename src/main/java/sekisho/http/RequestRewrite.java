package sekisho.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sekisho.message.BodyFraming;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.message.Syntax;
import sekisho.model.HttpRoute;

/**
 * The fields of a request as the upstream gets them.
 *
 * <p>First everything that must not pass is taken away, then ours are added: so nothing the client
 * sends, {@code Connection: X-Forwarded-For} included, can remove or precede them (RFC 9110
 * §7.6.1).
 */
final class RequestRewrite {
  private static final String VIA_PSEUDONYM = " sekisho";

  private final RequestHead head;
  private final RequestTarget.Resource target;
  private final HttpRoute route;
  private final RequestSource source;
  private final @Nullable String connection;

  private RequestRewrite(
      RequestHead head, RequestTarget.Resource target, HttpRoute route, RequestSource source) {
    this.head = head;
    this.target = target;
    this.route = route;
    this.source = source;
    this.connection = HopByHop.connectionOf(head.fields());
  }

  /** New fields; the head's stay as they are. */
  static Fields fields(
      RequestHead head, RequestTarget.Resource target, HttpRoute route, RequestSource source) {
    RequestRewrite rewrite = new RequestRewrite(head, target, route, source);
    Fields fields = rewrite.passing();
    rewrite.addOurs(fields);
    FieldEdits.apply(route.requestEdits(), fields);
    return fields;
  }

  private Fields passing() {
    Fields out = new Fields();
    // RFC 9112 §3.2: Host comes first, where a reader looks for it.
    out.add("Host", host());
    Fields in = head.fields();
    for (int i = 0; i < in.size(); i++) {
      String name = in.name(i);
      if (name.equalsIgnoreCase("Content-Length")
          && head.framing() instanceof BodyFraming.Length(long length)) {
        // In its place and spelling, but for leading zeros: somebody may take them for octal.
        out.add(name, Long.toString(length));
      } else if (passes(name)) {
        out.add(name, in.value(i));
      }
    }
    return out;
  }

  private String host() {
    return keepsClients(target, route) ? target.authority() : route.upstreams().first().authority();
  }

  private static boolean keepsClients(RequestTarget.Resource target, HttpRoute route) {
    return route.preserveHost() && !target.authority().isEmpty();
  }

  /** Whether Host is the upstream's authority, neither the client's nor the operator's word. */
  static boolean namesUpstream(RequestTarget.Resource target, HttpRoute route) {
    return !keepsClients(target, route) && !FieldEdits.concern(route.requestEdits(), "Host");
  }

  private boolean passes(String name) {
    if (name.equalsIgnoreCase("Host")) {
      return false;
    }
    if (isForwardedAsSent(name)) {
      return true;
    }
    if (head.isHttp10() && name.equalsIgnoreCase("Expect")) {
      // RFC 9110 §10.1.1: to be ignored, and we speak 1.1 to an upstream that would not.
      return false;
    }
    boolean passes =
        isOfProxies(name)
            ? source.address().peerIsTrusted() && isKeptOfTrustedPeers(name)
            : !HopByHop.isHopByHop(name, connection);
    return passes && !FieldEdits.concern(route.requestEdits(), name);
  }

  private boolean isForwardedAsSent(String name) {
    List<String> asSent = route.forwardHeaders();
    return !asSent.isEmpty() && asSent.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Fields whose only true source is a proxy: a client's are lies. {@code Connection} has no say in
   * them, be it to take away ours or what a trusted proxy says of its client.
   */
  static boolean isOfProxies(String name) {
    return switch (name.charAt(0)) {
      case 'x', 'X' ->
          Twins.isTwinOfPrefix(name, "X-Forwarded-")
              || Twins.areTwins(name, "X-Real-IP")
              || Twins.areTwins(name, "X-Request-ID")
              || ClientIdentity.isItsField(name);
      case 'c', 'C' -> ClientIdentity.isItsField(name);
      case 'f', 'F' -> name.equalsIgnoreCase("Forwarded");
      default -> false;
    };
  }

  /** What we do not write anew, and no twin of anything: nobody honest sends those. */
  private static boolean isKeptOfTrustedPeers(String name) {
    return name.indexOf('_') < 0
        && !name.equalsIgnoreCase("X-Forwarded-For")
        && !name.equalsIgnoreCase("X-Real-IP")
        && !name.equalsIgnoreCase("X-Request-ID")
        && !ClientIdentity.isItsField(name);
  }

  private void addOurs(Fields fields) {
    String te = head.fields().joined("TE");
    if (te != null && Syntax.listContains(te, "trailers")) {
      // RFC 9110 §10.1.4: TE is hop-by-hop, so it is nominated again on our own hop.
      fields.add("TE", "trailers").add("Connection", "TE");
    }
    if (head.framing() instanceof BodyFraming.Chunked) {
      // RFC 9112 §6: what came chunked goes on chunked.
      fields.add("Transfer-Encoding", "chunked");
    }
    fields.add("X-Real-IP", source.address().text());
    fields.add("X-Forwarded-For", source.address().forwardedFor());
    source.identity().addTo(fields);
    // Only a trusted peer's are there by now: it knows what the client asked of it.
    if (!fields.contains("X-Forwarded-Proto")) {
      fields.add("X-Forwarded-Proto", "https");
    }
    if (!fields.contains("X-Forwarded-Host") && !target.authority().isEmpty()) {
      fields.add("X-Forwarded-Host", target.authority());
    }
    fields.add("Via", (head.isHttp10() ? "1.0" : "1.1") + VIA_PSEUDONYM);
    if (!fields.contains("X-Request-ID")) {
      // The client's own is here only where forward_headers says that it must be.
      fields.add("X-Request-ID", source.requestId());
    }
  }
}
