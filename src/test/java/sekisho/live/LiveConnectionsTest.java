package sekisho.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import sekisho.testing.SomeConnection;

class LiveConnectionsTest {
  private static final int CONNECTIONS = 20_000;
  private static final int BYTES = 3;

  private final LiveConnections connections = new LiveConnections();

  @Test
  void a_connection_is_found_until_it_is_closed() {
    LiveConnection connection = SomeConnection.of(connections);
    assertThat(connections.withId(connection.id())).containsSame(connection);

    connections.remove(connection);

    assertThat(connections.withId(connection.id())).isEmpty();
    assertThat(connections.count()).isZero();
  }

  @Test
  void the_traffic_of_all_is_that_of_those_alive_and_of_those_closed() {
    LiveConnection one = SomeConnection.of(connections);
    one.request();
    one.received(10);
    one.sent(200);
    LiveConnection other = SomeConnection.of(connections);
    other.received(1);

    connections.remove(one);
    other.sent(2);

    assertThat(connections.traffic()).isEqualTo(new Traffic(1, 11, 202));
  }

  @Test
  void one_that_is_closed_twice_counts_once() {
    LiveConnection connection = SomeConnection.of(connections);
    connection.sent(5);

    connections.remove(connection);
    connections.remove(connection);

    assertThat(connections.traffic().sent()).isEqualTo(5);
  }

  @Test
  void the_sums_neither_fall_nor_run_ahead_while_connections_come_and_go() {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<List<Traffic>> watched = CompletableFuture.supplyAsync(() -> watch(over));

    for (int i = 0; i < CONNECTIONS; i++) {
      LiveConnection connection = SomeConnection.of(connections);
      connection.received(BYTES);
      connections.remove(connection);
    }
    over.set(true);

    List<Traffic> seen = watched.join();
    assertThat(seen).extracting(Traffic::received).isSorted();
    assertThat(seen).allMatch(traffic -> traffic.received() <= (long) CONNECTIONS * BYTES);
    assertThat(connections.traffic().received()).isEqualTo((long) CONNECTIONS * BYTES);
  }

  private List<Traffic> watch(AtomicBoolean over) {
    List<Traffic> seen = new ArrayList<>();
    while (!over.get()) {
      seen.add(connections.traffic());
    }
    return seen;
  }

  @Test
  void an_upstream_is_told_as_text_that_nobody_made_before() {
    LiveConnection connection = SomeConnection.of(connections);
    assertThat(connection.upstream()).isEmpty();

    connection.upstream(List.of("a", "b"));

    assertThat(connection.upstream()).contains("[a, b]");
  }
}
