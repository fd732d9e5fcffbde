package sekisho.status;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sekisho.journal.JournalEntry;
import sekisho.journal.JournalEntry.Level;
import sekisho.rpc.Arguments;
import sekisho.rpc.ObjectType;
import sekisho.rpc.Parameter;
import sekisho.rpc.ParameterType;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcMethod;

/** What can be asked of the logs. */
final class LogMethods {
  private static final ResultType<JournalEntry> ENTRY =
      ObjectType.<JournalEntry>of()
          .with("id", ResultType.WHOLE, "greater than those of earlier lines", JournalEntry::id)
          .with("at", ResultType.TIME, "when it was written", JournalEntry::at)
          .with(
              "level",
              ResultType.TEXT,
              "debug, info, warn or error",
              entry -> RouteReading.lower(entry.level()))
          .with(
              "source",
              ResultType.TEXT,
              "access: a request that went wrong; else the part of the program that says it",
              JournalEntry::source)
          .with(
              "text",
              ResultType.TEXT,
              "without control characters; of a request the access log's line, a JSON object",
              JournalEntry::text)
          .type();

  private static final ResultType<LogFacts> LOG =
      ObjectType.<LogFacts>of()
          .with("last_id", ResultType.WHOLE, "what to ask on from with since_id", LogFacts::lastId)
          .with("entries", ResultType.listOf(ENTRY), "the oldest first", LogFacts::entries)
          .type();

  private static final Parameter<Optional<String>> LEVEL =
      Parameter.optional(
          "level",
          ParameterType.oneOf(
              Arrays.stream(Level.values()).map(RouteReading::lower).toArray(String[]::new)),
          "lines of that level and above; without: all");

  private static final Parameter<Optional<Long>> LIMIT =
      Parameter.optional(
          "limit",
          ParameterType.whole(1, LogQuery.MAX_LIMIT),
          "at most so many, the latest; without: " + LogQuery.DEFAULT_LIMIT);

  private static final Parameter<Optional<Long>> SINCE_ID =
      Parameter.optional(
          "since_id",
          ParameterType.whole(0, Long.MAX_VALUE),
          "lines after that one; without: all that are kept");

  private LogMethods() {}

  static List<RpcMethod<?>> of(Status status) {
    return List.of(
        new RpcMethod<>(
            "log.recent",
            "Gives the latest lines of the program's log, and of the access log those of requests"
                + " that went wrong.",
            List.of(LEVEL, LIMIT, SINCE_ID),
            LOG,
            (arguments, _) -> status.log(query(arguments))));
  }

  private static LogQuery query(Arguments arguments) {
    return new LogQuery(
        arguments
            .valueOf(LEVEL)
            .map(level -> Level.valueOf(level.toUpperCase(Locale.ROOT)))
            .orElse(Level.DEBUG),
        arguments.valueOf(SINCE_ID).orElse(0L),
        arguments.valueOf(LIMIT).map(Math::toIntExact).orElse(LogQuery.DEFAULT_LIMIT));
  }
}
