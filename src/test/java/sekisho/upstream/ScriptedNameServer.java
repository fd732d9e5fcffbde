package sekisho.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A name server on a UDP port of its own that knows one name (RFC 1035 §4), and answers what it was
 * last told to.
 */
final class ScriptedNameServer implements AutoCloseable {
  private static final int MAX_DATAGRAM_BYTES = 4096;
  private static final int HEADER_BYTES = 12;

  /** A response that is complete, to a query that wanted recursion, which was available. */
  private static final int RESPONSE_FLAGS = 0x8180;

  /** Points to the name of the question, which is behind the header (RFC 1035 §4.1.4). */
  private static final int SAME_NAME = 0xC000 | HEADER_BYTES;

  private static final int TYPE_A = 1;
  private static final int TYPE_AAAA = 28;
  private static final int CLASS_IN = 1;

  private final DatagramSocket socket;
  private final String name;
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private volatile Answer answer = new Silence();

  /** What it says about its name. Of other names it says that there is none. */
  sealed interface Answer {}

  /** The addresses of the family that is asked for, maybe none. */
  record Addresses(int ttlSeconds, List<InetAddress> addresses) implements Answer {}

  /** Nothing but a response code. */
  record Code(int number) implements Answer {
    static final Code SERVER_FAILURE = new Code(2);
    static final Code NO_SUCH_NAME = new Code(3);
    static final Code REFUSED = new Code(5);
  }

  /** An answer that comes when it is given here; questions wait behind it. */
  record Held(CompletableFuture<Answer> answer) implements Answer {}

  /** No answer at all. */
  record Silence() implements Answer {}

  /** What is asked: the labels are those of {@code bytes} up to {@code end}. */
  private record Question(String name, int type, int end) {
    static Question of(ByteBuffer query) {
      query.position(HEADER_BYTES);
      StringBuilder name = new StringBuilder();
      for (int length = query.get(); length > 0; length = query.get()) {
        byte[] label = new byte[length];
        query.get(label);
        name.append(name.isEmpty() ? "" : ".").append(new String(label, US_ASCII));
      }
      int type = query.getShort();
      query.getShort(); // The class.
      return new Question(name.toString(), type, query.position());
    }
  }

  private ScriptedNameServer(DatagramSocket socket, String name) {
    this.socket = socket;
    this.name = name;
  }

  /** One that knows {@code name}, and is silent about it. */
  static ScriptedNameServer of(String name) {
    try {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      ScriptedNameServer server = new ScriptedNameServer(socket, name);
      Thread.ofVirtual().name("name server").start(server::serve);
      return server;
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** What it says from now on. */
  void answer(Answer next) {
    answer = next;
  }

  void answer(int ttlSeconds, String... addresses) {
    answer(
        new Addresses(ttlSeconds, Arrays.stream(addresses).map(InetAddress::ofLiteral).toList()));
  }

  /** What it was asked about its name so far: A or AAAA. */
  List<String> questions() {
    return List.copyOf(questions);
  }

  private void serve() {
    byte[] bytes = new byte[MAX_DATAGRAM_BYTES];
    try {
      while (true) {
        DatagramPacket query = new DatagramPacket(bytes, bytes.length);
        socket.receive(query);
        ByteBuffer reply = reply(ByteBuffer.wrap(bytes, 0, query.getLength()));
        if (reply.hasRemaining()) {
          socket.send(
              new DatagramPacket(reply.array(), reply.remaining(), query.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // The end of the test.
    }
  }

  /** What it says to {@code query}; empty: nothing. */
  private ByteBuffer reply(ByteBuffer query) {
    Question question = Question.of(query);
    if (!question.name().equalsIgnoreCase(name)) {
      return response(query, question, Code.NO_SUCH_NAME.number(), List.of());
    }
    questions.add(question.type() == TYPE_A ? "A" : "AAAA");
    return reply(query, question, answer);
  }

  private ByteBuffer reply(ByteBuffer query, Question question, Answer given) {
    return switch (given) {
      case Held held -> reply(query, question, held.answer().join());
      case Silence _ -> ByteBuffer.allocate(0);
      case Code code -> response(query, question, code.number(), List.of());
      case Addresses known ->
          response(query, question, 0, records(known, question.type() == TYPE_A));
    };
  }

  private static List<ByteBuffer> records(Addresses known, boolean ofVersion4) {
    return known.addresses().stream()
        .filter(address -> address instanceof Inet4Address == ofVersion4)
        .map(address -> record(known.ttlSeconds(), address.getAddress()))
        .toList();
  }

  private static ByteBuffer record(int ttlSeconds, byte[] address) {
    return ByteBuffer.allocate(12 + address.length)
        .putShort((short) SAME_NAME)
        .putShort((short) (address.length == 4 ? TYPE_A : TYPE_AAAA))
        .putShort((short) CLASS_IN)
        .putInt(ttlSeconds)
        .putShort((short) address.length)
        .put(address)
        .flip();
  }

  private static ByteBuffer response(
      ByteBuffer query, Question question, int code, List<ByteBuffer> records) {
    ByteBuffer response =
        ByteBuffer.allocate(MAX_DATAGRAM_BYTES)
            .putShort(query.getShort(0))
            .putShort((short) (RESPONSE_FLAGS | code))
            .putShort((short) 1)
            .putShort((short) records.size())
            .putInt(0)
            .put(query.slice(HEADER_BYTES, question.end() - HEADER_BYTES));
    records.forEach(response::put);
    return response.flip();
  }

  @Override
  public void close() {
    socket.close();
  }
}
