package sekisho.testing;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** curl, as a user runs it, towards one address under any name. */
public final class Curl {
  private static final String STATUS_MARK = "\n--status--";

  private final InetSocketAddress proxy;
  private final Path authority;

  private Curl(InetSocketAddress proxy, Path authority) {
    this.proxy = proxy;
    this.authority = authority;
  }

  /** Connects to {@code proxy} whatever the URL's host, and trusts {@code authority}. */
  public static Curl to(InetSocketAddress proxy, Path authority) {
    return new Curl(proxy, authority);
  }

  /**
   * @param exitCode curl's own
   * @param status of the response; 0 without one
   * @param body of the response
   */
  public record Answer(int exitCode, int status, String body, String stderr) {}

  /**
   * Requests {@code https://HOST:PORT} and {@code target}.
   *
   * @param options curl's
   */
  public Answer get(String host, String target, String... options) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Tools.require("curl").toString(), "--silent", "--show-error"));
    command.addAll(List.of("--noproxy", "*", "--max-time", "60", "--path-as-is"));
    command.addAll(List.of("--cacert", authority.toString()));
    command.addAll(List.of("--connect-to", "::" + connectTo()));
    command.addAll(List.of("--write-out", STATUS_MARK + "%{http_code}"));
    command.addAll(List.of(options));
    command.add("https://" + host + ":" + proxy.getPort() + target);
    return answer(Command.run(command));
  }

  private String connectTo() {
    String address = proxy.getAddress().getHostAddress();
    return (address.contains(":") ? "[" + address + "]:" : address + ":") + proxy.getPort();
  }

  private static Answer answer(Command.Result result) {
    int mark = result.stdout().lastIndexOf(STATUS_MARK);
    return new Answer(
        result.exitCode(),
        Integer.parseInt(result.stdout().substring(mark + STATUS_MARK.length())),
        result.stdout().substring(0, mark),
        result.stderr());
  }
}
