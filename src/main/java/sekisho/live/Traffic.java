package sekisho.live;

/**
 * What all connections have had up to a moment, those that are closed included; none of it ever
 * falls.
 *
 * @param requests whose heads were complete
 * @param received bytes of clients: plain ones where TLS ends here
 * @param sent bytes to clients, likewise
 */
public record Traffic(long requests, long received, long sent) {
  static final Traffic NONE = new Traffic(0, 0, 0);

  Traffic plus(LiveConnection connection) {
    return new Traffic(
        requests + connection.requests(),
        received + connection.received(),
        sent + connection.sent());
  }

  Traffic atLeast(Traffic other) {
    return new Traffic(
        Math.max(requests, other.requests),
        Math.max(received, other.received),
        Math.max(sent, other.sent));
  }
}
