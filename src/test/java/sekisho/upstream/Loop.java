package sekisho.upstream;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import sekisho.balance.Members;
import sekisho.message.Fields;
import sekisho.model.HttpRoute.UpstreamSettings;
import sekisho.model.HttpSettings.PoolSettings;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamTls;
import sekisho.model.UpstreamUrl;
import sekisho.tls.ClientContexts;

/** The one event loop of a program, its way to upstreams, and requests to send there. */
final class Loop implements AutoCloseable {
  /** Nobody's certificate is verified: what follows it is what is tried. */
  private static final UpstreamTls TLS = new UpstreamTls(false, Optional.empty(), true, true);

  static final Duration LONG = Duration.ofSeconds(60);

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  private final EventLoop loop =
      (EventLoop) ((VertxInternal) vertx).getEventLoopGroup().iterator().next();
  private final Upstreams upstreams;

  private Loop(PoolSettings pool) {
    upstreams = new Upstreams(vertx, Duration.ofSeconds(2), pool, contexts());
  }

  private static ClientContexts contexts() {
    try {
      return new ClientContexts(Map.of(TLS, List.of()));
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Loop start() {
    return pooling(256, LONG);
  }

  static Loop pooling(int maxIdle, Duration idleTimeout) {
    return new Loop(new PoolSettings(maxIdle, idleTimeout));
  }

  /** Runs it in the event loop and waits for its result. */
  <T> T call(Callable<T> task) {
    return loop.submit(task).syncUninterruptibly().getNow();
  }

  void run(Runnable task) {
    loop.submit(task).syncUninterruptibly();
  }

  LoopUpstreams upstreams() {
    return upstreams.of(loop);
  }

  /** What is known of a group's upstreams. */
  @SuppressWarnings("unchecked")
  <U> Members<U> members(UpstreamGroup<U> group) {
    return (Members<U>)
        upstreams.groups().stream()
            .filter(members -> members.group().equals(group))
            .findFirst()
            .orElseThrow();
  }

  /** An exchange that has begun. */
  RecordedExchange send(UpstreamRequest request) {
    return RecordedExchange.start(this, request);
  }

  static UpstreamRequest get(int port, String... fields) {
    return request("GET", new TcpUpstream.HostPort("127.0.0.1", port), LONG, false, false, fields);
  }

  static UpstreamRequest request(
      String method,
      TcpUpstream upstream,
      Duration timeout,
      boolean chunked,
      boolean bodyFollows,
      String... lines) {
    UpstreamUrl url = new UpstreamUrl(false, upstream, "a.example", Optional.empty());
    return request(method, UpstreamGroup.of(url), timeout, chunked, bodyFollows, lines);
  }

  static UpstreamRequest request(
      String method,
      UpstreamGroup<UpstreamUrl> upstreams,
      Duration timeout,
      boolean chunked,
      boolean bodyFollows,
      String... lines) {
    Fields fields = new Fields().add("Host", "a.example");
    for (String line : lines) {
      int colon = line.indexOf(": ");
      fields.add(line.substring(0, colon), line.substring(colon + 2));
    }
    if (chunked) {
      fields.add("Transfer-Encoding", "chunked");
    }
    return new UpstreamRequest(
        upstreams,
        true,
        new UpstreamSettings(Duration.ofSeconds(5), timeout, Duration.ZERO, TLS),
        method,
        "/a%2F?b",
        fields,
        chunked,
        bodyFollows,
        false);
  }

  @Override
  public void close() {
    upstreams.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
