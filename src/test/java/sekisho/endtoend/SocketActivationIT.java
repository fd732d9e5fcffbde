package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.ActivatedSekisho;
import sekisho.testing.Await;
import sekisho.testing.ConfigFile;
import sekisho.testing.HttpReply;
import sekisho.testing.NotifyReceiver;
import sekisho.testing.RawConnection;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawTlsClient;
import sekisho.testing.ReservedPort;
import sekisho.testing.Signals;
import sekisho.testing.TlsCertificates;

/** The program under a service manager that holds its listening sockets (sd_listen_fds(3)). */
class SocketActivationIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:{{port}}"],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "routing": { "default": { "mode": "tls_terminate", "handler": "http" } }
          },
          "http": {
            "routes": [{ "path_prefix": "/", "upstream": "{{upstream}}" }],
            "access_log": { "path": "off" }
          }
        }
      }
      """;

  private static final long WATCHDOG_MICROS = 2_000_000;
  private static final Duration EVERY = Duration.ofMillis(5);

  /** Clients that both programs have at least, one every {@link #EVERY}. */
  private static final int BEFORE_AND_AFTER = 200;

  @TempDir Path folder;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong longestNanos = new AtomicLong();
  private final AtomicLong asking = new AtomicLong();
  private final AtomicLong served = new AtomicLong();

  /** One for all clients: to make one takes longer than a handshake. */
  private SSLContext trust;

  @Test
  void a_restart_refuses_and_resets_none_of_two_hundred_clients_a_second() throws Exception {
    try (ReservedPort port = ReservedPort.loopback();
        ReservedPort unused = ReservedPort.loopback();
        RawOrigin origin = RawOrigin.answering(RawOrigin.ok("served"));
        NotifyReceiver manager = NotifyReceiver.in(folder);
        ActivatedSekisho sekisho =
            ActivatedSekisho.start(
                config(port, origin), manager, WATCHDOG_MICROS, address(port), address(unused))) {
      sekisho.output().await("it listens", line -> line.contains("Listening on"));
      ask(address(port));
      List<String> first = manager.next("READY=1");
      assertThat(first).contains("STATUS=listening on " + text(port) + "; configuration 1");
      manager.next("WATCHDOG=1");

      // Without the first start.
      List.of(asking, served, longestNanos).forEach(counter -> counter.set(0));
      AtomicBoolean over = new AtomicBoolean();
      Thread clients = Thread.ofPlatform().start(() -> askAgainAndAgain(address(port), over));
      long begun = System.nanoTime();
      untilServed(served.get() + BEFORE_AND_AFTER);
      long stopped = System.nanoTime();
      Signals.send(pid(first), "TERM");
      assertThat(manager.next("STOPPING=1"))
          .anyMatch(line -> line.startsWith("STATUS=stopping: "))
          .anyMatch(line -> line.startsWith("EXTEND_TIMEOUT_USEC="));
      List<String> second = manager.next("READY=1");
      long restartNanos = System.nanoTime() - stopped;
      untilServed(served.get() + BEFORE_AND_AFTER);
      double perSecond = asking.get() * 1e9 / (System.nanoTime() - begun);
      over.set(true);
      clients.join();

      assertThat(failures).isEmpty();
      assertThat(pid(second)).isNotEqualTo(pid(first));
      assertThat(served.get()).isEqualTo(asking.get());
      System.out.printf(
          "restart in %d ms: %d connections, %.0f a second, none refused or reset, the longest took"
              + " %d ms%n",
          restartNanos / 1_000_000, served.get(), perSecond, longestNanos.get() / 1_000_000);
      assertThat(sekisho.output().lines())
          .filteredOn(line -> line.contains("no listener has that address"))
          .hasSize(2)
          .allMatch(line -> line.contains(text(unused)));
    }
  }

  @Test
  void every_listener_of_both_families_has_its_socket() throws Exception {
    try (ReservedPort port = ReservedPort.anywhere();
        ReservedPort plain = ReservedPort.loopback();
        RawOrigin origin = RawOrigin.answering(RawOrigin.ok("served"));
        NotifyReceiver manager = NotifyReceiver.in(folder)) {
      InetSocketAddress ipv6 = new InetSocketAddress(InetAddress.ofLiteral("::1"), port.number());
      Path config = config(port, origin);
      Files.writeString(
          config,
          Files.readString(config)
              .replace(
                  "\"" + text(port) + "\"],",
                  "\"%s\", \"[::1]:%d\"], \"http_listen\": [\"%s\"],"
                      .formatted(text(port), port.number(), text(plain))));
      try (ActivatedSekisho sekisho =
          ActivatedSekisho.start(
              config, manager, WATCHDOG_MICROS, address(port), ipv6, address(plain))) {
        sekisho.output().await("it listens", line -> line.contains("Listening on"));
        ask(address(port));
        Signals.send(pid(manager.next("READY=1")), "TERM");
        manager.next("STOPPING=1");
        ask(ipv6);
        Signals.send(pid(manager.next("READY=1")), "TERM");
        manager.next("STOPPING=1");

        try (RawConnection client = RawConnection.to(address(plain))) {
          client.write(RawRequest.of("GET / HTTP/1.1", "Host: a.example.com"));
          assertThat(HttpReply.read(client.in()).status()).isEqualTo(308);
        }
        manager.next("READY=1");
        assertThat(failures).isEmpty();
        assertThat(sekisho.output().lines())
            .noneMatch(line -> line.contains("no listener has that address"));
      }
    }
  }

  @Test
  void reloads_are_told_and_a_refused_one_says_why() throws Exception {
    try (ReservedPort port = ReservedPort.loopback();
        ReservedPort other = ReservedPort.loopback();
        RawOrigin origin = RawOrigin.answering(RawOrigin.ok("served"));
        NotifyReceiver manager = NotifyReceiver.in(folder)) {
      Path config = config(port, origin);
      String text = Files.readString(config);
      try (ActivatedSekisho sekisho =
          ActivatedSekisho.start(config, manager, WATCHDOG_MICROS, address(port), address(other))) {
        sekisho.output().await("it listens", line -> line.contains("Listening on"));
        ask(address(port));
        long pid = pid(manager.next("READY=1"));

        Files.writeString(config, text.replace("routing", "rooting"));
        Signals.send(pid, "HUP");
        assertThat(manager.next("RELOADING=1"))
            .anyMatch(line -> line.startsWith("MONOTONIC_USEC="));
        assertThat(status(manager.next("READY=1")))
            .contains("configuration 1; the reload at")
            .contains("was refused: " + config)
            .contains("rooting");

        // Its socket is let go of, and taken again.
        Files.writeString(config, text.replace(text(port), text(other)));
        Signals.send(pid, "HUP");
        assertThat(status(manager.next("READY=1"))).contains("listening on " + text(other));
        ask(address(other));
        Files.writeString(config, text);
        Signals.send(pid, "HUP");
        assertThat(status(manager.next("READY=1")))
            .contains("listening on " + text(port) + "; configuration 3, reloaded at");
        ask(address(port));

        assertThat(failures).isEmpty();
      }
    }
  }

  private void askAgainAndAgain(InetSocketAddress address, AtomicBoolean over) {
    long next = System.nanoTime();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      while (!over.get()) {
        clients.execute(() -> ask(address));
        next += EVERY.toNanos();
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private void untilServed(long number) {
    Await.until(
        number + " connections are served", () -> served.get() >= number || !failures.isEmpty());
  }

  /** On a connection of its own. */
  private void ask(InetSocketAddress address) {
    asking.incrementAndGet();
    long start = System.nanoTime();
    try (RawTlsClient client = RawTlsClient.of(trust).sni("a.example.com").connect(address)) {
      HttpReply reply = RawRequest.send(client, "GET / HTTP/1.1", "Host: a.example.com");
      if (reply.status() == 200) {
        served.incrementAndGet();
      } else {
        failures.add(reply.status() + " " + reply.text());
      }
    } catch (IOException e) {
      failures.add(e.toString());
    }
    longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
  }

  private Path config(ReservedPort port, RawOrigin origin) {
    TlsCertificates certificates = TlsCertificates.in(folder);
    trust = certificates.trustingContext();
    return ConfigFile.of(CONFIG)
        .with(certificates.ecdsa("a", "DNS:a.example.com"))
        .with("port", port.number())
        .with("upstream", origin.url())
        .in(folder);
  }

  private static InetSocketAddress address(ReservedPort port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port.number());
  }

  private static String text(ReservedPort port) {
    return "127.0.0.1:" + port.number();
  }

  private static long pid(List<String> message) {
    return Long.parseLong(value("MAINPID", message));
  }

  private static String status(List<String> message) {
    return value("STATUS", message);
  }

  private static String value(String name, List<String> message) {
    return message.stream()
        .filter(assignment -> assignment.startsWith(name + "="))
        .map(assignment -> assignment.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
