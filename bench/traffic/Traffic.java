import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * All kinds of clients at once, well-behaved and hostile, for a bounded time: what {@code
 * bench/soak} sends. Blocking, a virtual thread each.
 *
 * <p>Usage: {@code Traffic.java SECONDS TLS_PORT HTTP_PORT WWW_FOLDER}, with the clients'
 * certificate in the file {@code pair.p12} in the folder above. Prints at the end, and to a file
 * named {@code TALLY} in the folder above every minute, lines of {@code KIND OUTCOME COUNT}; what
 * an outcome means is not judged here.
 */
final class Traffic {
  private static final int OPENING_MILLIS = 15_000;

  /** Longer than any visit takes. */
  private static final long GRACE_MILLIS = 60_000;

  private final Tally tally = new Tally();
  private final List<Thread> clients = new ArrayList<>();
  private final long end;

  private Traffic(int seconds) {
    this.end = System.nanoTime() + seconds * 1_000_000_000L;
  }

  public static void main(String[] args)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path www = Path.of(args[3]);
    Wires wires =
        new Wires(
            Integer.parseInt(args[1]), Integer.parseInt(args[2]), www.resolveSibling("pair.p12"));
    Traffic traffic = new Traffic(Integer.parseInt(args[0]));
    Map<String, Long> sums = new HashMap<>();
    for (String name : List.of("128", "10k", "1m", "32m")) {
      sums.put("/" + name, Answers.sum(Files.readAllBytes(www.resolve(name))));
    }
    traffic.begin(new Requests(wires, sums), new Relays(wires), new Hostile(wires));
    traffic.await(www.resolveSibling("tally"));
    System.out.print(traffic.tally);
  }

  private void begin(Requests requests, Relays relays, Hostile hostile) {
    many(40, "keep-alive", 50, requests::keptAlive);
    many(4, "new-connection", 100, () -> requests::fresh);
    many(4, "resumed", 100, () -> requests::resumed);
    many(4, "download", 200, () -> requests::download);
    many(1, "download-32m", 2000, () -> requests::bigDownload);
    many(3, "upload", 300, () -> requests::upload);
    many(3, "upload-chunked", 300, () -> requests::chunkedUpload);
    many(2, "limited", 100, () -> requests::limited);
    many(4, "narrow", 100, () -> requests::narrow);
    many(3, "https-upstream", 200, () -> requests::secured);
    many(3, "checked-upstream", 100, () -> requests::checked);
    many(4, "failing-upstream", 100, () -> requests::failing);
    many(4, "hung-upstream", 200, () -> requests::hung);
    many(3, "proxy-header", 200, () -> requests::behindProxy);
    many(3, "client-certificate", 200, () -> requests::member);
    many(3, "ipv6", 200, () -> requests::overIpv6);
    many(1, "plain-http", 500, () -> requests::plain);
    many(20, "websocket", 500, () -> relays::webSocket);
    many(10, "sni-relay", 300, () -> relays::transparent);
    many(2, "sni-relay-1m", 300, () -> requests::relayedDownload);
    many(10, "tls-relay", 300, () -> relays::terminated);
    many(2, "half-closed-relay", 500, () -> relays::halfClosed);
    many(3, "unknown-name", 300, () -> hostile::unknownName);
    many(2, "no-certificate", 300, () -> hostile::stranger);
    many(3, "garbage", 300, () -> hostile::garbage);
    many(2, "garbage-in-tls", 300, () -> hostile::garbageInTls);
    many(2, "bad-proxy-header", 500, () -> hostile::badProxyHeader);
    many(5, "slow-hello", 500, () -> hostile::slowHello);
    many(5, "slow-head", 500, () -> hostile::slowHead);
    many(5, "slow-body", 500, () -> hostile::slowBody);
    many(5, "slow-reader", 500, () -> hostile::slowReader);
    many(5, "stalled-reader", 500, () -> hostile::stalledReader);
    many(3, "abort-handshake", 300, () -> hostile::abortHandshake);
    many(3, "abort-download", 300, () -> hostile::abortDownload);
    many(3, "abort-upload", 300, () -> hostile::abortUpload);
  }

  /**
   * @param visits makes what one client does again and again; its outcome is a word
   */
  private void many(int count, String kind, int pauseMillis, Supplier<Callable<String>> visits) {
    for (int i = 0; i < count; i++) {
      Callable<String> visit = visits.get();
      clients.add(Thread.ofVirtual().start(() -> repeat(kind, pauseMillis, visit)));
    }
  }

  private void repeat(String kind, int pauseMillis, Callable<String> visit) {
    try {
      // Not all at once: neither program is warm.
      Thread.sleep(ThreadLocalRandom.current().nextInt(OPENING_MILLIS));
      while (System.nanoTime() - end < 0) {
        tally.add(kind, outcome(visit));
        Thread.sleep(ThreadLocalRandom.current().nextInt(pauseMillis / 2, pauseMillis * 3 / 2));
      }
    } catch (InterruptedException over) {
      tally.add(kind, "did-not-end");
    }
  }

  private static String outcome(Callable<String> visit) throws InterruptedException {
    try {
      return visit.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      String text = e.getMessage() == null ? "" : ":" + e.getMessage().split("\n")[0];
      return (e.getClass().getSimpleName() + text).replaceAll("[0-9]{2,}", "N").replace(' ', '-');
    }
  }

  private void await(Path file) throws InterruptedException {
    Thread.ofVirtual().start(() -> keep(file));
    for (Thread client : clients) {
      long left = (end - System.nanoTime()) / 1_000_000 + GRACE_MILLIS;
      if (!client.join(Duration.ofMillis(Math.max(1, left)))) {
        client.interrupt();
        client.join(1000);
      }
    }
  }

  private void keep(Path file) {
    try {
      while (true) {
        Thread.sleep(10_000);
        Files.writeString(file, tally.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException over) {
      // Nobody does.
    }
  }
}
