package sekisho.config;

import java.util.ArrayList;
import java.util.List;
import sekisho.model.ListenAddress;

/**
 * The addresses that the file listens on, in all of its blocks: none may stand in another's way.
 */
final class PortClaims {
  private final Findings findings;
  private final List<Taken> taken = new ArrayList<>();

  PortClaims(Findings findings) {
    this.findings = findings;
  }

  /** The addresses of a key, in the file's order. */
  List<ListenAddress> add(Block block, String key) {
    List<ListenAddress> added = new ArrayList<>();
    for (Word word : block.words(key)) {
      if (ListenAddressText.parse(word.value())
          instanceof Parsed.Good<ListenAddress>(ListenAddress address)) {
        take(address, word);
        added.add(address);
      }
    }
    return added;
  }

  private record Taken(ListenAddress address, Word word) {}

  private void take(ListenAddress address, Word word) {
    taken.stream()
        .filter(other -> collide(address, other.address()))
        .findFirst()
        .ifPresent(other ->
            findings.unusable(
                word.position(),
                word.path(),
                word.shown()
                    + " is taken by "
                    + other.word().path()
                    + " on line "
                    + other.word().line()
                    + "; allowed: another address or port"));
    taken.add(new Taken(address, word));
  }

  /** A wildcard takes its port on every address of its family; port 0 is a new one each time. */
  private static boolean collide(ListenAddress a, ListenAddress b) {
    return a.port() != 0
        && a.port() == b.port()
        && a.isIpv6() == b.isIpv6()
        && (a.address().equals(b.address())
            || a.address().isAnyLocalAddress()
            || b.address().isAnyLocalAddress());
  }
}
