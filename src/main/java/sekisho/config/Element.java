package sekisho.config;

import java.util.List;

/** A value of the file with its place. */
sealed interface Element {
  Position position();

  /**
   * @param origins the substitutions that made a part of it, as they were written; empty: none did
   */
  record Text(Position position, String value, List<String> origins) implements Element {
    public Text {
      origins = List.copyOf(origins);
    }
  }

  /**
   * @param value a {@code Long} or a {@code Double}
   */
  record Numeral(Position position, Number value) implements Element {}

  record Flag(Position position, boolean value) implements Element {}

  record Nothing(Position position) implements Element {}

  record Sequence(Position position, List<Element> items) implements Element {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  record Structure(Position position, Members members) implements Element {
    /** The place of a key; that of the block, for an absent one. */
    Position keyPosition(String key) {
      Member member = members.get(key);
      return member == null ? position : member.key();
    }

    static Structure empty(Position position) {
      return new Structure(position, Members.NONE);
    }
  }

  /** A key's place, and its value. */
  record Member(Position key, Element value) {}
}
