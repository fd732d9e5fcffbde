package sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Heads as they are read off and written to connections. */
@State(Scope.Thread)
public class HeadBenchmark {
  private static final int MAX_HEAD_BYTES = 16_384;

  private final ByteBuf small = direct("GET /128 HTTP/1.1\r\nHost: localhost:7443\r\n\r\n");
  private final ByteBuf browser =
      direct(
          "GET /api/service-17/users/4711?page=2 HTTP/1.1\r\nHost: sora.example.com\r\n"
              + "Connection: keep-alive\r\nsec-ch-ua: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"\r\n"
              + "sec-ch-ua-mobile: ?0\r\nsec-ch-ua-platform: \"Linux\"\r\n"
              + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/140.0.0.0 Safari/537.36\r\nAccept: application/json, text/plain, */*\r\n"
              + "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
              + "Referer: https://sora.example.com/users\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
              + "Accept-Language: en-GB,en;q=0.9\r\n"
              + "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark\r\n\r\n");
  private final ByteBuf response =
      direct(
          "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Mon, 23 Nov 2026 02:01:26 GMT\r\n"
              + "Content-Type: application/octet-stream\r\nContent-Length: 128\r\n"
              + "Last-Modified: Mon, 23 Nov 2026 01:59:08 GMT\r\nConnection: keep-alive\r\n"
              + "ETag: \"69226a1c-80\"\r\nAccept-Ranges: bytes\r\n\r\n");

  private final RequestParser requests =
      new RequestParser(MAX_HEAD_BYTES, new byte[MAX_HEAD_BYTES]);
  private final ResponseParser responses =
      new ResponseParser(MAX_HEAD_BYTES, new byte[MAX_HEAD_BYTES]);
  private final RequestHead browserHead =
      ((RequestParser.Complete) requests.parse(browser.duplicate())).head();
  private final ResponseHead responseHead =
      ((ResponseParser.Complete) responses.parse(response.duplicate())).head();

  @Benchmark
  public Object parse_a_small_request() {
    return requests.parse(small.readerIndex(0));
  }

  @Benchmark
  public Object parse_a_browsers_request() {
    return requests.parse(browser.readerIndex(0));
  }

  @Benchmark
  public Object parse_a_response() {
    return responses.parse(response.readerIndex(0));
  }

  @Benchmark
  public boolean encode_a_browsers_request() {
    return HeadEncoder.request(
            browserHead.method(),
            browserHead.target(),
            browserHead.fields(),
            PooledByteBufAllocator.DEFAULT)
        .release();
  }

  @Benchmark
  public boolean encode_a_response() {
    return HeadEncoder.response(
            responseHead.status(),
            responseHead.reason(),
            responseHead.fields(),
            PooledByteBufAllocator.DEFAULT)
        .release();
  }

  private static ByteBuf direct(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
  }
}
