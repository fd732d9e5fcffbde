package sekisho.http;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sekisho.http.Admission.Refused;
import sekisho.limit.ClientKey;
import sekisho.limit.ConnectionLimiter;
import sekisho.limit.LimiterSet;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.metrics.Reason;
import sekisho.model.ConnectionLimit;
import sekisho.model.HttpGuard;
import sekisho.model.HttpRoute;
import sekisho.model.LimitKey;
import sekisho.model.RateLimit;

/**
 * Whether a route takes a request of this client now: its address, how fast it asks, and what it
 * has in flight, in that order. A request that is refused by its address costs no token, one that
 * is refused by what is in flight does.
 */
final class Guarding {
  private Guarding() {}

  /**
   * @param record is told what the request holds from here on, and what a dry run would have done
   * @return null: it is taken
   */
  static @Nullable Refused refusal(
      HttpRoute route, RequestHead request, LimiterSet limiters, ExchangeRecord record) {
    HttpGuard guard = route.guard();
    InetAddress client = record.client().address();
    if (!guard.access().admits(client)) {
      return new Refused(Reason.DENIED);
    }
    Refused refused = null;
    if (guard.rate().isPresent()) {
      refused = overRate(guard.rate().get(), client, request.fields(), limiters, record);
    }
    if (refused == null && guard.inFlight().isPresent()) {
      refused = overInFlight(guard.inFlight().get(), client, request.fields(), limiters, record);
    }
    return refused;
  }

  private static @Nullable Refused overRate(
      RateLimit limit,
      InetAddress client,
      Fields fields,
      LimiterSet limiters,
      ExchangeRecord record) {
    long waitNanos = limiters.of(limit).take(key(limit.key(), client, fields));
    if (waitNanos == 0) {
      return null;
    }
    if (limit.dryRun()) {
      record.spared(Reason.RATE_LIMITED);
      return null;
    }
    // RFC 9110 §10.2.3: whole seconds; who waits for so long finds a token.
    long seconds = Math.ceilDiv(waitNanos, TimeUnit.SECONDS.toNanos(1));
    return new Refused(
        Reason.RATE_LIMITED, limit.status(), Map.of("Retry-After", Long.toString(seconds)), false);
  }

  private static @Nullable Refused overInFlight(
      ConnectionLimit limit,
      InetAddress client,
      Fields fields,
      LimiterSet limiters,
      ExchangeRecord record) {
    ConnectionLimiter.Slot slot = limiters.of(limit).take(key(limit.key(), client, fields));
    if (slot == null) {
      return new Refused(Reason.CONNECTION_LIMITED, limit.status(), Map.of(), false);
    }
    record.hold(slot);
    if (slot.isOverLimit()) {
      record.spared(Reason.CONNECTION_LIMITED);
    }
    return null;
  }

  private static ClientKey key(LimitKey key, InetAddress client, Fields fields) {
    return switch (key) {
      case LimitKey.ClientIp _ -> ClientKey.of(client);
      case LimitKey.Global _ -> ClientKey.everybody();
      case LimitKey.Header(String name) -> {
        String value = fields.joined(name);
        // Who sends none, or an empty one, is known by the address: never all in one bucket.
        yield value == null || isEmpty(value) ? ClientKey.of(client) : ClientKey.of(value);
      }
    };
  }

  /** Whether it is nothing but empty lines (RFC 9110 §5.6.1.2). */
  private static boolean isEmpty(String value) {
    return value.chars().allMatch(c -> c == ' ' || c == '\t' || c == ',');
  }
}
