package sekisho.system;

import java.util.OptionalLong;

/**
 * The open files of the whole machine (/proc/sys/fs/file-nr).
 *
 * @param maximum of the whole machine; that of a process is another one
 */
public record FileHandles(OptionalLong allocated, OptionalLong maximum) {

  static FileHandles parse(String fileNr) {
    ProcLine line = ProcLine.of(fileNr);
    return new FileHandles(line.number(0), line.number(2));
  }
}
