package sekisho.testing.acme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import sekisho.testing.Await;
import sekisho.testing.ReservedPort;
import sekisho.testing.Tools;

/**
 * Pebble's own name server, {@code pebble-challtestsrv}, on a port of {@code 127.0.0.1}: every name
 * is {@code 127.0.0.1} and has no IPv6 address, unless a test says otherwise. Its other services
 * are off.
 */
public final class PebbleDns implements AutoCloseable {
  private static final int LOOK_MILLIS = 200;
  private static final int ANSWER_LIMIT = 512;

  /** RFC 1035 §4: number 7, recursion desired, one question: {@code a.test A IN}. */
  private static final byte[] QUESTION = {
    0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 4, 't', 'e', 's', 't', 0, 0, 1, 0, 1
  };

  private final Process process;
  private final ReservedPort port;
  private final ReservedPort management;
  private final Path output;
  private final HttpClient client = HttpClient.newHttpClient();

  private PebbleDns(Process process, ReservedPort port, ReservedPort management, Path output) {
    this.process = process;
    this.port = port;
    this.management = management;
    this.output = output;
  }

  /** Starts one; its output goes into {@code folder}. */
  public static PebbleDns start(Path folder) {
    ReservedPort port = portOfBothKinds();
    ReservedPort management = ReservedPort.loopback();
    try {
      Path output = Files.createTempFile(folder, "pebble-dns", ".log");
      Process process =
          new ProcessBuilder(
                  Tools.require("pebble-challtestsrv").toString(),
                  "-dns01",
                  "127.0.0.1:" + port.number(),
                  "-management",
                  "127.0.0.1:" + management.number(),
                  "-defaultIPv4",
                  "127.0.0.1",
                  "-defaultIPv6",
                  "",
                  "-http01",
                  "",
                  "-https01",
                  "",
                  "-tlsalpn01",
                  "")
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      PebbleDns dns = new PebbleDns(process, port, management, output);
      Await.until("pebble-challtestsrv answers", dns::answers);
      return dns;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Only TCP can be kept free for the server, which shares UDP ports with nobody: that UDP is free
   * too is looked at.
   */
  private static ReservedPort portOfBothKinds() {
    while (true) {
      ReservedPort port = ReservedPort.loopback();
      try (DatagramSocket socket =
          new DatagramSocket(new InetSocketAddress("127.0.0.1", port.number()))) {
        return port;
      } catch (SocketException e) {
        port.close();
      }
    }
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new AssertionError("pebble-challtestsrv ended: " + output());
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(InetAddress.ofLiteral("127.0.0.1"), port.number());
      socket.setSoTimeout(LOOK_MILLIS);
      socket.send(new DatagramPacket(QUESTION, QUESTION.length));
      socket.receive(new DatagramPacket(new byte[ANSWER_LIMIT], ANSWER_LIMIT));
      return managementAnswers();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean managementAnswers() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", management.number())) {
      return socket.isConnected();
    }
  }

  /** {@code HOST:PORT}. */
  public String address() {
    return "127.0.0.1:" + port.number();
  }

  /** The name has this IPv4 address from now on. */
  public void resolve(String name, String ipv4) {
    post("add-a", "{\"host\":\"" + name + ".\",\"addresses\":[\"" + ipv4 + "\"]}");
  }

  /** Questions about the name fail from now on: SERVFAIL. */
  public void fail(String name) {
    post("set-servfail", "{\"host\":\"" + name + ".\"}");
  }

  /** They do not any more. */
  public void recover(String name) {
    post("clear-servfail", "{\"host\":\"" + name + ".\"}");
  }

  private void post(String what, String json) {
    URI uri = URI.create("http://127.0.0.1:" + management.number() + "/" + what);
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(json)).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError(what + " " + json + ": " + response.statusCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    client.close();
    port.close();
    management.close();
  }
}
