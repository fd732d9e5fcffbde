package sekisho.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code openssl s_client}: a client that shows certificates and offers sessions under whatever
 * name it is told to.
 */
public final class OpenSslClient {
  private final List<String> arguments = new ArrayList<>();
  private final Path folder;

  private OpenSslClient(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder for its files
   */
  public static OpenSslClient to(InetSocketAddress address, Path folder) {
    return new OpenSslClient(folder)
        .with("-connect", address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  public OpenSslClient with(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  public OpenSslClient sni(String name) {
    return with("-servername", name);
  }

  /** It has this certificate to show. */
  public OpenSslClient showing(TlsCertificates.Pair pair) {
    return with("-cert", pair.certificate().toString(), "-key", pair.privateKey().toString());
  }

  /**
   * What came of it.
   *
   * @param text all that the program said, the response among it
   */
  public record Outcome(String text) {
    public boolean isAnswered() {
      return text.contains("HTTP/1.1 200");
    }

    /** The status of the response; 0: there was none. */
    public int status() {
      int at = text.indexOf("HTTP/1.1 ");
      return at < 0 ? 0 : Integer.parseInt(text.substring(at + 9, at + 12));
    }

    /** Whether a session was taken up again. */
    public boolean isReused() {
      return text.contains("Reused, TLSv1");
    }
  }

  /** Shakes hands, sends the lines as a request, and reads until the other side ends it. */
  public Outcome request(String... lines) {
    try {
      Path request = Files.createTempFile(folder, "request", ".txt");
      Files.writeString(request, RawRequest.of(lines), ISO_8859_1);
      List<String> command =
          new ArrayList<>(
              List.of(
                  "sh",
                  "-c",
                  "in=$1; shift; exec \"$@\" < \"$in\"",
                  "sh",
                  request.toString(),
                  Tools.require("openssl").toString(),
                  "s_client",
                  "-ign_eof"));
      command.addAll(arguments);
      Command.Result result = Command.run(command);
      return new Outcome(result.stdout() + result.stderr());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
