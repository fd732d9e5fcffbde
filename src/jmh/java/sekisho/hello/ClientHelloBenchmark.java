package sekisho.hello;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The preread of a connection: one whole hello. */
@State(Scope.Thread)
public class ClientHelloBenchmark {
  private final ByteBuf browser = direct(ClientHellos.chromium("sora.example.com"));
  private final ByteBuf small = direct(ClientHellos.plain("sora.example.com"));

  @Benchmark
  public Object hello_of_a_browser() {
    return ClientHelloParser.parse(browser);
  }

  @Benchmark
  public Object small_hello() {
    return ClientHelloParser.parse(small);
  }

  private static ByteBuf direct(byte[] bytes) {
    return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
  }
}
