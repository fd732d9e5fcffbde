package sekisho.upstream;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sekisho.balance.Member;
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
  record Key(UpstreamGroup<?> group, Optional<UpstreamTls> tls) {}

  /** An upstream, and how it is spoken to. */
  private record Known(Object upstream, Optional<UpstreamTls> tls) {}

  /** Without any yet. */
  Groups() {}

  /**
   * Those that take the place of {@code before}: equal groups go on as they are, and in the others
   * is known what was known of the same upstreams.
   */
  Groups(Collection<Key> keys, Groups before) {
    Map<Known, Member<?>> known = new HashMap<>();
    before.members.forEach((key, old) ->
        old.all().forEach(member -> known.put(new Known(member.upstream(), key.tls()), member)));
    for (Key key : keys) {
      Members<?> same = before.members.get(key);
      members.put(key, same == null ? following(key.group(), key.tls(), known) : same);
    }
  }

  private static <U> Members<U> following(
      UpstreamGroup<U> group, Optional<UpstreamTls> tls, Map<Known, Member<?>> known) {
    return new Members<>(
        group,
        System::nanoTime,
        upstream -> Optional.ofNullable(known.get(new Known(upstream, tls))));
  }

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
