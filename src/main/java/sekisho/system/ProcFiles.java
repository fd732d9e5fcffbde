package sekisho.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Files below a folder of /proc, which the kernel writes while they are read and never waits with.
 *
 * @param root the folder
 */
record ProcFiles(Path root) {
  /** Thousands of mounts or devices; nothing else comes near. */
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  /** All of a file; empty when there is none or it may not be read. */
  String text(String name) {
    try (InputStream in = open(name)) {
      return new String(in.readNBytes(MAX_BYTES), UTF_8);
    } catch (IOException _) {
      return "";
    }
  }

  InputStream open(String name) throws IOException {
    return Files.newInputStream(root.resolve(name));
  }

  /**
   * How many entries the folder {@code fd} has. The kernel tells it as the folder's size since
   * Linux 6.2; before, it gave none, and they are counted.
   */
  OptionalLong openFiles() {
    Path folder = root.resolve("fd");
    try {
      long told = Files.size(folder);
      return OptionalLong.of(told > 0 ? told : countEntries(folder));
    } catch (IOException _) {
      return OptionalLong.empty();
    }
  }

  /** But the one by which they are counted. */
  static long countEntries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count() - 1;
    }
  }
}
