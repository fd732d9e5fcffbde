package sekisho.testing;

/** Signals to processes that tests started. */
final class Signals {
  private Signals() {}

  /**
   * @param name without SIG: {@code TERM}, {@code HUP}
   */
  static void send(long pid, String name) {
    Command.run("sh", "-c", "kill -" + name + " " + pid).mustSucceed();
  }
}
