package sekisho.testing;

/** Signals to processes that tests started. */
public final class Signals {
  private Signals() {}

  /**
   * @param name without SIG: {@code TERM}, {@code HUP}
   */
  public static void send(long pid, String name) {
    Command.run("sh", "-c", "kill -" + name + " " + pid).mustSucceed();
  }
}
