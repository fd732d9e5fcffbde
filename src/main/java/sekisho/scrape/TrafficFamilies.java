package sekisho.scrape;

import java.util.List;
import sekisho.live.LiveConnections;
import sekisho.live.Traffic;
import sekisho.metrics.HandshakeKind;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.metrics.RouteType;
import sekisho.model.TlsVersion;

/** What the data path counts: connections, requests, handshakes, bytes, and what went wrong. */
final class TrafficFamilies {
  /** What a dry run can spare. */
  private static final List<Reason> LIMITS =
      List.of(Reason.RATE_LIMITED, Reason.CONNECTION_LIMITED, Reason.SNI_CONNECTION_LIMITED);

  /** The label of what is no status: the client sent no request that could be answered. */
  private static final String NO_STATUS = "none";

  private final Meters meters;
  private final LiveConnections connections;

  TrafficFamilies(Meters meters, LiveConnections connections) {
    this.meters = meters;
    this.connections = connections;
  }

  void addTo(Exposition out) {
    connections(out);
    requests(out);
    limits(out);
    tls(out);
    Traffic traffic = connections.traffic();
    out.add(
        out.counters("bytes_total", "Bytes of clients, without TLS where it ends here", "direction")
            .row(traffic.received(), "received")
            .row(traffic.sent(), "sent"));
    out.counter(
        "access_log_dropped_lines_total",
        "Lines of the access log that were given up since it could not keep up",
        meters.droppedLogLines());
  }

  private void connections(Exposition out) {
    Exposition.Rows byType =
        out.counters(
            "connections_total", "Connections of clients by what became of them", "route_type");
    for (RouteType type : RouteType.values()) {
      byType.row(meters.connections(type), type.label());
    }
    out.add(byType);
    out.gauge(
        "connections_active", "Connections of clients that are open", meters.activeConnections());
    out.gauge("websocket_tunnels_active", "WebSockets that are open", meters.activeTunnels());
  }

  private void requests(Exposition out) {
    Exposition.Rows byStatus =
        out.counters("requests_total", "Requests by the status they were answered with", "status");
    for (int status = 0; status <= Meters.MAX_STATUS; status++) {
      long requests = meters.requests(status);
      // Those that never were would be 500 lines of nothing.
      if (requests > 0 || status == 200) {
        byStatus.row(requests, status == 0 ? NO_STATUS : Integer.toString(status));
      }
    }
    out.add(byStatus);
    out.histogram(
        "request_duration_seconds",
        "From the complete request head to the last byte of the response",
        meters.requestSeconds());
    Exposition.Rows byReason =
        out.counters(
            "errors_total", "What was refused or went wrong, by its reason code", "error_type");
    for (Reason reason : Reason.values()) {
      byReason.row(meters.errors(reason), reason.code());
    }
    out.add(byReason);
    out.counter(
        "upstream_timeout_total",
        "Requests whose upstream did not answer or connect in time",
        meters.upstreamTimeouts());
  }

  private void limits(Exposition out) {
    out.counter(
        "rate_limit_req_rejected_total",
        "Requests that were refused since they came too fast",
        meters.requestsOverRate());
    out.counter(
        "rate_limit_conn_rejected_total",
        "Requests and connections that were refused since there were too many at once",
        meters.connectionsOverLimit());
    Exposition.Rows spared =
        out.counters(
            "rate_limit_dry_run_total",
            "What limits would have refused, were they not dry runs",
            "error_type");
    LIMITS.forEach(reason -> spared.row(meters.dryRuns(reason), reason.code()));
    out.add(spared);
  }

  private void tls(Exposition out) {
    Exposition.Rows handshakes =
        out.counters(
            "tls_handshakes_total",
            "Handshakes with clients that have succeeded",
            "version",
            "group",
            "resumed");
    for (HandshakeKind kind : HandshakeKind.all()) {
      handshakes.row(
          meters.handshakes(kind),
          text(kind.version()),
          kind.group().label(),
          Boolean.toString(kind.resumed()));
    }
    out.add(handshakes);
    out.histogram(
        "tls_handshake_duration_seconds",
        "From the complete hello to the end of a handshake that has succeeded",
        meters.handshakeSeconds());
  }

  private static String text(TlsVersion version) {
    return switch (version) {
      case TLS_1_2 -> "TLSv1.2";
      case TLS_1_3 -> "TLSv1.3";
    };
  }
}
