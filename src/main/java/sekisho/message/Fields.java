package sekisho.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A field section (RFC 9110 §5): names and values in the order and spelling they came in.
 *
 * <p>Names compare without case. Values are Latin-1 texts: one char per octet, so that what only
 * passes through keeps its bytes. Nothing is validated or folded here. Mutable, not safe for
 * threads: it belongs to one exchange.
 */
public final class Fields {
  private static final int INITIAL_CAPACITY = 16;

  private @Nullable String[] names = new @Nullable String[INITIAL_CAPACITY];
  private @Nullable String[] values = new @Nullable String[INITIAL_CAPACITY];
  private int size;

  public int size() {
    return size;
  }

  /** The name of line {@code index}, as it was spelled. */
  public String name(int index) {
    return present(names[index]);
  }

  public String value(int index) {
    return present(values[index]);
  }

  /** Adds a line at the end. */
  public Fields add(String name, String value) {
    if (size == names.length) {
      names = Arrays.copyOf(names, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    names[size] = name;
    values[size] = value;
    size++;
    return this;
  }

  /** Replaces every line of this name by one, in the place of the first, or at the end. */
  public Fields set(String name, String value) {
    int first = indexOf(name, 0);
    if (first < 0) {
      return add(name, value);
    }
    values[first] = value;
    removeFrom(name, first + 1);
    return this;
  }

  public Fields remove(String name) {
    removeFrom(name, 0);
    return this;
  }

  public boolean contains(String name) {
    return indexOf(name, 0) >= 0;
  }

  /** The first value of this name. */
  public @Nullable String first(String name) {
    int index = indexOf(name, 0);
    return index < 0 ? null : values[index];
  }

  /** How many lines have this name. */
  public int count(String name) {
    int count = 0;
    for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
      count++;
    }
    return count;
  }

  /** The first line with this name at or after {@code from}, or -1. */
  public int indexOf(String name, int from) {
    int length = name.length();
    for (int i = from; i < size; i++) {
      String candidate = present(names[i]);
      if (candidate.length() == length && candidate.equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  /** All values of this name as one list (RFC 9110 §5.3), or null where there is none. */
  public @Nullable String joined(String name) {
    int index = indexOf(name, 0);
    if (index < 0) {
      return null;
    }
    int next = indexOf(name, index + 1);
    if (next < 0) {
      return values[index];
    }
    StringBuilder all = new StringBuilder(value(index));
    for (; next >= 0; next = indexOf(name, next + 1)) {
      all.append(", ").append(value(next));
    }
    return all.toString();
  }

  public void clear() {
    Arrays.fill(names, 0, size, null);
    Arrays.fill(values, 0, size, null);
    size = 0;
  }

  private void removeFrom(String name, int from) {
    int kept = from;
    for (int i = from; i < size; i++) {
      if (!present(names[i]).equalsIgnoreCase(name)) {
        names[kept] = names[i];
        values[kept] = values[i];
        kept++;
      }
    }
    Arrays.fill(names, kept, size, null);
    Arrays.fill(values, kept, size, null);
    size = kept;
  }

  private static String present(@Nullable String text) {
    if (text == null) {
      throw new IndexOutOfBoundsException("no field at this index");
    }
    return text;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append(names[i]).append(": ").append(values[i]).append('\n');
    }
    return text.toString();
  }
}
