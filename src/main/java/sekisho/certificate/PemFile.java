package sekisho.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import sekisho.fault.FileFault;

/**
 * A file's PEM blocks (RFC 7468), in order. Text between them is skipped, and lines may end with
 * CRLF.
 *
 * @param path where they were read, for messages
 * @param blocks may be none
 */
record PemFile(Path path, List<PemObject> blocks) {
  /** The system's bundle of authorities has a quarter of a mebibyte. */
  static final int MAX_FILE_BYTES = 4 * 1024 * 1024;

  private static final String BEGIN = "-----BEGIN ";

  static PemFile read(Path path) throws UnusableCertificateException {
    return new PemFile(path, blocks(path, content(path)));
  }

  /**
   * What was read already.
   *
   * @param path where, for messages
   */
  static PemFile of(Path path, byte[] content) throws UnusableCertificateException {
    return new PemFile(path, blocks(path, new String(content, StandardCharsets.ISO_8859_1)));
  }

  /** The blocks of one of those types. */
  Stream<PemObject> blocksOf(List<String> types) {
    return blocks.stream().filter(block -> types.contains(block.getType()));
  }

  private static String content(Path path) throws UnusableCertificateException {
    if (Files.isDirectory(path)) {
      throw new UnusableCertificateException(path, path + " is a directory");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      // A pipe would be waited for without end.
      throw new UnusableCertificateException(path, path + " is not a regular file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new UnusableCertificateException(path, path + " is larger than 4 MiB");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UnusableCertificateException(
          path, path + " cannot be read: " + FileFault.words(e), e);
    }
  }

  private static List<PemObject> blocks(Path path, String content)
      throws UnusableCertificateException {
    List<PemObject> blocks = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(content))) {
      for (PemObject block = reader.readPemObject();
          block != null;
          block = reader.readPemObject()) {
        blocks.add(block);
      }
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle throws either for base64 that is none.
      throw brokenBlock(path, blocks.size() + 1);
    }
    // The reader stops in silence at a BEGIN line that does not end as it should.
    if (content.lines().filter(line -> line.startsWith(BEGIN)).count() != blocks.size()) {
      throw brokenBlock(path, blocks.size() + 1);
    }
    return blocks;
  }

  private static UnusableCertificateException brokenBlock(Path path, int number) {
    return new UnusableCertificateException(
        path, path + " is not valid PEM: block " + number + " is cut off or garbled");
  }
}
