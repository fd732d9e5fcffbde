package sekisho.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The machine that this process runs on, as the kernel tells of it.
 *
 * <p>Three places are read. {@code procfs} is what the operator named, which in a container may be
 * the host's: CPUs, memory, load, disks, open files and mounts are of there. Network devices and
 * TCP connections too, yet the kernel shows those of the network namespace of whoever reads. {@code
 * process} is always this process, by /proc/self of its own mount.
 *
 * <p>File systems are those that process 1 of {@code procfs} sees, as node-exporter has it. One
 * that this process sees at the same place is asked there; any other one through {@code
 * procfs/1/root}, which the kernel grants to root alone (ptrace(2)), and without that it has no
 * space to tell of: never that of something else which happens to be mounted there.
 *
 * <p>Safe from every thread. Nothing is kept between readings but what hangs, and the count of TCP
 * connections, which is made beside them.
 */
public final class Machine implements AutoCloseable {
  private static final Path OWN_PROC = Path.of("/proc");

  /** The first is the administrator's, the second the distribution's (os-release(5)). */
  private static final List<Path> OS_RELEASE =
      List.of(Path.of("/etc/os-release"), Path.of("/usr/lib/os-release"));

  /** Far longer than any disk, and shorter than whoever scrapes waits. */
  private static final Duration FILE_SYSTEM_PATIENCE = Duration.ofSeconds(1);

  private final String version;
  private final ProcFiles procfs;
  private final ProcFiles self;
  private final String osRelease;
  private final FileSystems fileSystems;
  private final TcpSampling tcp;
  private final Clock clock;

  Machine(
      String version,
      ProcFiles procfs,
      ProcFiles self,
      String osRelease,
      FileSystems fileSystems,
      Clock clock) {
    this.version = version;
    this.procfs = procfs;
    this.self = self;
    this.osRelease = osRelease;
    this.fileSystems = fileSystems;
    this.tcp = new TcpSampling(procfs);
    this.clock = clock;
  }

  /**
   * Begins to count TCP connections; has to be closed.
   *
   * @param procfs where /proc is mounted
   * @param version of this program
   */
  public static Machine open(Path procfs, String version) {
    Path osRelease =
        OS_RELEASE.stream().filter(Files::isReadable).findFirst().orElse(OS_RELEASE.getFirst());
    Machine machine =
        new Machine(
            version,
            new ProcFiles(procfs),
            new ProcFiles(OWN_PROC.resolve("self")),
            new ProcFiles(Path.of("/")).text(osRelease.toString()),
            new FileSystems(new Statvfs(), FILE_SYSTEM_PATIENCE),
            Clock.systemUTC());
    machine.tcp.start();
    return machine;
  }

  /** Reads everything. Blocks for milliseconds, and for a second where a file system hangs anew. */
  public Reading read() {
    KernelStatistics kernel = KernelStatistics.parse(procfs.text("stat"));
    return new Reading(
        clock.instant(),
        Platform.parse(
            version,
            procfs.text("sys/kernel/hostname"),
            osRelease,
            procfs.text("sys/kernel/osrelease")),
        kernel.cpus(),
        kernel.bootSeconds(),
        Memory.parse(procfs.text("meminfo")),
        LoadAverage.parse(procfs.text("loadavg")),
        fileSystems.ask(places()),
        Disk.parse(procfs.text("diskstats")),
        NetworkDevice.parse(procfs.text("net/dev")),
        FileHandles.parse(procfs.text("sys/fs/file-nr")),
        tcp.last(),
        ProcessUsage.parse(
            self.text("stat"),
            self.text("status"),
            self.text("limits"),
            self.openFiles(),
            kernel.bootSeconds()));
  }

  private List<FileSystems.Place> places() {
    Map<String, Mount> own = Mount.parse(self.text("mountinfo"));
    Map<String, Mount> first = Mount.parse(procfs.text("1/mountinfo"));
    // Process 1 is hidden where /proc is mounted with hidepid.
    return Mount.shown(first.isEmpty() ? own : first).stream()
        .map(mount -> new FileSystems.Place(mount, path(mount, own)))
        .toList();
  }

  private String path(Mount mount, Map<String, Mount> own) {
    Mount seen = own.get(mount.mountPoint());
    return seen != null && seen.device().equals(mount.device())
        ? mount.mountPoint()
        : procfs.root().resolve("1/root") + mount.mountPoint();
  }

  /** Counts no more. */
  @Override
  public void close() {
    tcp.close();
  }
}
