package sekisho.upstream;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sekisho.balance.Members;
import sekisho.model.UpstreamGroup;

/**
 * The members of every group, the same for all event loops: what is learned of an upstream at one
 * of them holds at the others. Routes with equal groups share them.
 */
final class Groups {
  private final Map<UpstreamGroup<?>, Members<?>> members = new ConcurrentHashMap<>();

  // The members of a group of U are members of U.
  @SuppressWarnings("unchecked")
  <U> Members<U> members(UpstreamGroup<U> group) {
    return (Members<U>) members.computeIfAbsent(group, g -> new Members<>(g, System::nanoTime));
  }

  /** Those that were asked for so far. */
  Collection<Members<?>> all() {
    return List.copyOf(members.values());
  }
}
