package sekisho.explain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Duration;
import sekisho.model.AccessList;
import sekisho.model.ClientAuth;
import sekisho.model.RejectManner;
import sekisho.model.TlsVersion;
import sekisho.model.UpstreamGroup;

/** Values of the configuration in words. */
final class Words {
  private Words() {}

  static String clientAuth(ClientAuth asked) {
    String whose = " one of the authorities in " + asked.ca();
    return switch (asked.mode()) {
      case REQUIRE ->
          "required, of" + whose + "; the fields below are written for a client without";
      case REQUEST ->
          "asked for, of" + whose + "; the fields below are written for a client without";
    };
  }

  /** As {@code 60 s}. */
  static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  /** The same where zero means that there is no bound. */
  static String secondsOrNever(Duration duration) {
    return duration.isZero() ? "never" : seconds(duration);
  }

  static String manner(RejectManner manner) {
    return switch (manner) {
      case DROP -> "drop: closed without a byte";
      case RESET -> "reset: RST without a byte";
      case ALERT -> "alert: the TLS alert unrecognized_name (112), then closed";
    };
  }

  static String version(TlsVersion version) {
    return switch (version) {
      case TLS_1_2 -> "1.2";
      case TLS_1_3 -> "1.3";
    };
  }

  /** The one upstream, or all of them with how they share the work. */
  static String group(UpstreamGroup<?> group) {
    if (group.isLone()) {
      return group.first().toString();
    }
    String balance =
        switch (group.balance()) {
          case ROUND_ROBIN -> "each in turn";
          case LEAST_CONNECTIONS -> "whoever has the least in hand";
        };
    return balance
        + ": "
        + String.join(
            ", ",
            group.shares().stream()
                .map(share -> share.upstream() + " (weight " + share.weight() + ")")
                .toList());
  }

  static String verdict(AccessList.Verdict verdict) {
    return switch (verdict) {
      case AccessList.Verdict.Everybody _ -> "served: no block of deny has the client";
      case AccessList.Verdict.Allowed allowed -> "served: allow has " + allowed.by();
      case AccessList.Verdict.Denied denied -> "refused: deny has " + denied.by();
      case AccessList.Verdict.NotAllowed _ -> "refused: no block of allow has the client";
    };
  }

  /** Octets of a field as a terminal shows them. */
  static String octets(String value) {
    return new String(value.getBytes(ISO_8859_1), UTF_8);
  }
}
