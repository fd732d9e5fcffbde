package sekisho;

import java.nio.file.Path;
import java.util.ArrayList;
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
