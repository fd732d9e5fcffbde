package sekisho.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sekisho.config.Difference;
import sekisho.config.Problem;
import sekisho.rpc.Arguments;
import sekisho.rpc.Caller;
import sekisho.rpc.ObjectType;
import sekisho.rpc.Parameter;
import sekisho.rpc.ParameterType;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcException;
import sekisho.rpc.RpcMethod;

/** What can be asked of the configuration: the one in force, and the one in the file. */
final class ConfigMethods {
  private static final int UNKNOWN_GENERATION = 1;
  private static final int ANOTHER_FILE = 2;

  private static final Parameter<Optional<String>> FILE =
      Parameter.optional(
          "file",
          ParameterType.TEXT,
          "the path of the file that is meant, to be sure that it is the one this proxy runs with");

  private static final Parameter<Optional<Long>> GENERATION =
      Parameter.optional(
          "generation",
          ParameterType.whole(1, Integer.MAX_VALUE),
          "its number; without: the one in force");

  private static final Parameter<Optional<Long>> SINCE =
      Parameter.optional(
          "since",
          ParameterType.whole(1, Integer.MAX_VALUE),
          "a generation that the text is compared with");

  /** What {@code config.get} gives. */
  private record Shown(
      int number,
      Instant loadedAt,
      String file,
      String text,
      Optional<Difference> difference,
      List<GenerationFacts> generations,
      Optional<LastReload> lastReload) {
    static final ResultType<Shown> TYPE =
        ObjectType.<Shown>of()
            .with("generation", ResultType.WHOLE, "its number", shown -> (long) shown.number())
            .with("loaded_at", ResultType.TIME, "when it was made", Shown::loadedAt)
            .with("file", ResultType.TEXT, "as the operator named it", Shown::file)
            .with("text", ResultType.TEXT, "line for line, its secrets masked", Shown::text)
            .with(
                "difference",
                ResultType.optional(ConfigTypes.DIFFERENCE),
                "to the generation that was asked for with since",
                Shown::difference)
            .with(
                "generations",
                ResultType.listOf(GenerationFacts.TYPE),
                "that have connections or whose text is known, the oldest first",
                Shown::generations)
            .with(
                "last_reload",
                ResultType.optional(ConfigTypes.LAST_RELOAD),
                "the one that was asked for last; null: none was",
                Shown::lastReload)
            .type();
  }

  /** What {@code config.check} gives. */
  private record Checked(
      boolean usable, List<Problem> problems, List<String> limits, Difference difference) {
    static final ResultType<Checked> TYPE =
        ObjectType.<Checked>of()
            .with("usable", ResultType.FLAG, "whether there is no error", Checked::usable)
            .with(
                "problems",
                ResultType.listOf(ConfigTypes.PROBLEM),
                "errors and warnings",
                Checked::problems)
            .with(
                "limits",
                ResultType.listOf(ResultType.TEXT),
                "what each limit of a usable configuration does",
                Checked::limits)
            .with(
                "difference",
                ConfigTypes.DIFFERENCE,
                "what a reload would change",
                Checked::difference)
            .type();
  }

  private ConfigMethods() {}

  static List<RpcMethod<?>> of(DataPath path, Reload reload) {
    return List.of(
        new RpcMethod<>(
                "config.get",
                "Gives the text of a generation with its secrets masked, and tells of all"
                    + " generations.",
                List.of(GENERATION, SINCE),
                Shown.TYPE,
                (arguments, _) -> shown(path, reload, arguments))
            .failing(UNKNOWN_GENERATION, "the text of such a generation is not known"),
        new RpcMethod<>(
                "config.check",
                "Checks the file as it is now, and says what a reload would change. Changes"
                    + " nothing.",
                List.of(FILE),
                Checked.TYPE,
                (arguments, _) -> {
                  requireFile(path, arguments);
                  return BehindOthers.compute(
                      RuntimeException.class, () -> checked(path, reload.check()));
                })
            .failing(ANOTHER_FILE, "the proxy runs with another file"),
        new RpcMethod<>(
                "config.reload",
                "Puts the file as it is now in force, or nothing of it.",
                List.of(FILE),
                ConfigTypes.OUTCOME,
                (arguments, caller) -> {
                  requireFile(path, arguments);
                  return reload.run(trigger(caller));
                })
            .failing(ANOTHER_FILE, "the proxy runs with another file"));
  }

  private static void requireFile(DataPath path, Arguments arguments) throws RpcException {
    Optional<String> meant = arguments.valueOf(FILE);
    String own = path.inForce().check().file();
    if (meant.isPresent() && !isSameFile(meant.get(), own)) {
      throw RpcException.of(
          ANOTHER_FILE, "this proxy runs with " + own + ", not with " + meant.get());
    }
  }

  /** By their names where one of them is not there: that is for the reload to say. */
  private static boolean isSameFile(String meant, String own) {
    try {
      Path file = Path.of(meant).toAbsolutePath().normalize();
      Path other = Path.of(own).toAbsolutePath().normalize();
      return file.equals(other) || Files.isSameFile(file, other);
    } catch (IOException | InvalidPathException _) {
      return false;
    }
  }

  private static ReloadTrigger trigger(Caller caller) {
    return new ReloadTrigger(
        caller.local() ? ReloadTrigger.Kind.SOCKET : ReloadTrigger.Kind.UI, caller.name());
  }

  private static Shown shown(DataPath path, Reload reload, Arguments arguments)
      throws RpcException {
    int current = path.inForce().generation().number();
    History.Entry entry = entry(path, arguments.valueOf(GENERATION).map(Long::intValue), current);
    Optional<Difference> difference = Optional.empty();
    if (arguments.valueOf(SINCE).isPresent()) {
      History.Entry since = entry(path, arguments.valueOf(SINCE).map(Long::intValue), current);
      difference = Optional.of(entry.text().from(since.text()));
    }
    return new Shown(
        entry.number(),
        entry.loadedAt(),
        path.inForce().check().file(),
        entry.text().masked(),
        difference,
        GenerationFacts.of(path.generations(), path.history()),
        reload.last());
  }

  private static History.Entry entry(DataPath path, Optional<Integer> number, int current)
      throws RpcException {
    int wanted = number.orElse(current);
    return path.history()
        .of(wanted)
        .orElseThrow(() ->
            RpcException.of(
                UNKNOWN_GENERATION, "the text of generation " + wanted + " is not known"));
  }

  private static Checked checked(DataPath path, ConfigurationCheck check) {
    return new Checked(
        check.isUsable(),
        check.problems(),
        check.isUsable() ? check.limits() : List.of(),
        check.text().from(path.inForce().check().text()));
  }
}
