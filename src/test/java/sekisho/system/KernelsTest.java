package sekisho.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Whole machines: what is read of the files of one kernel, together. */
class KernelsTest {
  private static final FileSystem.Space SPACE = new FileSystem.Space(100, 50, 40, 1000, 900);

  private final List<String> paths = Collections.synchronizedList(new ArrayList<>());

  @Test
  void linux_4_18_of_red_hat_8() {
    Reading reading = read("rhel8-4.18");

    assertThat(reading.time()).isEqualTo(Kernels.NOW);
    assertThat(reading.platform())
        .isEqualTo(
            new Platform(
                "1.2.3",
                "edge01.example.com",
                "Debian GNU/Linux",
                "12",
                "4.18.0-553.el8_10.x86_64"));
    assertThat(reading.bootSeconds()).hasValue(1719812345);
    assertThat(reading.cpus()).extracting(CpuTime::cpu).containsExactly("0", "1");
    assertThat(reading.cpus().getFirst().seconds())
        .containsOnly(
            entry(CpuMode.USER, 93.5),
            entry(CpuMode.NICE, 0.6),
            entry(CpuMode.SYSTEM, 45.11),
            entry(CpuMode.IDLE, 11420.02),
            entry(CpuMode.IOWAIT, 7.0),
            entry(CpuMode.IRQ, 9.02),
            entry(CpuMode.SOFTIRQ, 4.6),
            entry(CpuMode.STEAL, 0.0));
    assertThat(reading.memory())
        .isEqualTo(
            new Memory(
                OptionalLong.of(3824156L * 1024),
                OptionalLong.of(912344L * 1024),
                OptionalLong.of(2711800L * 1024),
                OptionalLong.of(3136L * 1024),
                OptionalLong.of(1988340L * 1024),
                OptionalLong.of(2097148L * 1024),
                OptionalLong.of(2090000L * 1024)));
    assertThat(reading.load()).contains(new LoadAverage(0.08, 0.03, 0.01));
    assertThat(reading.fileSystems())
        .containsExactly(
            new FileSystem("/run", "tmpfs", Optional.of(SPACE)),
            new FileSystem("/", "xfs", Optional.of(SPACE)),
            new FileSystem("/boot", "xfs", Optional.of(SPACE)));
    assertThat(reading.disks())
        .containsExactly(
            new Disk(
                "nvme0n1", 25801, 1830213L * 512, 13.911, 61127, 2230155L * 512, 91.122, 33.412),
            new Disk("dm-0", 24011, 1811004L * 512, 14.002, 82900, 2221001L * 512, 140.221, 33.52),
            new Disk("sr0", 0, 0, 0, 0, 0, 0, 0));
    assertThat(reading.networkDevices())
        .containsExactly(
            new NetworkDevice(
                "lo",
                new NetworkDevice.Traffic(12480, 160, 0, 0),
                new NetworkDevice.Traffic(12480, 160, 0, 0)),
            new NetworkDevice(
                "ens5",
                new NetworkDevice.Traffic(981233401, 802311, 3, 17),
                new NetworkDevice.Traffic(120044219, 401022, 1, 2)));
    assertThat(reading.fileHandles())
        .isEqualTo(new FileHandles(OptionalLong.of(1376), OptionalLong.of(371142)));
    assertThat(reading.process())
        .isEqualTo(
            new ProcessUsage(
                OptionalDouble.of(53.15),
                OptionalLong.of(164888L * 1024),
                OptionalLong.of(4295420L * 1024),
                OptionalLong.empty(),
                OptionalLong.of(1024),
                OptionalLong.of(31),
                OptionalDouble.of(1719812345 + 34.12)));
  }

  @Test
  void linux_5_10_of_debian_11_with_one_of_its_cpus_off() {
    Reading reading = read("debian11-5.10");

    assertThat(reading.cpus()).extracting(CpuTime::cpu).containsExactly("0", "2");
    assertThat(reading.cpus().getLast().seconds()).containsEntry(CpuMode.STEAL, 38.4);
    assertThat(reading.memory().swapTotal()).hasValue(0);
    assertThat(reading.load()).contains(new LoadAverage(12.5, 8.25, 4));
    assertThat(reading.disks()).extracting(Disk::device).containsExactly("sda", "md0");
    assertThat(reading.disks().getFirst())
        .isEqualTo(new Disk("sda", 100, 2048 * 512, 1.5, 200, 4096 * 512, 2.5, 3.6));
    assertThat(reading.networkDevices())
        .extracting(NetworkDevice::device)
        .containsExactly("lo", "enp1s0", "wg-vpn0");
    assertThat(reading.networkDevices().get(1))
        .isEqualTo(
            new NetworkDevice(
                "enp1s0",
                new NetworkDevice.Traffic(123, 4, 5, 6),
                new NetworkDevice.Traffic(789, 10, 11, 12)));
    assertThat(reading.fileHandles().maximum()).hasValue(Long.MAX_VALUE);
    assertThat(reading.fileSystems())
        .extracting(FileSystem::mountPoint, FileSystem::type)
        .containsExactly(
            tuple("/", "ext4"),
            tuple("/srv/shared files", "nfs4"),
            tuple("/run/user/1000", "tmpfs"));
    assertThat(paths).contains("/srv/shared files");
  }

  @Test
  void a_process_may_be_called_anything_and_its_files_without_limit() {
    ProcessUsage process = read("debian11-5.10").process();

    assertThat(process.cpuSeconds()).hasValue(1.5);
    assertThat(process.threads()).hasValue(7);
    assertThat(process.startSeconds()).hasValue(1700000002.5);
    assertThat(process.maxFiles()).isEmpty();
    assertThat(process.residentBytes()).hasValue(400 * 1024);
  }

  @Test
  void linux_6_1_of_debian_12() {
    Reading reading = read("debian12-6.1");

    assertThat(reading.cpus())
        .containsExactly(
            new CpuTime(
                "0",
                Map.of(
                    CpuMode.USER, 1.0,
                    CpuMode.NICE, 2.0,
                    CpuMode.SYSTEM, 3.0,
                    CpuMode.IDLE, 4.0,
                    CpuMode.IOWAIT, 5.0,
                    CpuMode.IRQ, 6.0,
                    CpuMode.SOFTIRQ, 7.0,
                    CpuMode.STEAL, 8.0)));
    assertThat(reading.disks()).extracting(Disk::device).containsExactly("vda");
    assertThat(reading.platform().kernel()).isEqualTo("6.1.0-40-arm64");
  }

  @Test
  void what_hides_another_mount_is_the_one_that_is_seen() {
    assertThat(read("debian12-6.1").fileSystems())
        .contains(new FileSystem("/data", "xfs", Optional.of(SPACE)))
        .extracting(FileSystem::mountPoint)
        .containsExactly("/", "/home", "/data");
  }

  @Test
  void what_is_hidden_from_this_process_is_asked_for_through_process_1() {
    read("debian12-6.1");

    assertThat(paths)
        .containsExactlyInAnyOrder(
            "/", Kernels.folder("debian12-6.1").resolve("1/root") + "/home", "/data");
  }

  @Test
  void linux_6_12_of_debian_13_on_a_machine_of_a_tebibyte() {
    Reading reading = read("debian13-6.12");

    assertThat(reading.cpus()).extracting(CpuTime::cpu).containsExactly("10", "11");
    assertThat(reading.memory().total()).hasValue(1056550000L * 1024);
    assertThat(reading.fileSystems())
        .extracting(FileSystem::mountPoint, FileSystem::type)
        .containsExactly(tuple("/", "btrfs"), tuple("/home", "btrfs"), tuple("/tank", "zfs"));
    assertThat(reading.process().cpuSeconds()).hasValue(3600000.01);
    assertThat(reading.process().threads()).hasValue(20000);
  }

  @Test
  void numbers_of_any_size_are_kept_and_those_beyond_every_size_are_no_negative_ones() {
    Reading reading = read("debian13-6.12");

    assertThat(reading.networkDevices().getLast())
        .isEqualTo(
            new NetworkDevice(
                "bond0.100@x",
                new NetworkDevice.Traffic(Long.MAX_VALUE, 2, 0, 0),
                new NetworkDevice.Traffic(3, 4, 0, 0)));
    assertThat(reading.disks())
        .extracting(Disk::device)
        .containsExactly("nvme0c0n1", "nvme0n1", "zd0", "vdb");
    assertThat(reading.disks().get(1).readsCompleted()).isEqualTo(18446744073709551L);
    assertThat(reading.disks().getLast().readBytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_container_of_openvz_tells_less() {
    Reading reading = read("openvz-2.6.32");

    assertThat(reading.cpus().getFirst().seconds())
        .containsEntry(CpuMode.IDLE, 44.0)
        .doesNotContainKey(CpuMode.STEAL);
    assertThat(reading.memory().available()).isEmpty();
    assertThat(reading.memory().swapFree()).hasValue(262144 * 1024);
    assertThat(reading.disks()).isEmpty();
    assertThat(reading.networkDevices())
        .extracting(NetworkDevice::device)
        .containsExactly("lo", "venet0");
    assertThat(reading.fileSystems())
        .containsExactly(new FileSystem("/", "simfs", Optional.of(SPACE)));
  }

  @Test
  void a_folder_with_nothing_in_it_tells_nothing() {
    Reading reading = read("debian12-6.1/net");

    assertThat(reading.cpus()).isEmpty();
    assertThat(reading.bootSeconds()).isEmpty();
    assertThat(reading.memory().total()).isEmpty();
    assertThat(reading.load()).isEmpty();
    assertThat(reading.fileSystems()).isEmpty();
    assertThat(reading.disks()).isEmpty();
    assertThat(reading.networkDevices()).isEmpty();
    assertThat(reading.fileHandles().allocated()).isEmpty();
    assertThat(reading.tcpConnections()).isEmpty();
    assertThat(reading.process().cpuSeconds()).isEmpty();
    assertThat(reading.platform().kernel()).isEmpty();
  }

  private Reading read(String kernel) {
    SpaceQuery query =
        path -> {
          paths.add(path);
          return Optional.of(SPACE);
        };
    try (Machine machine = Kernels.machine(kernel, query)) {
      return machine.read();
    }
  }
}
