package sekisho.upstream;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.metrics.Reason;
import sekisho.model.UpstreamUrl;

/**
 * Gets one request a connection: to the upstream whose turn it is, and where that cannot be reached
 * to the others, each once. Belongs to one event loop.
 */
final class Connecting {
  private static final Logger LOG = Logger.getLogger(Connecting.class);

  private final ConnectionSource connections;
  private final Candidates<UpstreamUrl> upstreams;
  private final UpstreamRequest request;
  private final Waiting waiting;
  private @Nullable Dialer attempt;
  private boolean afresh;
  private boolean given;

  /** Who needs the connection. */
  interface Waiting {
    /** This one is asked now; it is the one in {@code Host}, if any upstream is. */
    void asking(UpstreamUrl upstream);

    /** It cannot be reached; another is asked next. */
    void unreachable(UpstreamFailure failure);

    /** The connection is the waiting one's from now on. */
    void connected(UpstreamConnection connection);

    /** None can be reached; this is why the last one cannot. */
    void failed(UpstreamFailure failure);
  }

  Connecting(
      ConnectionSource connections,
      Candidates<UpstreamUrl> upstreams,
      UpstreamRequest request,
      Waiting waiting) {
    this.connections = connections;
    this.upstreams = upstreams;
    this.request = request;
    this.waiting = waiting;
  }

  /** To the upstream whose turn it is; an idle connection will do. */
  void begin() {
    ask();
    reach();
  }

  /**
   * Not over an idle connection, whoever it comes to: a second may be as dead as the first, and
   * there is no third.
   */
  void beginAfresh() {
    afresh = true;
    begin();
  }

  /** Nobody waits any more; nothing is called after this. */
  void cancel() {
    given = true;
    if (attempt != null) {
      attempt.cancel();
      attempt = null;
    }
  }

  private void ask() {
    UpstreamUrl upstream = upstreams.present();
    if (request.namesUpstream() && request.upstreams().shares().size() > 1) {
      request.fields().set("Host", upstream.authority());
    }
    waiting.asking(upstream);
  }

  private void reach() {
    UpstreamConnection idle = afresh ? null : connections.idle(origin());
    if (idle != null) {
      waiting.connected(idle);
    } else {
      open();
    }
  }

  private Origin origin() {
    return Origin.of(upstreams.present(), request.settings().tls());
  }

  private void open() {
    Origin origin = origin();
    Dialer dialer = connections.dialer(origin, request.settings().connectTimeout(), this::opened);
    // Before it begins: it may come to its end at once.
    attempt = dialer;
    dialer.dial(origin.server());
  }

  /** Nobody is above this who would end the request of whoever waits. */
  private void opened(ConnectionSource.Opened opened) {
    try {
      goOn(opened);
    } catch (RuntimeException | Error e) {
      LOG.errorf(e, "%s: a request failed unexpectedly on its way", Reason.INTERNAL.code());
      waiting.failed(UpstreamFailure.internal(e, upstreams.present().toString()));
    }
  }

  private void goOn(ConnectionSource.Opened opened) {
    switch (opened) {
      case ConnectionSource.Ready ready -> waiting.connected(ready.connection());
      case ConnectionSource.Failed failed -> {
        upstreams.failed(failed.failure());
        if (upstreams.turn()) {
          waiting.unreachable(failed.failure());
          if (!given) {
            ask();
            reach();
          }
        } else {
          waiting.failed(failed.failure());
        }
      }
    }
  }
}
