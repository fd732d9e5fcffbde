package sekisho.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import sekisho.metrics.HandshakeKind;
import sekisho.metrics.KeyExchange;
import sekisho.metrics.Meters;
import sekisho.metrics.Reason;
import sekisho.model.TlsVersion;
import sekisho.runtime.Generation;

/** What is counted of TLS and HTTP. */
final class TrafficReading {
  private static final int FIRST_STATUS = 100;
  private static final int CLASSES = 5;

  private TrafficReading() {}

  /** Those that occurred, the most frequent first. */
  static List<ReasonCount> counts(ToLongFunction<Reason> count, Predicate<Reason> which) {
    List<ReasonCount> counts = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      long times = which.test(reason) ? count.applyAsLong(reason) : 0;
      if (times > 0) {
        counts.add(ReasonCount.of(reason, times));
      }
    }
    counts.sort((one, other) -> Long.compare(other.count(), one.count()));
    return List.copyOf(counts);
  }

  static HandshakeFacts tls(Meters meters, Instant now) {
    long resumed = 0;
    Map<String, Long> byVersion = new LinkedHashMap<>();
    Map<String, Long> byGroup = new LinkedHashMap<>();
    for (TlsVersion version : TlsVersion.values()) {
      byVersion.put(text(version), 0L);
    }
    for (KeyExchange group : KeyExchange.values()) {
      byGroup.put(group.label(), 0L);
    }
    for (HandshakeKind kind : HandshakeKind.all()) {
      long done = meters.handshakes(kind);
      resumed += kind.resumed() ? done : 0;
      byVersion.merge(text(kind.version()), done, Long::sum);
      byGroup.merge(kind.group().label(), done, Long::sum);
    }
    return new HandshakeFacts(
        now,
        byVersion.values().stream().mapToLong(Long::longValue).sum(),
        resumed,
        counts(meters::errors, TrafficReading::isOfHandshake),
        byVersion,
        byGroup,
        Quantiles.of(meters.handshakeSeconds()));
  }

  private static boolean isOfHandshake(Reason reason) {
    return switch (reason) {
      case TLS_HANDSHAKE, TLS_HANDSHAKE_TIMEOUT, TLS_ALPN, TLS_NO_CERTIFICATE -> true;
      default -> false;
    };
  }

  private static String text(TlsVersion version) {
    return switch (version) {
      case TLS_1_2 -> "1.2";
      case TLS_1_3 -> "1.3";
    };
  }

  /** Whether an HTTP client is answered because of it. */
  static boolean isOfRequest(Reason reason) {
    return reason.status() != 0;
  }

  static HttpFacts http(Meters meters, Generation generation, Instant now) {
    Map<Integer, Long> byStatus = new TreeMap<>();
    Map<String, Long> byClass = new LinkedHashMap<>();
    for (int i = 1; i <= CLASSES; i++) {
      byClass.put(i + "xx", 0L);
    }
    for (int status = FIRST_STATUS; status <= Meters.MAX_STATUS; status++) {
      long requests = meters.requests(status);
      if (requests > 0) {
        byStatus.put(status, requests);
        byClass.merge(status / 100 + "xx", requests, Long::sum);
      }
    }
    return new HttpFacts(
        now,
        byStatus.values().stream().mapToLong(Long::longValue).sum(),
        byStatus,
        byClass,
        UpstreamReading.inHand(generation),
        meters.activeTunnels(),
        Quantiles.of(meters.requestSeconds()),
        counts(meters::errors, TrafficReading::isOfRequest),
        meters.requestsOverRate(),
        meters.connectionsOverLimit(),
        counts(meters::dryRuns, _ -> true),
        meters.droppedLogLines());
  }
}
