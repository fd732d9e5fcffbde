package sekisho.control;

import sekisho.model.Configuration;

/**
 * Something that listens beside the data path and lives as long as the proxy: the metrics endpoint,
 * the admin UI. It is set up in two steps, so that a start or a reload is all or nothing.
 *
 * <p>Called by one thread at a time, which may be kept waiting and is no event loop.
 */
public interface Companion {
  /**
   * Gets everything ready that may fail: binds, reads files.
   *
   * @throws StartFailure when anything is in the way; then everything is as it was before
   */
  Prepared prepare(Configuration configuration) throws StartFailure;

  /** What is ready, and not in force yet; one of the two follows. */
  interface Prepared {
    /** Puts it in force; what it replaces is closed. Does not fail. */
    void publish();

    /** Gives it up: everything is as it was. */
    void abandon();
  }

  /** Closes what is in force. */
  void close();
}
