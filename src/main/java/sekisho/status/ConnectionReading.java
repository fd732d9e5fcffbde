package sekisho.status;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sekisho.control.RunningProxy;
import sekisho.live.LiveConnection;
import sekisho.live.LiveConnections;
import sekisho.live.Traffic;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.model.ServerName;

/** What is known of client connections. */
final class ConnectionReading {
  private ConnectionReading() {}

  static ConnectionsFacts totals(RunningProxy proxy, Instant now) {
    LiveConnections live = proxy.connections();
    Meters meters = proxy.meters();
    Map<String, Long> byKind = new LinkedHashMap<>();
    for (RouteType type : RouteType.values()) {
      byKind.put(type.label(), meters.connections(type));
    }
    Map<Integer, Long> byGeneration = new TreeMap<>();
    live.all().forEach(connection -> byGeneration.merge(connection.generation(), 1L, Long::sum));
    Traffic traffic = live.traffic();
    return new ConnectionsFacts(
        now,
        meters.activeConnections(),
        proxy.maxConnections(),
        live.accepted(),
        byKind,
        TrafficReading.counts(meters::errors, ConnectionReading::isOfConnection),
        TrafficReading.counts(meters::errors, ConnectionReading::isOfRelay),
        byGeneration,
        traffic.received(),
        traffic.sent());
  }

  /** Whether it ends a connection before it is served: those that the list has first. */
  static boolean isOfConnection(Reason reason) {
    return reason.compareTo(Reason.UPSTREAM_CONNECT) < 0;
  }

  /** Whether it ends a relay, or a WebSocket that is one. */
  static boolean isOfRelay(Reason reason) {
    return !isOfConnection(reason) && !TrafficReading.isOfRequest(reason);
  }

  static ConnectionList list(RunningProxy proxy, ConnectionQuery query, Instant now) {
    List<LiveConnection> matching =
        proxy.connections().all().filter(connection -> matches(query, connection)).toList();
    return new ConnectionList(
        now,
        matching.size(),
        matching.stream()
            .sorted(Comparator.comparingLong(LiveConnection::id).reversed())
            .limit(query.limit())
            .map(connection -> of(connection, now))
            .toList());
  }

  private static boolean matches(ConnectionQuery query, LiveConnection connection) {
    return isAny(query.kind(), connection.kind())
        && isAny(query.serverName(), connection.serverName().map(ServerName::text))
        && isAny(query.client(), Optional.of(address(connection.client())));
  }

  private static boolean isAny(Optional<String> wanted, Optional<String> is) {
    return wanted.isEmpty() || wanted.equals(is);
  }

  static ConnectionFacts of(LiveConnection connection, Instant now) {
    Instant since = Instant.ofEpochMilli(connection.acceptedMillis());
    return new ConnectionFacts(
        connection.id(),
        address(connection.client()),
        connection.client().getPort(),
        address(connection.destination()),
        connection.destination().getPort(),
        since,
        ProgramReading.seconds(Duration.between(since, now)),
        connection.kind(),
        connection.serverName().map(ServerName::text),
        Optional.of(connection.routeLine()).filter(line -> line > 0),
        connection.tls(),
        connection.upstream(),
        connection.requests(),
        connection.received(),
        connection.sent(),
        connection.generation());
  }

  private static String address(InetSocketAddress end) {
    return NetUtil.toAddressString(end.getAddress());
  }

  /** The kinds that there are. */
  static String[] kinds() {
    return Arrays.stream(RouteType.values()).map(RouteType::label).toArray(String[]::new);
  }
}
