package sekisho.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import sekisho.config.Element.Member;

/**
 * The members of a block by their names, in the file's order.
 *
 * <p>A thousand routes are some thousand blocks of a few members each, all of them kept: those are
 * two arrays that are searched through, and no map has an entry for each. Immutable; equal to
 * itself alone.
 */
final class Members {
  /** A thousand names of the operator's are found by a map. */
  private static final int MAX_SEARCHED = 16;

  private static final Map<String, Member> NO_INDEX = Map.of();

  static final Members NONE = new Builder().build();

  private final String[] names;
  private final Member[] members;

  /** Of many members; empty where there are few. */
  private final Map<String, Member> index;

  private Members(Builder builder) {
    names = builder.names.toArray(String[]::new);
    members = builder.members.toArray(Member[]::new);
    index = Map.copyOf(builder.index);
  }

  /** One block's members as they are read. */
  static final class Builder {
    private final List<String> names = new ArrayList<>(4);
    private final List<Member> members = new ArrayList<>(4);
    private Map<String, Member> index = NO_INDEX;

    /** Behind all others; there is none of that name yet. */
    void add(String name, Member member) {
      names.add(name);
      members.add(member);
      if (!index.isEmpty()) {
        index.put(name, member);
      } else if (names.size() > MAX_SEARCHED) {
        index = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
          index.put(names.get(i), members.get(i));
        }
      }
    }

    @Nullable Member get(String name) {
      if (!index.isEmpty()) {
        return index.get(name);
      }
      int at = names.indexOf(name);
      return at < 0 ? null : members.get(at);
    }

    /** What is added afterwards is not in it. */
    Members build() {
      return new Members(this);
    }
  }

  /** Null: there is none. */
  @Nullable Member get(String name) {
    if (!index.isEmpty()) {
      return index.get(name);
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return members[i];
      }
    }
    return null;
  }

  boolean has(String name) {
    return get(name) != null;
  }

  void forEach(BiConsumer<String, Member> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], members[i]);
    }
  }

  /** The same with others in the place of those of the same names. */
  Members with(Map<String, Member> others) {
    Builder all = new Builder();
    forEach((name, member) -> all.add(name, others.getOrDefault(name, member)));
    return all.build();
  }
}
