package sekisho.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** What a client says on the control socket, and what it hears. */
final class ControlTalk {
  private static final int MAX_ANSWER_BYTES = 1 << 21;

  private ControlTalk() {}

  static String echo(String text) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[\"" + text + "\"],\"id\":1}";
  }

  /** The version, over a connection of its own. */
  static String ask(ControlFixture proxy) {
    try (LineChannel client = proxy.connect()) {
      return ask(client, ControlFixture.VERSION);
    } catch (IOException e) {
      return e.toString();
    }
  }

  static String ask(LineChannel client, String line) throws IOException {
    write(client, line);
    return read(client);
  }

  static void write(LineChannel client, String line) throws IOException {
    assertThat(client.write(line.getBytes(UTF_8), ControlFixture.PATIENCE)).isTrue();
  }

  static String read(LineChannel client) throws IOException {
    LineChannel.Received received = client.read(MAX_ANSWER_BYTES, ControlFixture.PATIENCE);
    assertThat(received).isInstanceOf(LineChannel.Received.Line.class);
    return new String(((LineChannel.Received.Line) received).text(), UTF_8);
  }

  static void assertEnd(LineChannel client) throws IOException {
    try {
      assertThat(client.read(MAX_ANSWER_BYTES, ControlFixture.PATIENCE))
          .isEqualTo(new LineChannel.Received.End());
    } catch (IOException e) {
      // It has left something of ours unread, which the kernel tells us like this.
      assertThat(e).hasMessageContaining("Connection reset");
    }
  }
}
