package sekisho.control;

import java.time.Instant;

/**
 * The reload that was asked for last.
 *
 * @param at when it was over
 * @param trigger who or what has asked for it
 * @param outcome what became of it
 */
public record LastReload(Instant at, ReloadTrigger trigger, ReloadOutcome outcome) {
  /** Whether what was asked for is in force. */
  public boolean isPublished() {
    return outcome instanceof ReloadOutcome.Published;
  }
}
