package sekisho.fault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why something could not be done with a file. */
public final class FileFault {
  private FileFault() {}

  /**
   * The reason alone, to stand behind a colon: which file and what was tried is for the caller to
   * say. The JDK's own message is where or why, and seldom both.
   */
  public static String words(IOException fault) {
    return switch (fault) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "there is one already";
      case NotDirectoryException _ -> "not a folder";
      case FileSystemException of when of.getReason() != null -> of.getReason();
      default -> KernelWords.of(fault);
    };
  }
}
