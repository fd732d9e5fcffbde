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
 * <p>It keeps the blocks as they were read, and finds a key when it is asked for: of a thousand
 * routes with forty keys each nobody asks for more than one. What keys say stays inside: places and
 * the names of substitutions are all that it tells.
 */
public final class Origins {
  /** By their paths. */
  private final Map<String, Known> blocks = new HashMap<>();

  /** What stands in a list and is asked for by its own name, by paths. */
  private final Map<String, Origin> named = new HashMap<>();

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

  /**
   * @param at of the block's key, or of the block where it is an item
   * @param silence what holds for the keys that it does not have
   */
  private record Known(Position at, Element.Structure structure, Silence silence) {}

  /** What holds for the keys that a block does not have. */
  private sealed interface Silence {
    /** Their defaults. */
    record Default() implements Silence {}

    /** What the block of the same name says, in the block that holds for the one around it. */
    record AsAround() implements Silence {}

    /** What another block says. */
    record In(String path) implements Silence {}
  }

  Origins() {}

  /** A block that stands for itself: its silent keys have their defaults. */
  void addWhole(KeyPath path, Position at, Element.Structure structure) {
    blocks.put(path.text(), new Known(at, structure, new Silence.Default()));
  }

  /** A block whose silent keys are as around it. */
  void addInner(KeyPath path, Position at, Element.Structure structure) {
    blocks.put(path.text(), new Known(at, structure, new Silence.AsAround()));
  }

  /** A block whose silent keys are those of another, as of a route in {@code proxy.http}. */
  void addWithin(KeyPath path, Element.Structure structure, KeyPath enclosing) {
    Silence silence = new Silence.In(enclosing.text());
    blocks.put(path.text(), new Known(structure.position(), structure, silence));
  }

  /** What has a place of its own without being a key, such as a name in a list of names. */
  void addNamed(KeyPath path, Position position) {
    String text = path.text();
    named.put(text, new Origin(place(text, position), List.of()));
  }

  private static Place place(String path, Position position) {
    return new Place(position.line(), position.column(), path);
  }

  /**
   * What decided the value of a key.
   *
   * @param block the path of the block that the key belongs to
   * @return empty: nobody wrote it, so that it has its default
   */
  public Optional<Origin> of(String block, String key) {
    return own(block, key).or(() -> enclosing(block).flatMap(outer -> of(outer, key)));
  }

  private Optional<Origin> own(String block, String key) {
    String path = KeyPath.textOf(block, key);
    Known known = blocks.get(block);
    Element.Member member = known == null ? null : known.structure().members().get(key);
    if (member == null) {
      return Optional.ofNullable(named.get(path));
    }
    List<String> substitutions =
        member.value() instanceof Element.Text text ? text.origins() : List.of();
    return Optional.of(new Origin(place(path, member.key()), substitutions));
  }

  private Optional<String> enclosing(String block) {
    for (int end = block.length(); end > 0; end = block.lastIndexOf('.', end - 1)) {
      Known known = blocks.get(block.substring(0, end));
      if (known != null) {
        switch (known.silence()) {
          case Silence.Default _ -> {
            return Optional.empty();
          }
          case Silence.In(String path) -> {
            return Optional.of(path + block.substring(end));
          }
          case Silence.AsAround _ -> {}
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Where a block, an item of a list of blocks, or a key that is a plain word stands; empty:
   * nowhere, or it is the file as a whole.
   */
  public Optional<Origin> of(String path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Known known = blocks.get(path);
    if (known != null) {
      return Optional.of(new Origin(place(path, known.at()), List.of()));
    }
    int dot = path.lastIndexOf('.');
    return own(path.substring(0, Math.max(dot, 0)), path.substring(dot + 1));
  }
}
