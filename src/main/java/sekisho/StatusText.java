package sekisho;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code sekisho status} prints of each of the answers that it gets. */
final class StatusText {
  private final Instant now;

  /**
   * @param now what ages are counted to
   */
  StatusText(Instant now) {
    this.now = now;
  }

  /** Of {@code version}. */
  List<String> program(Optional<JsonNode> version) {
    return version
        .map(program ->
            List.of(
                "sekisho %s, %s, TLS by %s"
                    .formatted(
                        text(program, "version"),
                        "JDK " + text(program, "jdk"),
                        text(program, "tls_library"))))
        .orElse(List.of());
  }

  /** Of {@code proxy.status}. */
  List<String> proxy(JsonNode status) {
    List<String> lines = new ArrayList<>();
    lines.add(
        (status.path("ready").asBoolean() ? "running" : "stopping")
            + " since "
            + when(text(status, "started_at"))
            + " with "
            + text(status, "file"));
    status.path("listeners").forEach(listener -> lines.add("listens on " + listener.asText()));
    lines.add(
        "generation %d in force since %s"
            .formatted(status.path("generation").asLong(), when(text(status, "loaded_at"))));
    lines.add("connections: " + status.path("connections").asLong());
    for (JsonNode generation : status.path("generations")) {
      long connections = generation.path("connections").asLong();
      if (connections > 0 && !generation.path("in_force").asBoolean()) {
        lines.add(
            "  %d of them of generation %d"
                .formatted(connections, generation.path("number").asLong()));
      }
    }
    status.path("warnings").forEach(warning -> lines.add(text(warning, "text")));
    if (status.path("last_reload").isObject()) {
      lastReload(status.path("last_reload"), lines);
    }
    return lines;
  }

  private void lastReload(JsonNode last, List<String> lines) {
    JsonNode outcome = last.path("outcome");
    String user = text(last, "user");
    String by = text(last, "by") + (user.isEmpty() ? "" : ", " + user);
    boolean published = outcome.path("published").asBoolean();
    lines.add(
        "last reload %s, by %s: %s"
            .formatted(when(text(last, "at")), by, published ? "in force" : "refused"));
    if (!published) {
      outcome.path("problems").forEach(problem -> lines.add("  " + text(problem, "text")));
    }
  }

  /** Of {@code certificates.list}. */
  List<String> certificates(JsonNode certificates) {
    List<String> lines = new ArrayList<>();
    for (JsonNode certificate : certificates) {
      List<String> names = new ArrayList<>();
      certificate.path("names").forEach(name -> names.add(name.asText()));
      certificate.path("addresses").forEach(address -> names.add(address.asText()));
      String state = text(certificate, "state");
      lines.add(
          "certificate of %s until %s, %d days left%s"
              .formatted(
                  String.join(", ", names),
                  seconds(text(certificate, "not_after")),
                  certificate.path("days_left").asLong(),
                  state.equals("valid") ? "" : ": " + state.replace('_', ' ')));
    }
    return lines;
  }

  /** Of {@code stats.upstreams}: those that are not up. */
  List<String> upstreams(JsonNode groups) {
    List<String> lines = new ArrayList<>();
    int all = 0;
    for (JsonNode group : groups) {
      for (JsonNode upstream : group.path("upstreams")) {
        all++;
        if (!text(upstream, "state").equals("up")) {
          lines.add(
              "  %s is %s: %s"
                  .formatted(
                      text(upstream, "url"), text(upstream, "state"), text(upstream, "why")));
        }
      }
    }
    lines.addFirst("upstreams: %d, of which %d are not up".formatted(all, lines.size()));
    return lines;
  }

  private static String text(JsonNode object, String name) {
    return ExplanationText.plain(object.path(name).asText(""));
  }

  /** A time, and how long ago that was. */
  private String when(String time) {
    try {
      Duration ago = Duration.between(Instant.parse(time), now);
      return seconds(time) + " (" + inWords(ago) + " ago)";
    } catch (DateTimeException e) {
      return time;
    }
  }

  private static String seconds(String time) {
    try {
      return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeException e) {
      return time;
    }
  }

  /** In its two largest units. */
  static String inWords(Duration duration) {
    if (duration.toDays() > 0) {
      return duration.toDays() + " d " + duration.toHoursPart() + " h";
    }
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : Math.max(0, duration.toSeconds()) + " s";
  }
}
