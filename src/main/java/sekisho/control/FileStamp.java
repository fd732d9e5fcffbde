package sekisho.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What changes when the content of a path changes, without reading it: the file behind its links,
 * its inode, size and times. Nobody can set the time of change (ctime), so a copy that keeps its
 * dates is noticed, and a new mode.
 *
 * @param real the file behind the links, as {@code certbot} keeps them in {@code live/}; the path
 *     itself when there is none
 * @param attributes of that file; why not, when they cannot be had
 */
record FileStamp(Path real, Map<String, Object> attributes) {
  private static final String ATTRIBUTES = "unix:dev,ino,size,lastModifiedTime,ctime";

  static FileStamp of(Path path) {
    try {
      Path real = path.toRealPath();
      return new FileStamp(real, Files.readAttributes(real, ATTRIBUTES));
    } catch (IOException e) {
      return new FileStamp(path, Map.of("failure", e.toString()));
    }
  }

  static List<FileStamp> of(List<Path> paths) {
    return paths.stream().map(FileStamp::of).toList();
  }
}
