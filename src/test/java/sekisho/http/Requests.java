package sekisho.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.message.RequestParser;
import sekisho.model.FieldEdit;
import sekisho.model.HttpGuard;
import sekisho.model.HttpRoute;
import sekisho.model.HttpRoute.PathMatch;
import sekisho.model.ServerName;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;

/** Requests as they come out of the parser, and the routes they take. */
final class Requests {
  static final ClientConnection CLIENT =
      ClientConnection.of(
          new InetSocketAddress(InetAddress.ofLiteral("2001:db8:0:0:0:0:0:7"), 50_000),
          new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 443),
          Optional.of(new ServerName("a.example")),
          "TLSv1.3",
          ClientIdentity.NOT_ASKED);

  static final HttpRoute.ClientSettings CLIENT_SETTINGS =
      new HttpRoute.ClientSettings(0, Duration.ofSeconds(60), 0, Duration.ofSeconds(60));

  private Requests() {}

  /** A head of these lines. */
  static RequestHead head(String... lines) {
    String text = String.join("\r\n", lines) + "\r\n\r\n";
    RequestParser parser = new RequestParser(8192, new byte[8192]);
    return ((RequestParser.Complete) parser.parse(Unpooled.copiedBuffer(text, ISO_8859_1))).head();
  }

  static HttpRoute route(boolean preserveHost, String... forwardHeaders) {
    return route(new PathMatch.Prefix("/"), Set.of(), preserveHost, forwardHeaders);
  }

  static HttpRoute route(
      PathMatch path, Set<String> methods, boolean preserveHost, String... forwardHeaders) {
    return new HttpRoute(
        path,
        List.of(),
        methods,
        false,
        UpstreamGroup.of(
            new UpstreamUrl(
                false,
                new TcpUpstream.HostPort("10.0.0.1", 3000),
                "10.0.0.1:3000",
                Optional.empty())),
        new HttpRoute.UpstreamSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ZERO,
            new UpstreamTls(true, Optional.empty(), true, true)),
        CLIENT_SETTINGS,
        HttpGuard.NONE,
        preserveHost,
        List.of(forwardHeaders),
        List.of(),
        List.of(),
        1);
  }

  /** The route with these edits. */
  static HttpRoute edited(HttpRoute route, List<FieldEdit> requestEdits) {
    return with(route, route.clientSettings(), requestEdits);
  }

  /** A route with these bounds. */
  static HttpRoute limited(HttpRoute.ClientSettings settings) {
    return with(route(false), settings, List.of());
  }

  private static HttpRoute with(
      HttpRoute route, HttpRoute.ClientSettings settings, List<FieldEdit> requestEdits) {
    return new HttpRoute(
        route.path(),
        route.hosts(),
        route.methods(),
        route.websocketOnly(),
        route.upstreams(),
        route.upstreamSettings(),
        settings,
        route.guard(),
        route.preserveHost(),
        route.forwardHeaders(),
        requestEdits,
        List.of(),
        route.line());
  }

  static List<String> lines(Fields fields) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      lines.add(fields.name(i) + ": " + fields.value(i));
    }
    return lines;
  }
}
