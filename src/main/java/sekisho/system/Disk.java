package sekisho.system;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a block device has done since it is there (/proc/diskstats).
 *
 * @param readSeconds of all reads added up, those at the same time too
 * @param writeSeconds likewise of writes
 * @param busySeconds in which anything was under way
 */
public record Disk(
    String device,
    long readsCompleted,
    long readBytes,
    double readSeconds,
    long writesCompleted,
    long writtenBytes,
    double writeSeconds,
    double busySeconds) {
  /** Partitions, and what has no medium of its own: node-exporter's default. */
  private static final Pattern LEFT_OUT =
      Pattern.compile("(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+");

  /** The kernel's sectors are of this size whatever those of the device are. */
  private static final long SECTOR_BYTES = 512;

  private static final double MILLIS_PER_SECOND = 1000;

  /** A line is: major, minor, name, and these from 3 on, to which later kernels have added. */
  private static final int READS = 3;

  private static final int SECTORS_READ = 5;
  private static final int MILLIS_READING = 6;
  private static final int WRITES = 7;
  private static final int SECTORS_WRITTEN = 9;
  private static final int MILLIS_WRITING = 10;
  private static final int MILLIS_BUSY = 12;

  /**
   * Of the kernel's Documentation/admin-guide/iostats.rst. A line that is cut short is left out.
   */
  static List<Disk> parse(String diskstats) {
    List<Disk> disks = new ArrayList<>();
    for (ProcLine line : ProcLine.lines(diskstats)) {
      String device = line.word(2);
      if (line.areNumbers(READS, MILLIS_BUSY) && !LEFT_OUT.matcher(device).matches()) {
        disks.add(
            new Disk(
                device,
                line.value(READS),
                bytes(line.value(SECTORS_READ)),
                line.value(MILLIS_READING) / MILLIS_PER_SECOND,
                line.value(WRITES),
                bytes(line.value(SECTORS_WRITTEN)),
                line.value(MILLIS_WRITING) / MILLIS_PER_SECOND,
                line.value(MILLIS_BUSY) / MILLIS_PER_SECOND));
      }
    }
    return List.copyOf(disks);
  }

  private static long bytes(long sectors) {
    return sectors > Long.MAX_VALUE / SECTOR_BYTES ? Long.MAX_VALUE : sectors * SECTOR_BYTES;
  }
}
