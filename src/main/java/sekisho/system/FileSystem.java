package sekisho.system;

import java.util.Optional;

/**
 * A file system that is mounted.
 *
 * @param mountPoint no other one of a {@link Reading} has it
 * @param type as mount(8) says it
 * @param space empty: it does not answer, or this process may not ask
 */
public record FileSystem(String mountPoint, String type, Optional<Space> space) {

  /**
   * What it has room for, in bytes and in files.
   *
   * @param available to who is not root
   */
  public record Space(long size, long free, long available, long files, long filesFree) {}
}
