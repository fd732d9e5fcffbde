package sekisho.system;

import java.util.Optional;

/** Asks the kernel for the space of a file system. Blocks for as long as that does not answer. */
interface SpaceQuery {
  /**
   * @param path to anything on it
   * @return empty: the kernel refuses to tell
   */
  Optional<FileSystem.Space> of(String path);
}
