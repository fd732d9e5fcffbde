package sekisho.system;

import java.util.Locale;

/** What a CPU spends its time with, in the order in which /proc/stat has it (proc_stat(5)). */
public enum CpuMode {
  USER,
  NICE,
  SYSTEM,
  IDLE,
  IOWAIT,
  IRQ,
  SOFTIRQ,
  STEAL;

  /** As node-exporter calls it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
