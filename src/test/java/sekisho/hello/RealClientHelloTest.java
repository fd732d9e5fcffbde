package sekisho.hello;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import sekisho.model.ServerName;

/** Hellos that nobody here built. */
class RealClientHelloTest {

  @Test
  void the_hello_of_the_jdk_is_read() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine("jdk.example.com", 443);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    engine.setSSLParameters(parameters);
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());

    engine.wrap(ByteBuffer.allocate(0), out);

    Preread preread = ClientHelloParser.parse(Unpooled.wrappedBuffer(out.flip()));
    assertExpected(preread, "jdk.example.com");
  }

  @Test
  void the_hello_of_openssl_is_read() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      String address = "127.0.0.1:" + server.getLocalPort();
      Process openssl =
          new ProcessBuilder(
                  "openssl",
                  "s_client",
                  "-connect",
                  address,
                  "-servername",
                  "openssl.example.com",
                  "-alpn",
                  "h2,http/1.1")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (Socket client = server.accept()) {
        Preread preread = readHello(client);

        assertExpected(preread, "openssl.example.com");
      } finally {
        openssl.destroyForcibly().waitFor();
      }
    }
  }

  private static Preread readHello(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    ByteBuf buffer = Unpooled.buffer();
    Preread preread = new Preread.Incomplete();
    while (preread instanceof Preread.Incomplete) {
      int read = in.read();
      assertThat(read).as("a byte of the hello").isNotNegative();
      buffer.writeByte(read);
      preread = ClientHelloParser.parse(buffer);
    }
    return preread;
  }

  private static void assertExpected(Preread preread, String name) {
    assertThat(preread).isInstanceOf(Preread.Hello.class);
    ClientHello hello = ((Preread.Hello) preread).clientHello();
    assertThat(hello.serverName()).contains(new ServerName(name));
    assertThat(hello.alpn()).containsExactly("h2", "http/1.1");
    assertThat(hello.offersTls13()).isTrue();
    assertThat(hello.offersEcdsaSuites()).isTrue();
    assertThat(hello.acceptsEcdsa()).isTrue();
  }
}
