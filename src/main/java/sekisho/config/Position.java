package sekisho.config;

import java.util.Comparator;

/**
 * A place in the file.
 *
 * @param line from 1
 * @param column in characters, from 1; a tab is one character
 */
record Position(int line, int column) implements Comparable<Position> {
  /** The place of problems that concern the file as a whole. */
  static final Position NONE = new Position(0, 0);

  static final Position START = new Position(1, 1);

  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
