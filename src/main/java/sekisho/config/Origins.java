package sekisho.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.model.Place;

/**
 * Where in the file the values stand that were read of it, also those that another block has for a
 * silent one. Written while the file is read, and by nobody afterwards.
 *
 * <p>It knows keys and blocks, not what they say.
 */
public final class Origins {
  private final Map<String, Origin> byPath = new HashMap<>();

  /**
   * @param place of the key, or of the block
   * @param substitutions what a part of the value came from, as it was written: it may be a secret;
   *     empty: it stands in the file
   */
  public record Origin(Place place, List<String> substitutions) {
    public Origin {
      substitutions = List.copyOf(substitutions);
    }
  }

  Origins() {}

  void add(KeyPath path, Element.Member member) {
    List<String> substitutions =
        member.value() instanceof Element.Text text ? text.origins() : List.of();
    byPath.put(path.text(), new Origin(place(path, member.key()), substitutions));
  }

  void add(KeyPath path, Position position) {
    byPath.put(path.text(), new Origin(place(path, position), List.of()));
  }

  /** The value of {@code path} is that of {@code from}, wherever that is from. */
  void inherit(KeyPath path, KeyPath from) {
    Origin origin = byPath.get(from.text());
    if (origin != null) {
      byPath.put(path.text(), origin);
    }
  }

  private static Place place(KeyPath path, Position position) {
    return new Place(position.line(), position.column(), path.text());
  }

  /**
   * What decided the value of a key.
   *
   * @param block the path of the block that the key belongs to
   * @return empty: nobody wrote it, so that it has its default
   */
  public Optional<Origin> of(String block, String key) {
    return Optional.ofNullable(byPath.get(new KeyPath(block).key(key).text()));
  }

  /** Where a block, or an item of a list of blocks, stands; empty: it was not written. */
  public Optional<Origin> of(String path) {
    return Optional.ofNullable(byPath.get(path));
  }
}
