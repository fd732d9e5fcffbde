package sekisho.system;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The machine's memory (/proc/meminfo), in bytes; empty is what the kernel does not tell.
 *
 * @param available could be had without swapping; the kernel's estimate, not in containers of
 *     OpenVZ and before Linux 3.14
 */
public record Memory(
    OptionalLong total,
    OptionalLong free,
    OptionalLong available,
    OptionalLong buffers,
    OptionalLong cached,
    OptionalLong swapTotal,
    OptionalLong swapFree) {
  private static final long BYTES_PER_KIB = 1024;

  /** Of proc_meminfo(5), whose kB are KiB. */
  static Memory parse(String meminfo) {
    Map<String, OptionalLong> fields = new HashMap<>();
    for (ProcLine line : ProcLine.lines(meminfo)) {
      fields.put(line.word(0), bytes(line));
    }
    return new Memory(
        of(fields, "MemTotal:"),
        of(fields, "MemFree:"),
        of(fields, "MemAvailable:"),
        of(fields, "Buffers:"),
        of(fields, "Cached:"),
        of(fields, "SwapTotal:"),
        of(fields, "SwapFree:"));
  }

  private static OptionalLong of(Map<String, OptionalLong> fields, String name) {
    return fields.getOrDefault(name, OptionalLong.empty());
  }

  /** What a line of {@code Name: 123 kB} says; of any other, nothing. */
  static OptionalLong bytes(ProcLine line) {
    OptionalLong kib = line.number(1);
    return kib.isPresent()
            && line.word(2).equals("kB")
            && kib.getAsLong() <= Long.MAX_VALUE / BYTES_PER_KIB
        ? OptionalLong.of(kib.getAsLong() * BYTES_PER_KIB)
        : OptionalLong.empty();
  }
}
