package sekisho;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code run} was told, as it goes through the runtime, which knows texts alone.
 *
 * @param file empty: the quick start
 * @param watch whether a save of the file reloads it
 */
record RunArguments(Optional<Path> file, boolean watch) {
  private static final String WATCH = "--watch";

  /**
   * Of the command line, when it is {@code run} or {@code run FILE} and nothing more, as services
   * start it. To have picocli read that takes a good part of the start, for its classes are of a
   * version that an AOT cache does not keep.
   *
   * @return empty: there is something to be read, and perhaps to be complained of
   */
  static Optional<RunArguments> plain(String... args) {
    boolean isPlain =
        args.length > 0
            && args.length <= 2
            && args[0].equals("run")
            && Arrays.stream(args).noneMatch(RunArguments::meansMore);
    return isPlain
        ? Optional.of(
            new RunArguments(Arrays.stream(args).skip(1).findFirst().map(Path::of), false))
        : Optional.empty();
  }

  /** An option, or a file of arguments. */
  private static boolean meansMore(String argument) {
    return argument.isEmpty() || argument.startsWith("-") || argument.startsWith("@");
  }

  static RunArguments of(Optional<Path> file, boolean watch) {
    return new RunArguments(file, watch);
  }

  static RunArguments of(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    boolean watch = all.remove(WATCH);
    return new RunArguments(all.stream().findFirst().map(Path::of), watch);
  }

  String[] toArray() {
    List<String> all = new ArrayList<>();
    file.ifPresent(path -> all.add(path.toString()));
    if (watch) {
      all.add(WATCH);
    }
    return all.toArray(String[]::new);
  }
}
