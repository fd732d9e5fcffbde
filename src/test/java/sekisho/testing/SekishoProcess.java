package sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged program, running a configuration as a child process.
 *
 * <p>Closing it kills it, and fails the test when its output shows a leaked buffer or a stack
 * trace. Not for more than one thread at a time.
 */
public final class SekishoProcess implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on (\\S+):(\\d+)$");
  private static final Pattern LISTENING_PLAINLY =
      Pattern.compile("listening on (\\S+):(\\d+) for plain HTTP$");
  private static final Pattern METRICS =
      Pattern.compile("metrics on http://(\\S+):(\\d+)/metrics$");
  private static final Pattern FAULT =
      Pattern.compile("LEAK:|^\\s+at [\\w.$/]+\\(|Exception in thread");
  private static final long EXIT_LIMIT_SECONDS = 60;

  private final Process process;
  private final LineLog stdout;
  private final LineLog stderr;
  private final boolean leaksDetected;

  private SekishoProcess(Process process, boolean leaksDetected) {
    this.process = process;
    this.stdout = LineLog.of(process.getInputStream());
    this.stderr = LineLog.of(process.getErrorStream());
    this.leaksDetected = leaksDetected;
  }

  /** Runs {@code config} with leak detection on; returns when it is ready. */
  public static SekishoProcess run(Path config) {
    return of(config).detectingLeaks().start();
  }

  public static Launch of(Path config) {
    return new Launch("run", config.toString());
  }

  /** One that reloads whenever {@code config} is saved. */
  public static Launch watching(Path config) {
    return new Launch("run", "--watch", config.toString());
  }

  /** The quick start: no file. */
  public static Launch quickStart() {
    return new Launch("run");
  }

  /** How the program is to be started. */
  public static final class Launch {
    private final String[] arguments;
    private final List<String> wrapper = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private boolean leaksDetected;

    private Launch(String... arguments) {
      this.arguments = arguments;
    }

    /** Adds flags of the JVM. */
    public Launch flags(String... more) {
      flags.addAll(List.of(more));
      return this;
    }

    /** Sets a variable of its environment. */
    public Launch environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Every buffer is tracked: slow, and not for tests about memory or speed. */
    public Launch detectingLeaks() {
      leaksDetected = true;
      return flags("-Dio.netty.leakDetection.level=paranoid");
    }

    /** The kernel gives the process no more than {@code limit} file descriptors. */
    public Launch fileLimit(int limit) {
      wrapper.addAll(
          List.of(Tools.require("prlimit").toString(), "--nofile=" + limit + ":" + limit));
      return this;
    }

    /** Starts it and waits until it says that it is ready. */
    public SekishoProcess start() {
      List<String> command = new ArrayList<>(wrapper);
      command.addAll(SekishoProgram.command(flags, arguments));
      try {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        SekishoProcess started = new SekishoProcess(process, leaksDetected);
        started.awaitReady();
        return started;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void awaitReady() {
    try {
      Await.until("the program is ready", () -> isReady() || !process.isAlive());
      if (!isReady()) {
        throw new AssertionError("exit code " + process.exitValue());
      }
    } catch (AssertionError e) {
      kill();
      throw new AssertionError(e.getMessage() + "\n" + output(), e);
    }
  }

  private boolean isReady() {
    return stdout.find(line -> line.contains(" ready")).isPresent();
  }

  /** The addresses it listens on, in the configuration's order. */
  public List<InetSocketAddress> addresses() {
    return addresses(LISTENING);
  }

  /** The first address at which it speaks HTTP without TLS. */
  public InetSocketAddress plainAddress() {
    return addresses(LISTENING_PLAINLY).getFirst();
  }

  /** Where it is scraped. */
  public InetSocketAddress metricsAddress() {
    return addresses(METRICS).getFirst();
  }

  private List<InetSocketAddress> addresses(Pattern listening) {
    return stdout.lines().stream()
        .map(listening::matcher)
        .filter(Matcher::find)
        .map(found -> address(found.group(1), Integer.parseInt(found.group(2))))
        .toList();
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")), port);
  }

  /** The first address. */
  public InetSocketAddress address() {
    return addresses().getFirst();
  }

  /** The port of the first address. */
  public int port() {
    return address().getPort();
  }

  public LineLog stdout() {
    return stdout;
  }

  public LineLog stderr() {
    return stderr;
  }

  /** The access log, if the configuration sends it to standard output. */
  public AccessLog accessLog() {
    return new AccessLog(stdout);
  }

  public ProcessUsage usage() {
    return new ProcessUsage(process.pid());
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to stop: SIGTERM. */
  public void terminate() {
    Signals.send(process.pid(), "TERM");
  }

  /** Asks it to read its files again: SIGHUP. */
  public void hangUp() {
    Signals.send(process.pid(), "HUP");
  }

  /** Waits for its end and returns the exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(EXIT_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running after " + EXIT_LIMIT_SECONDS + " s\n" + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the end", e);
    }
    stdout.awaitEnd();
    stderr.awaitEnd();
    return process.exitValue();
  }

  @Override
  public void close() {
    if (process.isAlive() && leaksDetected) {
      LeakHunt.in(process.pid(), address());
    }
    kill();
    List<String> faults =
        (stdout + "\n" + stderr).lines().filter(line -> FAULT.matcher(line).find()).toList();
    if (!faults.isEmpty()) {
      throw new AssertionError("the program's output shows a fault\n" + output());
    }
  }

  private void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  private String output() {
    return "--- stdout\n" + stdout + "\n--- stderr\n" + stderr;
  }
}
