package sekisho.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of /proc/PID/mountinfo: what is mounted where.
 *
 * @param device its number, the same wherever the same file system is mounted
 */
record Mount(String mountPoint, String type, String device) {
  /** What node-exporter leaves out by default: no disk is behind any of these. */
  private static final Pattern PSEUDO_TYPE =
      Pattern.compile(
          "autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs"
              + "|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs"
              + "|squashfs|erofs|sysfs|tracefs");

  private static final Pattern PSEUDO_PLACE =
      Pattern.compile(
          "/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)"
              + "($|/.*)");

  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  /**
   * Where a line's words are, up to the optional ones that a hyphen ends (proc_pid_mountinfo(5)).
   */
  private static final int DEVICE = 2;

  private static final int MOUNT_POINT = 4;
  private static final int FIRST_OPTIONAL = 6;

  /** All of a file, by mount point: where one hides another, the one that is seen. */
  static Map<String, Mount> parse(String mountinfo) {
    Map<String, Mount> mounts = new LinkedHashMap<>();
    for (ProcLine line : ProcLine.lines(mountinfo)) {
      int hyphen = FIRST_OPTIONAL;
      while (hyphen < line.count() && !line.word(hyphen).equals("-")) {
        hyphen++;
      }
      if (hyphen + 1 < line.count()) {
        String mountPoint = unescaped(line.word(MOUNT_POINT));
        mounts.put(mountPoint, new Mount(mountPoint, line.word(hyphen + 1), line.word(DEVICE)));
      }
    }
    return mounts;
  }

  /** Those among them that node-exporter would show. */
  static List<Mount> shown(Map<String, Mount> mounts) {
    List<Mount> shown = new ArrayList<>(mounts.values());
    shown.removeIf(mount ->
        PSEUDO_TYPE.matcher(mount.type).matches()
            || PSEUDO_PLACE.matcher(mount.mountPoint).matches());
    return shown;
  }

  /** Blanks, tabs, line ends, backslashes and number signs are written as three octal digits. */
  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(escape ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 8))));
  }
}
