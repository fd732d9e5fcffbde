package sekisho.system;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel told at one moment. What it did not tell is empty: an older kernel, a container,
 * a file that may not be read.
 *
 * @param time of it
 * @param cpus those that are online
 * @param bootSeconds when the machine was started, since the epoch
 * @param fileSystems but pseudo ones
 * @param disks but partitions
 * @param tcpConnections of both families, of a while ago; empty: not counted yet
 */
public record Reading(
    Instant time,
    Platform platform,
    List<CpuTime> cpus,
    OptionalLong bootSeconds,
    Memory memory,
    Optional<LoadAverage> load,
    List<FileSystem> fileSystems,
    List<Disk> disks,
    List<NetworkDevice> networkDevices,
    FileHandles fileHandles,
    Map<TcpState, Long> tcpConnections,
    ProcessUsage process) {
  public Reading {
    cpus = List.copyOf(cpus);
    fileSystems = List.copyOf(fileSystems);
    disks = List.copyOf(disks);
    networkDevices = List.copyOf(networkDevices);
    tcpConnections = Map.copyOf(tcpConnections);
  }
}
