package sekisho.control;

/**
 * Who or what has asked for a reload.
 *
 * @param kind how
 * @param name the user, where there is one; else empty
 */
public record ReloadTrigger(Kind kind, String name) {

  /** The ways to ask. */
  public enum Kind {
    /** SIGHUP. */
    SIGNAL,
    /** A process of this machine, over the control socket. */
    SOCKET,
    /** Somebody in the admin UI, or a program that uses its JSON-RPC. */
    UI,
    /** The file was saved. */
    WATCH
  }

  public static ReloadTrigger signal() {
    return new ReloadTrigger(Kind.SIGNAL, "");
  }

  public static ReloadTrigger watch() {
    return new ReloadTrigger(Kind.WATCH, "");
  }

  /** In words, as it is logged. */
  public String text() {
    return switch (kind) {
      case SIGNAL -> "SIGHUP";
      case SOCKET -> "the user " + name + " over the control socket";
      case UI -> "the user " + name + " of the admin interface";
      case WATCH -> "a change of the file";
    };
  }
}
