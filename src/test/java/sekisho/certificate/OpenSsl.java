package sekisho.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The files of operators, made with the tool they use. */
final class OpenSsl {
  private final Path directory;

  OpenSsl(Path directory) {
    this.directory = directory;
  }

  /** Runs {@code openssl} in the directory; file names are relative to it. */
  OpenSsl run(String... arguments) {
    try {
      List<String> command = new ArrayList<>(List.of("openssl"));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
      return this;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A self-signed certificate of an existing key. */
  OpenSsl certificate(String key, String certificate, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("req", "-x509", "-new", "-key", key, "-out", certificate, "-days", "30"));
    arguments.addAll(List.of(more));
    if (!arguments.contains("-subj")) {
      arguments.addAll(List.of("-subj", "/CN=sora.example.com"));
    }
    return run(arguments.toArray(String[]::new));
  }

  OpenSsl ecKey(String curve, String key) {
    return run(
        "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve, "-out", key);
  }

  OpenSsl rsaKey(int bits, String key) {
    return run("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:" + bits, "-out", key);
  }

  /** A file of the texts of others, in that order. */
  Path join(String file, String... parts) {
    StringBuilder text = new StringBuilder();
    for (String part : parts) {
      text.append(text(part));
    }
    return write(file, text.toString());
  }

  /** RFC 7468. */
  static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }

  String text(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Path write(String file, String text) {
    try {
      return Files.writeString(path(file), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Path path(String file) {
    return directory.resolve(file);
  }
}
