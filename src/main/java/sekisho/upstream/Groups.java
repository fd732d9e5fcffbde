package sekisho.upstream;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sekisho.balance.Members;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamTls;

/**
 * The members of every group, the same for all event loops: what is learned of an upstream at one
 * of them holds at the others. Routes with equal groups and equal TLS share them.
 */
final class Groups {
  private final Map<Key, Members<?>> members = new ConcurrentHashMap<>();

  /** How they are spoken to belongs to it: one that one route does not believe may be another's. */
  private record Key(UpstreamGroup<?> group, Optional<UpstreamTls> tls) {}

  // The members of a group of U are members of U.
  @SuppressWarnings("unchecked")
  <U> Members<U> members(UpstreamGroup<U> group, Optional<UpstreamTls> tls) {
    return (Members<U>)
        members.computeIfAbsent(
            new Key(group, tls), key -> new Members<>(key.group(), System::nanoTime));
  }

  /** Those that were asked for so far. */
  Collection<Members<?>> all() {
    return List.copyOf(members.values());
  }
}
