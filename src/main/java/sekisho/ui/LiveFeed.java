package sekisho.ui;

/**
 * What pages that are open are told once a second. The server asks as long as somebody looks, once
 * for all who look, on a worker thread and never twice at once; it may take its time.
 */
@FunctionalInterface
public interface LiveFeed {
  /** A JSON text without line ends: the {@code data} of an event of {@code GET /live}. */
  byte[] snapshot();
}
