package sekisho.route;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sekisho.model.ServerName;
import sekisho.model.ServerNamePattern;

/**
 * Values by name: the exact name first, then the wildcard one label above it (RFC 6125 §6.4.3).
 *
 * <p>{@code *.example.com} takes {@code a.example.com}, not {@code example.com} and not {@code
 * a.b.example.com}. A lookup costs two hash lookups however many entries there are. Names must be
 * in the compared form already ({@link ServerName}); a text that is no name at all finds nothing.
 *
 * <p>Immutable. There is no default: who finds nothing decides what that means.
 */
public final class NameTable<T> {
  /** The table without names, of which there is one: most routes name no host. */
  private static final NameTable<?> EMPTY = new NameTable<>(Map.of());

  // Optionals are made once, here, so that a lookup makes none.
  private final Map<String, Optional<T>> exact = new HashMap<>();
  private final Map<String, Optional<T>> wildcardByParent = new HashMap<>();

  private NameTable(Map<ServerNamePattern, T> entries) {
    entries.forEach((pattern, value) -> {
      switch (pattern) {
        case ServerNamePattern.Exact e -> exact.put(e.name().text(), Optional.of(value));
        case ServerNamePattern.Wildcard w ->
            wildcardByParent.put(w.parent().text(), Optional.of(value));
      }
    });
  }

  /** A table of those entries; the map is copied. */
  @SuppressWarnings("unchecked")
  public static <T> NameTable<T> of(Map<ServerNamePattern, T> entries) {
    // It holds nothing, so that it is one of whatever T is.
    return entries.isEmpty() ? (NameTable<T>) EMPTY : new NameTable<>(entries);
  }

  /** What {@code name} is for, by its exact entry or its wildcard. */
  public Optional<T> find(ServerName name) {
    return find(name.text());
  }

  /** The same for a normalised text that may be no name: an IP address, an empty host. */
  public Optional<T> find(String name) {
    Optional<T> found = findExact(name);
    return found.isPresent() ? found : findWildcard(name);
  }

  /** By its exact entry alone. */
  public Optional<T> findExact(String name) {
    return exact.getOrDefault(name, Optional.empty());
  }

  /** By its wildcard alone. */
  public Optional<T> findWildcard(String name) {
    if (wildcardByParent.isEmpty()) {
      return Optional.empty();
    }
    int dot = name.indexOf('.');
    // The asterisk stands for one whole label, not for none.
    return dot <= 0
        ? Optional.empty()
        : wildcardByParent.getOrDefault(name.substring(dot + 1), Optional.empty());
  }
}
