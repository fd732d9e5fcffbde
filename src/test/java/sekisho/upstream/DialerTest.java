package sekisho.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.metrics.Reason;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.testing.Await;
import sekisho.testing.RawServer;
import sekisho.testing.ReservedPort;
import sekisho.upstream.Dialer.Dialled;

class DialerTest {
  private static final Loop LOOP = Loop.start();

  @TempDir Path folder;

  @AfterAll
  static void stop() {
    LOOP.close();
  }

  @Test
  void an_address_of_either_family_is_connected_to() {
    for (String host : new String[] {"127.0.0.1", "::1"}) {
      try (RawServer server = RawServer.start(host, connection -> connection.readToEnd())) {
        assertConnected(dial(new TcpUpstream.HostPort(host, server.port())));
      }
    }
  }

  @Test
  void the_channel_does_not_read_and_belongs_to_the_loop() {
    try (RawServer server = RawServer.start(connection -> connection.write("hello").readToEnd())) {
      Channel channel =
          ((Dialer.Connected) dial(new TcpUpstream.HostPort("127.0.0.1", server.port()))).channel();

      assertThat(channel.config().isAutoRead()).isFalse();
      assertThat(LOOP.call(() -> channel.eventLoop().inEventLoop())).isTrue();
      channel.close().syncUninterruptibly();
    }
  }

  @Test
  void localhost_is_found_whichever_family_it_listens_on() {
    for (String host : new String[] {"127.0.0.1", "::1"}) {
      try (RawServer server = RawServer.start(host, connection -> connection.readToEnd())) {
        assertConnected(dial(new TcpUpstream.HostPort("localhost", server.port())));
        assertConnected(dial(new TcpUpstream.HostPort("LocalHost.", server.port())));
        awaitConnections(server, 2);
      }
    }
  }

  @Test
  void a_refusal_by_every_address_is_told() {
    try (ReservedPort port = ReservedPort.anywhere()) {
      for (String host : new String[] {"127.0.0.1", "::1", "localhost"}) {
        UpstreamFailure failure = failure(dial(new TcpUpstream.HostPort(host, port.number())));

        assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_CONNECT_REFUSED);
        assertThat(failure.detail()).contains(":" + port.number());
      }
    }
  }

  @Test
  void a_unix_socket_is_connected_to() {
    Path socket = folder.resolve("s");
    try (RawServer server = RawServer.start(socket, connection -> connection.readToEnd())) {
      assertConnected(dial(new TcpUpstream.UnixSocket(socket)));
      awaitConnections(server, 1);
    }
  }

  @Test
  void a_unix_socket_that_is_not_there_is_told_by_its_path() {
    Path socket = folder.resolve("none");

    UpstreamFailure failure = failure(dial(new TcpUpstream.UnixSocket(socket)));

    assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_CONNECT_FAILED);
    assertThat(failure.detail()).contains(socket.toString());
  }

  @Test
  void a_name_that_is_none_is_unresolved() {
    UpstreamFailure failure = failure(dial(new TcpUpstream.HostPort("no-such-host.invalid", 80)));

    assertThat(failure.reason()).isEqualTo(Reason.UPSTREAM_UNRESOLVED);
    assertThat(failure.detail()).contains("no-such-host.invalid");
  }

  @Test
  void a_fault_of_our_own_on_a_connected_channel_is_told_and_closes_it() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    AtomicReference<Dialled> result = new AtomicReference<>();
    try (RawServer server =
        RawServer.start(connection -> {
          connection.readToEnd();
          closed.complete(null);
        })) {
      TcpUpstream target = new TcpUpstream.HostPort("127.0.0.1", server.port());
      Dialer.Greeting faulty =
          (_, _, _) -> {
            throw new IllegalStateException("a fault");
          };

      LOOP.run(() -> LOOP.upstreams().dialer(faulty, result::set).dial(target));

      Await.until("it is told", () -> result.get() != null);
      assertThat(failure(result.get()).reason()).isEqualTo(Reason.INTERNAL);
      Await.until("the channel is closed", closed::isDone);
    }
  }

  /** The kernel completes a connection; the server takes note when it accepts. */
  private static void awaitConnections(RawServer server, int count) {
    Await.until(count + " connections", () -> server.connections() == count);
  }

  private static void assertConnected(Dialled dialled) {
    assertThat(dialled).isInstanceOf(Dialer.Connected.class);
    Channel channel = ((Dialer.Connected) dialled).channel();
    assertThat(channel.isActive()).isTrue();
    channel.close().syncUninterruptibly();
  }

  private static UpstreamFailure failure(Dialled dialled) {
    assertThat(dialled).isInstanceOf(Dialer.Failed.class);
    return ((Dialer.Failed) dialled).failure();
  }

  /** What the callback was called with, once, in the event loop. */
  private static Dialled dial(TcpUpstream upstream) {
    AtomicReference<Dialled> result = new AtomicReference<>();
    AtomicInteger calls = new AtomicInteger();
    Thread loopThread = LOOP.call(Thread::currentThread);
    LOOP.run(() ->
        LOOP.upstreams()
            .dial(
                UpstreamGroup.of(upstream),
                dialled -> {
                  if (Thread.currentThread().equals(loopThread)) {
                    calls.incrementAndGet();
                  }
                  result.set(dialled);
                }));
    Dialled dialled =
        Await.present("an answer of the dialler", () -> Optional.ofNullable(result.get()));
    assertThat(LOOP.call(calls::get)).isEqualTo(1);
    return dialled;
  }
}
