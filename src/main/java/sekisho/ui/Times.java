package sekisho.ui;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times for people: with their zone, and how long ago.
 *
 * @param zone of the machine
 */
record Times(Clock clock, ZoneId zone) {
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss ", Locale.ROOT);
  private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss ", Locale.ROOT);

  /** As {@code 2026-11-23 09:05:11 UTC}. */
  String full(Instant instant) {
    return written(DAY_AND_TIME, instant);
  }

  /** As {@code 09:05:11 UTC}. */
  String time(Instant instant) {
    return written(TIME, instant);
  }

  private String written(DateTimeFormatter format, Instant instant) {
    ZonedDateTime local = instant.atZone(zone);
    // A zone without a name of its own is written as Z, which few people read.
    String name = local.getOffset().equals(ZoneOffset.UTC) ? "UTC" : ZONE.format(local);
    return format.format(local) + name;
  }

  /** As {@code 3 min 5 s ago}, {@code in 12 d} or {@code now}. */
  String relative(Instant instant) {
    Duration until = Duration.between(clock.instant(), instant);
    if (until.abs().compareTo(Duration.ofSeconds(1)) < 0) {
      return "now";
    }
    return until.isNegative() ? Units.age(until) + " ago" : "in " + Units.age(until);
  }

  /** As browsers know it. */
  String zoneName() {
    return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  Instant now() {
    return clock.instant();
  }
}
