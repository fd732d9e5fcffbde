package sekisho.limit;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The limiters of one kind of limit: equal limits are one limiter, and one that was there before
 * under another configuration goes on.
 *
 * <p>A limit is the one of before when it says the same and is asked by one of those who asked it
 * before, be it on another line; or when it stands under the same key.
 *
 * @param <L> what the configuration says
 * @param <M> what counts
 */
final class LimiterTable<L, M> {
  // By identity, which costs next to nothing: who asks has the configuration's own records.
  private final IdentityHashMap<L, M> limiters = new IdentityHashMap<>();
  private final Map<L, Entry<L, M>> equal = new LinkedHashMap<>();
  private final Function<L, M> making;

  /** One limiter, and who asks it. */
  private static final class Entry<L, M> {
    final Object rule;
    final String path;
    final Set<Object> askers = new HashSet<>();
    final Set<L> limits;
    @Nullable M limiter;

    Entry(Object rule, String path, Set<L> limits) {
      this.rule = rule;
      this.path = path;
      this.limits = limits;
    }

    boolean isAskedByOneOf(Entry<L, M> other) {
      return askers.stream().anyMatch(other.askers::contains);
    }
  }

  /**
   * @param making makes a limiter of which nothing is used up
   */
  LimiterTable(Function<L, M> making) {
    this.making = making;
  }

  /**
   * @param rule what it says, without where it stands
   * @param path the key under which it stands
   * @param asker the route that it holds for, as it is known under another configuration too
   */
  void add(L limit, Object rule, String path, Object asker) {
    Entry<L, M> entry =
        equal.computeIfAbsent(
            limit,
            _ -> new Entry<>(rule, path, Collections.newSetFromMap(new IdentityHashMap<>())));
    entry.askers.add(asker);
    entry.limits.add(limit);
  }

  /**
   * Everything was added.
   *
   * @param before null: there was nothing before
   */
  void settle(@Nullable LimiterTable<L, M> before) {
    Set<Entry<L, M>> free = new LinkedHashSet<>();
    if (before != null) {
      free.addAll(before.equal.values());
    }
    for (Entry<L, M> entry : equal.values()) {
      take(entry, free, old -> old.rule.equals(entry.rule) && old.isAskedByOneOf(entry));
    }
    for (Map.Entry<L, Entry<L, M>> each : equal.entrySet()) {
      Entry<L, M> entry = each.getValue();
      if (entry.limiter == null) {
        take(entry, free, old -> old.rule.equals(entry.rule) && old.path.equals(entry.path));
      }
      M limiter = entry.limiter == null ? making.apply(each.getKey()) : entry.limiter;
      entry.limiter = limiter;
      entry.limits.forEach(limit -> limiters.put(limit, limiter));
    }
  }

  /** One of before goes on in one place alone: two that are told apart now do not share it. */
  private void take(Entry<L, M> entry, Set<Entry<L, M>> free, Predicate<Entry<L, M>> isTheSame) {
    free.stream()
        .filter(isTheSame)
        .findFirst()
        .ifPresent(old -> {
          entry.limiter = old.limiter;
          free.remove(old);
        });
  }

  M of(L limit) {
    return Objects.requireNonNull(limiters.get(limit), "a limit of another configuration");
  }
}
