package sekisho.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command learns of the proxy, and of its absence. */
class ControlClientTest {
  private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

  @TempDir Path folder;

  @Test
  void a_result_is_the_methods() {
    try (ControlFixture proxy = ControlFixture.of(file())) {
      ObjectNode params = NOTHING.deepCopy().put("text", "関所 \n \" é");

      assertThat(proxy.client().call("echo", params, ControlFixture.PATIENCE))
          .isEqualTo(new ControlAnswer.Result(TextNode.valueOf("関所 \n \" é")));
    }
  }

  @Test
  void a_large_result_comes_whole() {
    try (ControlFixture proxy = ControlFixture.of(file())) {
      String large = "x".repeat(1_000_000);

      assertThat(
              proxy
                  .client()
                  .call("echo", NOTHING.deepCopy().put("text", large), ControlFixture.PATIENCE))
          .isEqualTo(new ControlAnswer.Result(TextNode.valueOf(large)));
    }
  }

  @Test
  void a_refusal_says_why() {
    try (ControlFixture proxy = ControlFixture.of(file())) {
      assertThat(proxy.client().call("echo", NOTHING, ControlFixture.PATIENCE))
          .isInstanceOfSatisfying(
              ControlAnswer.Refused.class,
              refused ->
                  assertThat(refused.text())
                      .isEqualTo("Invalid params: text is missing: allowed: a string"));
      assertThat(proxy.client().call("nothing", NOTHING, ControlFixture.PATIENCE))
          .isEqualTo(new ControlAnswer.Refused(-32601, "Method not found", Optional.empty()));
    }
  }

  @Test
  void what_a_method_did_not_foresee_is_an_internal_error() {
    try (ControlFixture proxy = ControlFixture.of(file())) {
      assertThat(proxy.client().call("break", NOTHING, ControlFixture.PATIENCE))
          .isEqualTo(new ControlAnswer.Refused(-32603, "Internal error", Optional.empty()));
    }
  }

  @Test
  void where_there_is_no_socket_no_proxy_runs() {
    assertUnreachable(
        "no proxy runs with " + file() + ": " + ControlFixture.path(file()) + " does not exist");
  }

  @Test
  void where_nobody_listens_no_proxy_runs() throws IOException {
    listening().close();

    assertUnreachable(
        "no proxy runs with "
            + file()
            + ": nobody listens at "
            + ControlFixture.path(file())
            + ", which one that was killed has left");
  }

  @Test
  void a_proxy_that_dies_in_the_middle_is_said() throws Exception {
    try (ServerSocketChannel dying = listening()) {
      Thread death =
          Thread.ofPlatform()
              .start(() -> {
                try (SocketChannel client = dying.accept()) {
                  client.read(ByteBuffer.allocate(1000));
                  client.write(ByteBuffer.wrap("{\"jsonrpc\"".getBytes(UTF_8)));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });

      assertUnreachable(
          "the proxy at "
              + ControlFixture.path(file())
              + " ended the connection before it had answered");
      death.join();
    }
  }

  @Test
  void a_proxy_that_does_not_answer_is_waited_for_as_long_as_the_method_may_take()
      throws IOException {
    try (ServerSocketChannel _ = listening()) {
      assertThat(client().call("version", NOTHING, Duration.ofMillis(50)))
          .isEqualTo(
              new ControlAnswer.Unreachable(
                  "the proxy at " + ControlFixture.path(file()) + " has not answered within 0 s"));
    }
  }

  @Test
  void somebody_else_is_told_from_a_proxy() throws Exception {
    try (ServerSocketChannel other = listening()) {
      Thread greeting =
          Thread.ofPlatform()
              .start(() -> {
                try (SocketChannel client = other.accept()) {
                  client.write(ByteBuffer.wrap("220 smtp ready\n".getBytes(UTF_8)));
                  client.read(ByteBuffer.allocate(1000));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });

      assertUnreachable(
          "what listens at " + ControlFixture.path(file()) + " does not answer as a proxy");
      greeting.join();
    }
  }

  @Test
  void a_proxy_that_is_busy_says_so() throws IOException {
    try (ControlFixture proxy = ControlFixture.of(file(), 1, ControlFixture.PATIENCE);
        LineChannel other = proxy.connect()) {
      other.write(ControlFixture.VERSION.getBytes(UTF_8), ControlFixture.PATIENCE);
      assertThat(other.read(1000, ControlFixture.PATIENCE))
          .isInstanceOf(LineChannel.Received.Line.class);

      assertThat(proxy.client().call("version", NOTHING, ControlFixture.PATIENCE))
          .isEqualTo(
              new ControlAnswer.Refused(
                  -32002, "too many connections; allowed: 1", Optional.empty()));
    }
  }

  @Test
  void a_socket_with_too_long_a_path_cannot_be() throws IOException {
    Path deep = Files.createDirectory(folder.resolve("d".repeat(107)));
    Path socket = Files.createFile(deep.resolve("control.sock"));
    ControlClient client = ControlClient.of(file(), Map.of("RUNTIME_DIRECTORY", deep.toString()));

    assertThat(client.call("version", NOTHING, ControlFixture.PATIENCE))
        .isEqualTo(
            new ControlAnswer.Unreachable(
                "no proxy runs with "
                    + file()
                    + ": "
                    + socket
                    + " is too long a path for a Unix socket"));
  }

  private void assertUnreachable(String message) {
    assertThat(client().call("version", NOTHING, ControlFixture.PATIENCE))
        .isEqualTo(new ControlAnswer.Unreachable(message));
  }

  private ControlClient client() {
    return ControlClient.of(file(), Map.of());
  }

  private ServerSocketChannel listening() throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(ControlFixture.path(file())));
  }

  private Path file() {
    return folder.resolve("sekisho.jsonc");
  }
}
