package sekisho.storage;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The name of a value, or of a folder of values.
 *
 * @param segments from the outermost folder on, each a file name that cannot leave its folder
 */
public record StorageKey(List<String> segments) {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_:][A-Za-z0-9_.:-]{0,253}");

  public StorageKey {
    segments = List.copyOf(segments);
    for (String segment : segments) {
      if (!isSegment(segment)) {
        throw new IllegalArgumentException("not a segment of a storage key: " + segment);
      }
    }
  }

  /** Whether {@code text} can be one segment. */
  public static boolean isSegment(String text) {
    return SEGMENT.matcher(text).matches();
  }

  /** A key of these segments. */
  public static StorageKey of(String... segments) {
    return new StorageKey(List.of(segments));
  }

  /** The key of that name in this folder. */
  public StorageKey below(String segment) {
    return new StorageKey(Stream.concat(segments.stream(), Stream.of(segment)).toList());
  }

  /** The last segment. */
  public String name() {
    return segments.getLast();
  }

  @Override
  public String toString() {
    return String.join("/", segments);
  }
}
