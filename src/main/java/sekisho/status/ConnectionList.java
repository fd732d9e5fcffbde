package sekisho.status;

import java.time.Instant;
import java.util.List;

/**
 * The open connections that were asked for.
 *
 * @param at when this was read
 * @param total how many match; more than are listed where there is a limit
 * @param connections the newest first
 */
public record ConnectionList(Instant at, long total, List<ConnectionFacts> connections) {
  public ConnectionList {
    connections = List.copyOf(connections);
  }
}
