package sekisho.control;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import sekisho.limit.LimitWords;
import sekisho.model.HttpRoute;
import sekisho.model.Place;
import sekisho.model.ProxySettings;
import sekisho.model.SniGuard;
import sekisho.model.SniRoute;

/** Says of every limit of a configuration where it stands and, in words, what it does. */
final class LimitNotes {
  private LimitNotes() {}

  /**
   * In the order of the routes, each limit once.
   *
   * @param file the configuration's name
   * @return lines as problems have them, {@code FILE:LINE:COLUMN: path: words}
   */
  static List<String> of(ProxySettings proxy, String file) {
    Set<String> notes = new LinkedHashSet<>();
    BiConsumer<Place, String> note =
        (place, words) ->
            notes.add(
                "%s:%d:%d: %s: %s"
                    .formatted(file, place.line(), place.column(), place.path(), words));
    add(proxy.tls().routing().defaultGuard(), note);
    for (SniRoute route : proxy.tls().routing().routes()) {
      add(route.guard(), note);
    }
    for (HttpRoute route : proxy.http().routes()) {
      route.guard().rate().ifPresent(limit -> note.accept(limit.place(), LimitWords.of(limit)));
      route
          .guard()
          .inFlight()
          .ifPresent(limit -> note.accept(limit.place(), LimitWords.ofRequests(limit)));
    }
    return List.copyOf(notes);
  }

  private static void add(SniGuard guard, BiConsumer<Place, String> note) {
    String manner = guard.manner().name().toLowerCase(Locale.ROOT);
    guard
        .connections()
        .ifPresent(limit -> note.accept(limit.place(), LimitWords.ofConnections(limit, manner)));
  }
}
