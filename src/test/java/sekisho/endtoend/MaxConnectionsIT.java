package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Await;
import sekisho.testing.ConfigFile;
import sekisho.testing.NamedServer;
import sekisho.testing.ProcessUsage;
import sekisho.testing.RawConnection;
import sekisho.testing.SekishoProcess;

/** More clients than {@code max_connections}: nobody is turned away, the rest wait. */
class MaxConnectionsIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0", "[::1]:0"],
          "max_connections": 4,
          "tls": { "routing": { "default": { "mode": "transparent", "upstream": "{{upstream}}" } } }
        }
      }
      """;
  private static final int MAX = 4;

  /** Long enough for somebody to be accepted who should not be. */
  private static final Duration A_WHILE = Duration.ofMillis(700);

  private static final Duration MAX_CPU = Duration.ofMillis(300);

  @TempDir Path folder;
  @AutoClose private final NamedServer upstream = NamedServer.named("served");
  @AutoClose private SekishoProcess sekisho;

  @BeforeEach
  void start() {
    sekisho =
        SekishoProcess.run(ConfigFile.of(CONFIG).with("upstream", upstream.address()).in(folder));
  }

  @Test
  void those_above_it_wait_and_come_in_one_by_one_as_others_go() throws IOException {
    Deque<RawConnection> served = new ArrayDeque<>();
    Deque<RawConnection> waiting = new ArrayDeque<>();
    for (int i = 0; i < MAX; i++) {
      served.add(greeted(ask(sekisho.addresses().get(i % 2))));
    }
    for (int i = 0; i < 6; i++) {
      waiting.add(ask(sekisho.addresses().getFirst()));
    }
    ProcessUsage usage = sekisho.usage();
    Duration before = usage.cpuTime();
    Await.passing(A_WHILE);

    assertThat(upstream.connections()).isEqualTo(MAX);
    assertThat(usage.cpuTime().minus(before)).isLessThan(MAX_CPU);
    for (int i = 1; !waiting.isEmpty(); i++) {
      served.remove().close();
      served.add(greeted(waiting.remove()));
      assertThat(upstream.connections()).isEqualTo(MAX + i);
    }
    for (RawConnection client : served) {
      client.write("still here");
      assertThat(client.readExactly(11)).asString().isEqualTo("?still here");
      client.close();
    }
    assertThat(sekisho.stdout().lines())
        .filteredOn(line -> line.contains("as many as max_connections allows"))
        .hasSizeBetween(1, 2);
  }

  @Test
  void many_that_come_and_go_at_once_all_have_their_turn() throws Exception {
    List<Thread> clients = new ArrayList<>();
    List<String> greetings = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 200; i++) {
      InetSocketAddress to = sekisho.addresses().get(i % 2);
      clients.add(
          Thread.ofVirtual()
              .start(() -> {
                try (RawConnection client = ask(to)) {
                  greetings.add(new String(client.readExactly(6), US_ASCII));
                } catch (IOException e) {
                  greetings.add(e.toString());
                }
              }));
    }
    for (Thread client : clients) {
      client.join();
    }

    assertThat(greetings).hasSize(200).containsOnly("served");
    greeted(ask(sekisho.address())).close();
  }

  /** A client that the kernel has accepted, if nobody else. */
  private static RawConnection ask(InetSocketAddress address) throws IOException {
    return RawConnection.to(address).write("?");
  }

  private static RawConnection greeted(RawConnection client) throws IOException {
    assertThat(client.readExactly(6)).asString().isEqualTo("served");
    return client;
  }
}
