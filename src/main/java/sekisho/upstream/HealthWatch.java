package sekisho.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.balance.Member;
import sekisho.balance.Members;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;
import sekisho.message.Fields;
import sekisho.message.ResponseHead;
import sekisho.model.HttpRoute.UpstreamSettings;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamGroup.HealthCheck;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;

/**
 * Asks one upstream for its health, again and again, as a client would ask it for anything.
 *
 * <p>One answer decides: a bad one takes work away from it, a good one gives it back. Belongs to
 * one event loop.
 */
final class HealthWatch implements UpstreamExchange.Listener {
  private static final Logger LOG = Logger.getLogger(HealthWatch.class);

  private static final String TOO_LATE = "no answer in time";

  private final EventLoop loop;
  private LoopUpstreams upstreams;
  private final Member<UpstreamUrl> member;
  private final HealthCheck check;

  /** Of the one upstream alone: a check is no work, and what it learns is told here. */
  private final Members<UpstreamUrl> alone;

  private final UpstreamSettings settings;
  private @Nullable UpstreamExchange exchange;
  private @Nullable String found;
  private @Nullable Deadline next;
  private @Nullable Deadline bound;
  private boolean closed;

  private HealthWatch(
      LoopUpstreams upstreams, Member<UpstreamUrl> member, HealthCheck check, UpstreamTls tls) {
    this.loop = upstreams.loop();
    this.upstreams = upstreams;
    this.member = member;
    this.check = check;
    this.alone = new Members<>(UpstreamGroup.of(member.upstream()), System::nanoTime);
    this.settings = new UpstreamSettings(check.timeout(), check.timeout(), Duration.ZERO, tls);
  }

  /** Begins at once; may be called from any thread. */
  static HealthWatch begin(
      LoopUpstreams upstreams, Member<UpstreamUrl> member, HealthCheck check, UpstreamTls tls) {
    HealthWatch watch = new HealthWatch(upstreams, member, check, tls);
    watch.loop.execute(watch::start);
    return watch;
  }

  /**
   * Goes on through {@code next}, of the same event loop. A check that is under way is begun again:
   * it holds what belongs to the one before.
   */
  void through(LoopUpstreams next) {
    loop.execute(() -> {
      upstreams = next;
      if (exchange != null && !closed) {
        exchange.abort();
        ask();
      }
    });
  }

  EventLoop loop() {
    return loop;
  }

  /** Ends it; may be called from any thread. */
  void close() {
    loop.execute(this::stop);
  }

  private void start() {
    Deadlines deadlines = Deadlines.of(loop);
    next = deadlines.create(this::ask);
    bound = deadlines.create(this::late);
    ask();
  }

  private void stop() {
    closed = true;
    disarm(next);
    disarm(bound);
    if (exchange != null) {
      exchange.abort();
    }
  }

  private static void disarm(@Nullable Deadline deadline) {
    if (deadline != null) {
      deadline.disarm();
    }
  }

  private void ask() {
    Fields fields =
        new Fields()
            .add("Host", member.upstream().authority())
            .add("User-Agent", "sekisho-health-check")
            .add("Accept", "*/*");
    UpstreamRequest request =
        new UpstreamRequest(
            alone.group(), false, settings, "GET", check.path(), fields, false, false, false);
    found = TOO_LATE;
    if (bound != null) {
      bound.arm(check.timeout().toMillis());
    }
    UpstreamExchange begun = upstreams.exchange(request, alone, this);
    exchange = begun;
    begun.start();
  }

  private void late() {
    if (exchange != null) {
      exchange.abort();
    }
    found = TOO_LATE;
    done();
  }

  /** What was found is told, and the next check is due after a while. */
  private void done() {
    exchange = null;
    disarm(bound);
    if (closed) {
      return;
    }
    if (member.checked(found, Condition.now())) {
      if (found == null) {
        LOG.infof("upstream %s is healthy again", member.upstream());
      } else {
        LOG.warnf("upstream %s is not healthy: %s", member.upstream(), found);
      }
    }
    if (next != null) {
      next.arm(check.interval().toMillis());
    }
  }

  @Override
  public void head(ResponseHead head) {
    found = check.statuses().contains(head.status()) ? null : "status " + head.status();
  }

  @Override
  public void ended(Fields trailers) {
    done();
  }

  @Override
  public void failed(UpstreamFailure failure) {
    Condition.unchecked(member, failure);
    // A shortage of our own says nothing of the upstream: it stays what it was.
    found = failure.isOfUpstream() ? failure.reason().code() : member.ailment();
    done();
  }

  @Override
  public void body(ByteBuf piece) {
    piece.release();
  }

  @Override
  public void writable() {}

  @Override
  public void asking(UpstreamUrl upstream) {}

  @Override
  public void retrying(UpstreamFailure lost) {}

  @Override
  public void interim(ResponseHead head) {}

  @Override
  public void switched(ResponseHead head, Channel upstream, @Nullable ByteBuf first) {
    throw new IllegalStateException("a health check asks for no WebSocket");
  }
}
