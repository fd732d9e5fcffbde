package sekisho.storage;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a value, or of a folder of values.
 *
 * @param segments each a file name that cannot leave its folder
 */
public record StorageKey(List<String> segments) {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_:][A-Za-z0-9_.:-]{0,254}");

  public StorageKey {
    segments = List.copyOf(segments);
    for (String segment : segments) {
      if (!SEGMENT.matcher(segment).matches()) {
        throw new IllegalArgumentException("not a storage key: " + segment);
      }
    }
  }

  public static StorageKey of(String... segments) {
    return new StorageKey(List.of(segments));
  }

  /** The key of that name below this one. */
  public StorageKey below(String segment) {
    return new StorageKey(
        java.util.stream.Stream.concat(segments.stream(), java.util.stream.Stream.of(segment))
            .toList());
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
