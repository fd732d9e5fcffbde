package sekisho.rpc;

/**
 * Who asks, as far as the transport knows.
 *
 * @param name the user: of the machine where {@code local}, else of the admin interface
 * @param local whether it came from a process of this machine over the control socket
 */
public record Caller(String name, boolean local) {
  public Caller {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a caller has a name");
    }
  }
}
