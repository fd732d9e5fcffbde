package sekisho.limit;

import sekisho.model.ConnectionLimit;
import sekisho.model.LimitKey;
import sekisho.model.Place;
import sekisho.model.RateLimit;

/** Limits as a configuration makes them. */
final class Limits {
  static final Place PLACE = new Place(1, 1, "limit");

  private Limits() {}

  static RateLimit rate(double perSecond, int burst) {
    return new RateLimit(perSecond, burst, new LimitKey.ClientIp(), 429, false, PLACE);
  }

  static ConnectionLimit connections(int max) {
    return new ConnectionLimit(max, new LimitKey.ClientIp(), 503, false, PLACE);
  }

  static ConnectionLimit dryConnections(int max) {
    return new ConnectionLimit(max, new LimitKey.ClientIp(), 503, true, PLACE);
  }

  /** A client of its own for each number. */
  static ClientKey client(long number) {
    return new ClientKey.Network(true, number);
  }
}
