package sekisho.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sekisho.control.RunningProxy;
import sekisho.limit.LimitWords;
import sekisho.model.AccessList;
import sekisho.model.AddressBlock;
import sekisho.model.ClientAuth;
import sekisho.model.Destination;
import sekisho.model.HttpGuard;
import sekisho.model.HttpRoute;
import sekisho.model.HttpRoute.PathMatch;
import sekisho.model.ProxySettings;
import sekisho.model.SniGuard;
import sekisho.model.SniRoute;
import sekisho.model.SniRouting;
import sekisho.model.UpstreamGroup;

/** The routes of a configuration, in words. */
final class RouteReading {
  private static final String DEFAULT = "everything else";

  private RouteReading() {}

  static RouteFacts of(RunningProxy proxy) {
    ProxySettings settings = proxy.generations().current().configuration().proxy();
    SniRouting routing = settings.tls().routing();
    List<RouteFacts.SniRoute> sni = new ArrayList<>();
    for (SniRoute route : routing.routes()) {
      sni.add(
          of(
              Optional.of(route.line()),
              route.pattern().toString(),
              route.destination(),
              route.guard()));
    }
    sni.add(of(Optional.empty(), DEFAULT, routing.defaultDestination(), routing.defaultGuard()));
    return new RouteFacts(
        proxy.file(), sni, settings.http().routes().stream().map(RouteReading::of).toList());
  }

  private static RouteFacts.SniRoute of(
      Optional<Integer> line, String match, Destination destination, SniGuard guard) {
    return new RouteFacts.SniRoute(
        line,
        match,
        switch (destination) {
          case Destination.Transparent _ -> "transparent";
          case Destination.TerminateToTcp _ -> "terminate_tcp";
          case Destination.TerminateToHttp _ -> "terminate_http";
          case Destination.Reject _ -> "reject";
        },
        destination.tcpUpstreams().map(RouteReading::texts).orElse(List.of()),
        destination.clientAuth().map(RouteReading::text),
        guard(
            guard.access(),
            guard.connections().stream()
                .map(limit -> LimitWords.ofConnections(limit, lower(guard.manner())))),
        lower(destination instanceof Destination.Reject reject ? reject.manner() : guard.manner()));
  }

  private static RouteFacts.HttpRoute of(HttpRoute route) {
    HttpGuard guard = route.guard();
    return new RouteFacts.HttpRoute(
        route.line(),
        text(route.path()),
        route.hosts().stream().map(Object::toString).toList(),
        route.methods().stream().sorted().toList(),
        route.websocketOnly(),
        texts(route.upstreams()),
        guard(
            guard.access(),
            Stream.concat(
                guard.rate().stream().map(LimitWords::of),
                guard.inFlight().stream().map(LimitWords::ofRequests))));
  }

  private static RouteFacts.Guard guard(AccessList access, Stream<String> limits) {
    return new RouteFacts.Guard(limits.toList(), blocks(access.allow()), blocks(access.deny()));
  }

  private static List<String> blocks(List<AddressBlock> blocks) {
    return blocks.stream().map(AddressBlock::toString).toList();
  }

  private static List<String> texts(UpstreamGroup<?> group) {
    return group.shares().stream().map(share -> share.upstream().toString()).toList();
  }

  private static String text(PathMatch path) {
    return switch (path) {
      case PathMatch.Exact(String text) -> "exact " + text;
      case PathMatch.Prefix(String text) -> "prefix " + text;
      case PathMatch.Regex(String text) -> "regex " + text;
    };
  }

  private static String text(ClientAuth auth) {
    return lower(auth.mode()) + ", " + auth.ca();
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
