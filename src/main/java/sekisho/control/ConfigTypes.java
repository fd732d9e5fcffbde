package sekisho.control;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sekisho.config.Difference;
import sekisho.config.Difference.Change;
import sekisho.config.Difference.Line;
import sekisho.config.Problem;
import sekisho.rpc.ObjectType;
import sekisho.rpc.ResultType;

/** How configurations, and what becomes of them, are told over JSON-RPC. */
final class ConfigTypes {
  static final ResultType<Problem> PROBLEM =
      ObjectType.<Problem>of()
          .with(
              "severity",
              ResultType.TEXT,
              "error or warning",
              problem -> problem.severity().name().toLowerCase(Locale.ROOT))
          .with(
              "line",
              ResultType.WHOLE,
              "from 1; 0: the file as a whole",
              problem -> (long) problem.line())
          .with(
              "column",
              ResultType.WHOLE,
              "in characters, from 1; 0: the file as a whole",
              problem -> (long) problem.column())
          .with("path", ResultType.TEXT, "the key that it is about, or empty", Problem::path)
          .with("message", ResultType.TEXT, "what is wrong, and what is allowed", Problem::message)
          .with("text", ResultType.TEXT, "all of it on one line", Problem::toString)
          .type();

  private static final ResultType<Change> CHANGE =
      ObjectType.<Change>of()
          .with(
              "kind",
              ResultType.TEXT,
              "added, removed or changed",
              change ->
                  switch (change) {
                    case Change.Added _ -> "added";
                    case Change.Removed _ -> "removed";
                    case Change.Changed _ -> "changed";
                  })
          .with("path", ResultType.TEXT, "the key", Change::path)
          .with(
              "before",
              ResultType.optional(ResultType.TEXT),
              "its value as JSON, without secrets",
              change ->
                  switch (change) {
                    case Change.Added _ -> Optional.empty();
                    case Change.Removed removed -> Optional.of(removed.value());
                    case Change.Changed changed -> Optional.of(changed.before());
                  })
          .with(
              "after",
              ResultType.optional(ResultType.TEXT),
              "its value as JSON, without secrets; as before, where a secret has changed",
              change ->
                  switch (change) {
                    case Change.Added added -> Optional.of(added.value());
                    case Change.Removed _ -> Optional.empty();
                    case Change.Changed changed -> Optional.of(changed.after());
                  })
          .with("text", ResultType.TEXT, "all of it on one line", Change::text)
          .type();

  private static final ResultType<Line> LINE =
      ObjectType.<Line>of()
          .with(
              "kind",
              ResultType.TEXT,
              "added, removed or kept",
              line ->
                  switch (line) {
                    case Line.Added _ -> "added";
                    case Line.Removed _ -> "removed";
                    case Line.Kept _ -> "kept";
                  })
          .with(
              "before",
              ResultType.optional(ResultType.WHOLE),
              "its number in the older text",
              line ->
                  switch (line) {
                    case Line.Added _ -> Optional.empty();
                    case Line.Removed removed -> Optional.of((long) removed.before());
                    case Line.Kept kept -> Optional.of((long) kept.before());
                  })
          .with(
              "after",
              ResultType.optional(ResultType.WHOLE),
              "its number in the newer text",
              line ->
                  switch (line) {
                    case Line.Added added -> Optional.of((long) added.after());
                    case Line.Removed _ -> Optional.empty();
                    case Line.Kept kept -> Optional.of((long) kept.after());
                  })
          .with("text", ResultType.TEXT, "without secrets", Line::text)
          .type();

  static final ResultType<Difference> DIFFERENCE =
      ObjectType.<Difference>of()
          .with("changes", ResultType.listOf(CHANGE), "by keys", Difference::changes)
          .with(
              "lines",
              ResultType.listOf(LINE),
              "of the text, with some unchanged ones around",
              Difference::lines)
          .type();

  static final ResultType<ReloadOutcome> OUTCOME =
      ObjectType.<ReloadOutcome>of()
          .with(
              "published",
              ResultType.FLAG,
              "whether it is in force; else everything is as it was",
              outcome -> outcome instanceof ReloadOutcome.Published)
          .with(
              "generation",
              ResultType.optional(ResultType.WHOLE),
              "the number of the new generation",
              outcome -> published(outcome).map(published -> (long) published.generation()))
          .with(
              "problems",
              ResultType.listOf(PROBLEM),
              "what is in the way, or doubtful",
              outcome ->
                  switch (outcome) {
                    case ReloadOutcome.Published published -> published.warnings();
                    case ReloadOutcome.Refused refused -> refused.problems();
                  })
          .with(
              "notes",
              ResultType.listOf(ResultType.TEXT),
              "what does not take effect at once, or not for everybody",
              outcome -> published(outcome).map(ReloadOutcome.Published::notes).orElse(List.of()))
          .with(
              "difference",
              ResultType.optional(DIFFERENCE),
              "to the generation before",
              outcome -> published(outcome).map(ReloadOutcome.Published::difference))
          .type();

  static final ResultType<LastReload> LAST_RELOAD =
      ObjectType.<LastReload>of()
          .with("at", ResultType.TIME, "when it was over", LastReload::at)
          .with(
              "by",
              ResultType.TEXT,
              "signal, socket, ui or watch",
              last -> last.trigger().kind().name().toLowerCase(Locale.ROOT))
          .with(
              "user",
              ResultType.TEXT,
              "who has asked, where there is somebody; else empty",
              last -> last.trigger().name())
          .with("outcome", OUTCOME, "what became of it", LastReload::outcome)
          .type();

  private ConfigTypes() {}

  private static Optional<ReloadOutcome.Published> published(ReloadOutcome outcome) {
    return outcome instanceof ReloadOutcome.Published published
        ? Optional.of(published)
        : Optional.empty();
  }
}
