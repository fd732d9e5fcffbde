package sekisho.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamGroup.Balance;
import sekisho.model.UpstreamGroup.HealthCheck;
import sekisho.model.UpstreamGroup.Share;
import sekisho.model.UpstreamGroup.StatusRange;

/** The upstreams of a route, one or a list, and how they share its work. */
final class UpstreamGroupBinder {
  /** What only a list has a use for. */
  private static final List<String> OF_LISTS = List.of("weights", "max_fails", "fail_timeout_secs");

  private final Findings findings;

  UpstreamGroupBinder(Findings findings) {
    this.findings = findings;
  }

  /** Of TCP connections; empty when it is unusable, then the findings say why. */
  <U> Optional<UpstreamGroup<U>> ofConnections(Block route, Function<String, Parsed<U>> parser) {
    return shares(route, parser).map(shares -> UpstreamGroup.of(shares, balance(route)));
  }

  /** Of HTTP requests, likewise. */
  <U> Optional<UpstreamGroup<U>> ofRequests(Block route, Function<String, Parsed<U>> parser) {
    int maxFails = route.count("max_fails");
    Duration failTimeout = route.seconds("fail_timeout_secs");
    Optional<HealthCheck> healthCheck =
        route.block("health_check").flatMap(UpstreamGroupBinder::healthCheck);
    return shares(route, parser)
        .map(shares ->
            new UpstreamGroup<>(shares, balance(route), maxFails, failTimeout, healthCheck));
  }

  private <U> Optional<List<Share<U>>> shares(Block route, Function<String, Parsed<U>> parser) {
    List<Word> words = route.words("upstream");
    List<Integer> weights = weights(route, words.size());
    List<Share<U>> shares = new ArrayList<>();
    for (Word word : words) {
      switch (parser.apply(word.value())) {
        case Parsed.Good<U>(U upstream) ->
            shares.add(new Share<>(upstream, weights.get(shares.size())));
        case Parsed.Bad<U>(String reason) -> {
          findings.unusable(word.position(), word.path(), word.shown() + " " + reason);
          return Optional.empty();
        }
      }
    }
    if (shares.size() == 1) {
      warnOfLonely(route);
    }
    warnOfTwins(words, shares);
    return shares.isEmpty() ? Optional.empty() : Optional.of(shares);
  }

  private void warnOfLonely(Block route) {
    for (String key : OF_LISTS) {
      if (route.has(key)) {
        findings.warning(
            route.keyPosition(key),
            route.path().key(key),
            "changes nothing: there is one upstream, which gets everything");
      }
    }
  }

  private <U> void warnOfTwins(List<Word> words, List<Share<U>> shares) {
    Set<U> seen = new HashSet<>();
    for (int i = 0; i < shares.size(); i++) {
      if (!seen.add(shares.get(i).upstream())) {
        findings.warning(
            words.get(i).position(),
            words.get(i).path(),
            words.get(i).shown() + " is in the list twice; give it a weight instead");
      }
    }
  }

  /** One for each upstream; all alike where nothing is said. */
  private List<Integer> weights(Block route, int upstreams) {
    List<Integer> weights = route.counts("weights");
    if (weights.size() == upstreams) {
      return weights;
    }
    if (!weights.isEmpty()) {
      findings.error(
          route.keyPosition("weights"),
          route.path().key("weights"),
          "has %d weights for %d upstreams; one for each is needed"
              .formatted(weights.size(), upstreams));
    }
    return Collections.nCopies(upstreams, 1);
  }

  private static Balance balance(Block route) {
    return route.choice("balance", Balance.class).orElse(Balance.ROUND_ROBIN);
  }

  /** Empty when it is unusable; then the findings say why. */
  private static Optional<HealthCheck> healthCheck(Block check) {
    return check
        .word("path")
        .map(path ->
            new HealthCheck(
                path.value(),
                check.seconds("interval_secs"),
                check.seconds("timeout_secs"),
                statuses(check.text("expect"))));
  }

  /** {@code 2xx}, or one status. */
  private static StatusRange statuses(String text) {
    if (text.endsWith("xx")) {
      int first = Integer.parseInt(text.substring(0, 1)) * 100;
      return new StatusRange(first, first + 99);
    }
    int status = Integer.parseInt(text);
    return new StatusRange(status, status);
  }
}
