package sekisho.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;

/** A TCP server that says its name and then sends back what it hears: who answered is plain. */
public final class NamedServer implements Closeable {
  private final RawServer server;

  private NamedServer(RawServer server) {
    this.server = server;
  }

  public static NamedServer named(String name) {
    return new NamedServer(
        RawServer.start(connection -> {
          connection.write(name.getBytes(UTF_8));
          RawServer.echo(connection);
        }));
  }

  public String address() {
    return server.address();
  }

  public int port() {
    return server.port();
  }

  /** How many connections have come. */
  public int connections() {
    return server.connections();
  }

  @Override
  public void close() {
    server.close();
  }
}
