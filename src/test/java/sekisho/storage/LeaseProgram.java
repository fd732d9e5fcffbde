package sekisho.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process with the same storage: holds the lease, or stores without end. */
final class LeaseProgram {
  static final int LENGTH = 100_000;

  private LeaseProgram() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    FolderStorage storage = new FolderStorage(Path.of(args[0]));
    if (args.length == 1) {
      Storage.Lease lease = storage.tryLease().orElseThrow();
      System.out.println("held");
      Thread.currentThread().join();
      lease.close();
    }
    StorageKey key = StorageKey.of(args[1].split("/"));
    System.out.println("writing");
    for (int i = 0; true; i++) {
      storage.store(key, Character.toString('0' + i % 10).repeat(LENGTH).getBytes(UTF_8));
      if (i == 3) {
        System.out.println("wrote some");
      }
    }
  }

  static Process start(Path root) throws IOException {
    return start(List.of(root.toString()));
  }

  static Process startWriting(Path root, StorageKey key) throws IOException {
    return start(List.of(root.toString(), key.toString()));
  }

  private static Process start(List<String> args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), LeaseProgram.class.getName()));
    command.addAll(args);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
