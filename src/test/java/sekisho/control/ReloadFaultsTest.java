package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sekisho.config.ConfigurationFile;
import sekisho.journal.Journal;
import sekisho.limit.Limiters;
import sekisho.metrics.Meters;
import sekisho.model.Configuration;
import sekisho.rpc.Methods;
import sekisho.rpc.RpcMethod;
import sekisho.testing.Await;
import sekisho.testing.ReservedPort;

/** What nobody has foreseen refuses a reload, and leaves nothing behind. */
class ReloadFaultsTest {
  private final Meters meters = new Meters();

  static Stream<Throwable> whatever_fails_while_it_is_read_refuses_it() {
    return faults();
  }

  static Stream<Throwable> whatever_fails_while_it_is_prepared_refuses_it() {
    return faults();
  }

  private static Stream<Throwable> faults() {
    return Stream.of(
        new IllegalStateException("meant to"), new OutOfMemoryError(), new StackOverflowError());
  }

  private static ConfigurationCheck check(int port) {
    String text =
        """
        {
          "proxy": {
            "listen": ["127.0.0.1:%d"],
            "tls": { "mode": "self_signed", "routing": { "default": { "mode": "reject" } } }
          },
          "shutdown_timeout_secs": 0
        }
        """
            .formatted(port);
    return ConfigurationCheck.of(
        "test", ConfigurationFile.load("test", text, Path.of("/"), Map.of()), Clock.systemUTC());
  }

  private static RuntimeException thrown(Throwable fault) {
    if (fault instanceof Error error) {
      throw error;
    }
    return (RuntimeException) fault;
  }

  private static void assertRefused(RunningProxy proxy, Throwable fault) {
    ReloadOutcome outcome = proxy.reload(ReloadTrigger.signal());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            ReloadOutcome.Refused.class,
            refused ->
                assertThat(refused.problems().getLast().message())
                    .isEqualTo("the reload failed unexpectedly: " + fault));
    assertThat(proxy.lastReload().orElseThrow().outcome()).isSameAs(outcome);
    assertThat(proxy.generations().current().number()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource
  void whatever_fails_while_it_is_read_refuses_it(Throwable fault) throws Exception {
    ConfigurationSource source =
        () -> {
          throw thrown(fault);
        };
    Vertx vertx = nativeVertx();
    RunningProxy proxy =
        RunningProxy.start(
            vertx, check(0), source, new Limiters(System::nanoTime), meters, ControlAccess.none());
    try {
      assertRefused(proxy, fault);
      assertRefused(proxy, fault);
    } finally {
      proxy.stop();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @ParameterizedTest
  @MethodSource
  void whatever_fails_while_it_is_prepared_refuses_it(Throwable fault) throws Exception {
    Vertx vertx = nativeVertx();
    FailingCompanion companion = new FailingCompanion(fault);
    int another = ReservedPort.loopbackNumber();
    RunningProxy proxy =
        RunningProxy.start(
            vertx,
            check(0),
            () -> check(another),
            new Limiters(System::nanoTime),
            meters,
            new ControlAccess(
                Optional.empty(), "1", companion, ServiceProtocol.none(), new Journal()));
    try {
      companion.failing = true;
      assertRefused(proxy, fault);
      Await.until("what was bound for it is closed", () -> !listens(another));

      companion.failing = false;
      assertThat(proxy.reload(ReloadTrigger.signal())).isInstanceOf(ReloadOutcome.Published.class);
      assertThat(listens(another)).isTrue();
    } finally {
      proxy.stop();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static Vertx nativeVertx() {
    return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** What comes last when a reload is prepared. */
  private static final class FailingCompanion implements Supervision, Companion {
    private final Throwable fault;
    private volatile boolean failing;

    FailingCompanion(Throwable fault) {
      this.fault = fault;
    }

    @Override
    public List<RpcMethod<?>> methods(RunningProxy proxy) {
      return List.of();
    }

    @Override
    public List<Companion> companions(RunningProxy proxy, Methods methods) {
      return List.of(this);
    }

    @Override
    public Prepared prepare(Configuration configuration) {
      if (failing) {
        throw thrown(fault);
      }
      return new Prepared() {
        @Override
        public void publish() {}

        @Override
        public void abandon() {}
      };
    }

    @Override
    public void close() {}
  }
}
