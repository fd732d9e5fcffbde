package sekisho.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as no kernel should write them: what can be read is given, and nothing fails. */
class OddLinesTest {

  @Test
  void a_counter_that_went_below_zero_is_left_out_and_the_others_are_given() {
    List<CpuTime> cpus =
        KernelStatistics.parse("cpu0 1 2 3 4 18446744073709551615 6 7 18446744073709551000\n")
            .cpus();

    assertThat(cpus.getFirst().seconds())
        .containsOnlyKeys(
            CpuMode.USER, CpuMode.NICE, CpuMode.SYSTEM, CpuMode.IDLE, CpuMode.IRQ, CpuMode.SOFTIRQ);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cpu 1 2 3 4", "cpux 1 2", "cpu-1 1 2", "btime", "btime soon", "btime -5"})
  void what_is_no_cpu_and_no_time_is_neither(String line) {
    KernelStatistics read = KernelStatistics.parse(line);

    assertThat(read.cpus()).isEmpty();
    assertThat(read.bootSeconds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MemTotal:",
        "MemTotal: kB",
        "MemTotal: -1 kB",
        "MemTotal: 12",
        "MemTotal: 12 MB",
        "MemTotal 12 kB",
        "MemTotal: 9223372036854775807 kB"
      })
  void memory_that_is_not_told_in_kb_is_not_told(String line) {
    Memory memory = Memory.parse(line + "\nMemFree: 2 kB\n");

    assertThat(memory.total()).isEmpty();
    assertThat(memory.free()).hasValue(2048);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.1 0.2", "0.1 0.2 x", "NaN 0.1 0.2", "-1 0.1 0.2", "0x1p3 1 1"})
  void a_load_that_is_not_three_numbers_is_none(String text) {
    assertThat(LoadAverage.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8 0 sda 1 2 3",
        "8 0 sda 1 2 3 4 5 6 7 8 9 x",
        "8 0 sda 1 2 3 4 5 6 7 8 9 18446744073709551615",
        "8 0",
        "what is this"
      })
  void a_disk_whose_line_is_cut_short_is_left_out_and_the_next_is_given(String line) {
    assertThat(Disk.parse(line + "\n8 16 sdb 1 0 2 3000 4 0 5 6000 0 7000 0\n"))
        .containsExactly(new Disk("sdb", 1, 1024, 3, 4, 2560, 6, 7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ram0",
        "zram1",
        "loop7",
        "fd0",
        "sda1",
        "hdb2",
        "vda15",
        "xvda1",
        "nvme0n1p1",
        "nvme10n2p3"
      })
  void partitions_and_what_has_no_medium_are_no_disks(String device) {
    assertThat(Disk.parse("1 1 " + device + " 1 0 2 3 4 0 5 6 0 7 8")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sda", "sdaa", "vda", "nvme0n1", "dm-0", "md127", "sr0", "mmcblk0", "xvda"})
  void disks_are_disks(String device) {
    assertThat(Disk.parse("1 1 " + device + " 1 0 2 3 4 0 5 6 0 7 8"))
        .extracting(Disk::device)
        .containsExactly(device);
  }

  @Test
  void a_network_device_with_a_number_too_few_is_left_out() {
    assertThat(
            NetworkDevice.parse(
                "eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n"
                    + "eth0:1:1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"
                    + ": 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"))
        .containsExactly(
            new NetworkDevice(
                "eth0:1",
                new NetworkDevice.Traffic(1, 2, 3, 4),
                new NetworkDevice.Traffic(9, 10, 11, 12)));
  }

  @Test
  void a_mount_is_one_only_with_a_type() {
    assertThat(
            Mount.parse(
                    """
                    30 1 8:1 / /a rw,relatime shared:1 - ext4 /dev/sda1 rw
                    31 1 8:2 / /b rw,relatime - ext4
                    32 1 8:3 / /c rw,relatime shared:1 master:2
                    33 1 8:4 / /d rw,relatime -
                    34 1
                    35 1 8:5 / /e\\134\\040f\\011g\\012h\\043 rw - ext4 /dev/sdb rw
                    """)
                .keySet())
        .containsExactly("/a", "/b", "/e\\ f\tg\nh#");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/proc",
        "/proc/sys/fs/binfmt_misc",
        "/dev/shm",
        "/sys",
        "/var/lib/docker/overlay2/x/merged",
        "/run/credentials/a.service",
        "/var/lib/containers/storage/overlay"
      })
  void places_of_the_kernel_and_of_containers_are_no_file_systems(String place) {
    assertThat(Mount.shown(Mount.parse("1 1 8:1 / " + place + " rw - ext4 d rw"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/processed", "/mnt/data", "/run", "/var/lib/docker", "/home/dev"})
  void other_places_are(String place) {
    assertThat(Mount.shown(Mount.parse("1 1 8:1 / " + place + " rw - ext4 d rw"))).hasSize(1);
  }

  @Test
  void a_process_without_its_files_uses_nothing_that_is_known() {
    ProcessUsage usage =
        ProcessUsage.parse("", "VmRSS: many kB\n", "", OptionalLong.empty(), OptionalLong.empty());

    assertThat(usage.cpuSeconds()).isEmpty();
    assertThat(usage.residentBytes()).isEmpty();
    assertThat(usage.maxFiles()).isEmpty();
    assertThat(usage.startSeconds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NAME=\"Some \\\"OS\\\"\"\n#VERSION_ID=9\nVERSION_ID='24.04'",
        "# a comment\nBROKEN\n=x\nNAME='Some \"OS\"'\nVERSION_ID=24.04"
      })
  void the_distribution_is_told_as_a_shell_would_read_it(String osRelease) {
    assertThat(Platform.parse("1", "host\n", osRelease, "6.1\n"))
        .isEqualTo(new Platform("1", "host", "Some \"OS\"", "24.04", "6.1"));
  }

  @Test
  void a_distribution_without_a_file_or_without_releases_has_a_name_all_the_same() {
    assertThat(Platform.parse("1", "", "", "")).isEqualTo(new Platform("1", "", "Linux", "", ""));
    assertThat(Platform.parse("1", "", "NAME=Arch\"", ""))
        .isEqualTo(new Platform("1", "", "Arch\"", "", ""));
  }

  @Test
  void no_file_makes_a_parser_fail_however_it_is_damaged() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> files;
    try (Stream<Path> all = Files.walk(Kernels.folder("debian12-6.1").getParent())) {
      files = all.filter(Files::isRegularFile).map(OddLinesTest::read).toList();
    }

    for (int i = 0; i < 4_000; i++) {
      String damaged = damaged(files.get(random.nextInt(files.size())), random);
      try {
        parseAsEverything(damaged);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", text " + i + ":\n" + damaged, e);
      }
    }

    assertThat(files).hasSizeGreaterThan(50);
  }

  private static void parseAsEverything(String text) {
    KernelStatistics.parse(text);
    Memory.parse(text);
    LoadAverage.parse(text);
    Disk.parse(text);
    NetworkDevice.parse(text);
    FileHandles.parse(text);
    Mount.shown(Mount.parse(text));
    Platform.parse("1", text, text, text);
    ProcessUsage.parse(text, text, text, OptionalLong.empty(), OptionalLong.of(1));
  }

  private static String damaged(String text, Random random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = 1 + random.nextInt(4); i > 0 && !damaged.isEmpty(); i--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(4)) {
        case 0 -> damaged.setLength(at);
        case 1 -> damaged.deleteCharAt(at);
        case 2 -> damaged.insert(at, (char) random.nextInt(256));
        default -> damaged.insert(at, "99999999999999999999");
      }
    }
    return damaged.toString();
  }

  private static String read(Path file) {
    return new ProcFiles(file.getParent()).text(file.getFileName().toString());
  }
}
