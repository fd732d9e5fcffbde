package sekisho.system;

import java.util.Locale;

/** The states of TCP connections, in the order of the kernel's numbers, which begin with 1. */
public enum TcpState {
  ESTABLISHED,
  SYN_SENT,
  SYN_RECV,
  FIN_WAIT1,
  FIN_WAIT2,
  TIME_WAIT,
  CLOSE,
  CLOSE_WAIT,
  LAST_ACK,
  LISTEN,
  CLOSING;

  /** As node-exporter calls it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
