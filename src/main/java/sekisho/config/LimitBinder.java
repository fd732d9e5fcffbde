package sekisho.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sekisho.model.AccessList;
import sekisho.model.AddressBlock;
import sekisho.model.ConnectionLimit;
import sekisho.model.HttpGuard;
import sekisho.model.LimitKey;
import sekisho.model.Place;
import sekisho.model.RateLimit;
import sekisho.model.RejectManner;
import sekisho.model.SniGuard;

/** {@code rate_limit}, {@code connection_limit}, {@code allow} and {@code deny}. */
final class LimitBinder {
  private static final String RATE = "rate_limit";
  private static final String CONNECTIONS = "connection_limit";

  /** Where there is no HTTP to answer in. */
  private static final int NO_STATUS = 0;

  private final Optional<RateLimit> usualRate;
  private final Optional<ConnectionLimit> usualInFlight;

  /**
   * @param http {@code proxy.http}, whose limits hold for the routes that do not say
   */
  LimitBinder(Block http) {
    usualRate = rate(http);
    usualInFlight = inFlight(http);
  }

  /** What an HTTP route asks; its own limit stands in the place of the usual one, null for none. */
  HttpGuard guard(Block route) {
    // Its own limit is whole: no key of it is as proxy.http says.
    Block alone = route.alone();
    return new HttpGuard(
        access(route),
        route.has(RATE) ? rate(alone) : usualRate,
        route.has(CONNECTIONS) ? inFlight(alone) : usualInFlight);
  }

  /** What an SNI route asks. */
  static SniGuard sniGuard(Block route) {
    return new SniGuard(
        access(route),
        connections(route).map(block -> connections(block, NO_STATUS, place(route, CONNECTIONS))),
        route.choice("reject_with", RejectManner.class).orElseThrow());
  }

  private static AccessList access(Block route) {
    return new AccessList(blocks(route, "allow"), blocks(route, "deny"));
  }

  private static List<AddressBlock> blocks(Block route, String key) {
    List<AddressBlock> blocks = new ArrayList<>();
    for (Word word : route.words(key)) {
      if (AddressBlockText.parse(word.value())
          instanceof Parsed.Good<AddressBlock>(AddressBlock block)) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  /** The limit of a block that has one; empty too where it is unusable. */
  private static Optional<RateLimit> rate(Block within) {
    return within
        .block(RATE)
        .filter(block -> block.hasSound("requests_per_second", "burst"))
        .map(block ->
            new RateLimit(
                block.decimal("requests_per_second"),
                block.count("burst"),
                key(block),
                block.count("status"),
                block.flag("dry_run"),
                place(within, RATE)));
  }

  private static Optional<ConnectionLimit> inFlight(Block within) {
    return connections(within)
        .map(block -> connections(block, block.count("status"), place(within, CONNECTIONS)));
  }

  private static Optional<Block> connections(Block within) {
    return within.block(CONNECTIONS).filter(block -> block.hasSound("max"));
  }

  private static ConnectionLimit connections(Block block, int status, Place place) {
    return new ConnectionLimit(
        block.count("max"), key(block), status, block.flag("dry_run"), place);
  }

  private static LimitKey key(Block block) {
    return FieldText.limitKey(block.text("key")) instanceof Parsed.Good<LimitKey>(LimitKey key)
        ? key
        : new LimitKey.ClientIp();
  }

  private static Place place(Block block, String key) {
    Position position = block.keyPosition(key);
    return new Place(position.line(), position.column(), block.path().key(key).text());
  }
}
