import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;

/**
 * The load that wrk cannot make. Takes commands from standard input, one at a time, so that the
 * program stays warm over rounds and peers:
 *
 * <pre>
 * get port=7443 connections=64 seconds=5 rate=0 path=/128
 * ping port=7443 connections=64 seconds=5 size=64
 * websocket port=7443 connections=1000 seconds=5 size=125
 * resumed port=7443 connections=32 seconds=5 path=/128
 * idle port=7443 connections=10000 path=/128         until the next line
 * relays port=7443 connections=1000 size=64          until the next line
 * </pre>
 *
 * <p>Answers {@code begin} when all connections stand and {@code end units per-second p50-ms
 * p99-ms} when it is over, or {@code error WHY}.
 */
final class Load {
  private static final PrintStream OUT =
      new PrintStream(System.out, true, StandardCharsets.US_ASCII);

  private final BufferedReader commands;
  private final Map<String, String> options;

  private Load(BufferedReader commands, Map<String, String> options) {
    this.commands = commands;
    this.options = options;
  }

  public static void main(String[] args) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      Map<String, String> options = new HashMap<>();
      for (int i = 1; i < words.length; i++) {
        options.put(words[i].split("=")[0], words[i].split("=")[1]);
      }
      try {
        new Load(commands, options).run(words[0]);
      } catch (IOException | GeneralSecurityException e) {
        OUT.println("error " + e);
      }
    }
  }

  private void run(String kind) throws IOException, GeneralSecurityException {
    switch (kind) {
      case "get" -> stay(null, new Talk.Get(options.get("path"), true));
      case "ping" -> stay(null, new Talk.Ping(number("size")));
      case "websocket" -> stay(new Talk.Upgrade(), new Talk.Frames(number("size")));
      case "resumed" -> pass(new Talk.Get(options.get("path"), false));
      case "idle" -> idle(new Talk.Get(options.get("path"), true));
      case "relays" -> idle(new Talk.Ping(number("size")));
      default -> throw new IOException("no such load: " + kind);
    }
  }

  private void stay(Talk opening, Talk talk) throws IOException, GeneralSecurityException {
    Crowd crowd = crowd(opening, talk);
    crowd.open();
    OUT.println("begin");
    long start = System.nanoTime();
    Histogram latencies = crowd.run(nanos(), Double.parseDouble(options.getOrDefault("rate", "0")));
    report(latencies, start);
    crowd.close();
  }

  private void idle(Talk talk) throws IOException, GeneralSecurityException {
    Crowd crowd = crowd(talk, talk);
    crowd.open();
    OUT.println("begin");
    commands.readLine();
    // Whoever was closed meanwhile is seen by one more exchange.
    crowd.once();
    OUT.println("end " + number("connections") + " 0 0 0");
    crowd.close();
  }

  private void pass(Talk talk) throws IOException, GeneralSecurityException {
    Passers passers = new Passers(new Loop(), number("port"), talk);
    passers.open(number("connections"));
    OUT.println("begin");
    long start = System.nanoTime();
    Histogram latencies = passers.run(nanos());
    if (passers.full() > latencies.total() / 100) {
      throw new IOException(passers.full() + " of " + latencies.total() + " did not resume");
    }
    report(latencies, start);
    passers.close();
  }

  private Crowd crowd(Talk opening, Talk talk) throws IOException, GeneralSecurityException {
    Loop loop = new Loop();
    Tls tls = Tls.client();
    int port = number("port");
    return new Crowd(
        loop,
        opening,
        talk,
        number("connections"),
        owner -> Link.connect(loop, port, tls.towards(port), owner));
  }

  private static void report(Histogram latencies, long start) throws IOException {
    double seconds = (System.nanoTime() - start) / 1e9;
    if (latencies.total() == 0) {
      throw new IOException("nothing was answered");
    }
    OUT.printf(
        "end %d %.0f %.3f %.3f%n",
        latencies.total(),
        latencies.total() / seconds,
        latencies.millis(0.5),
        latencies.millis(0.99));
  }

  private long nanos() {
    return number("seconds") * 1_000_000_000L;
  }

  private int number(String option) {
    return Integer.parseInt(options.get(option));
  }
}
