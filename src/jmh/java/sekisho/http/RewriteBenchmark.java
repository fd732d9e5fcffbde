package sekisho.http;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.model.HttpRoute;

/** The fields of messages on their way through. */
@State(Scope.Thread)
public class RewriteBenchmark {
  private final HttpRoute route = Requests.route(false);
  private final RequestHead small = Requests.head("GET /128 HTTP/1.1", "Host: localhost:7443");
  private final RequestHead browser =
      Requests.head(
          "GET /api/service-17/users/4711?page=2 HTTP/1.1",
          "Host: sora.example.com",
          "Connection: keep-alive",
          "sec-ch-ua-mobile: ?0",
          "sec-ch-ua-platform: \"Linux\"",
          "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
          "Accept: application/json, text/plain, */*",
          "Sec-Fetch-Site: same-origin",
          "Sec-Fetch-Mode: cors",
          "Sec-Fetch-Dest: empty",
          "Referer: https://sora.example.com/users",
          "Accept-Encoding: gzip, deflate, br, zstd",
          "Accept-Language: en-GB,en;q=0.9",
          "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark");
  private final Fields response =
      new Fields()
          .add("Server", "nginx/1.22.1")
          .add("Date", "Mon, 23 Nov 2026 02:01:26 GMT")
          .add("Content-Type", "application/octet-stream")
          .add("Content-Length", "128")
          .add("Last-Modified", "Mon, 23 Nov 2026 01:59:08 GMT")
          .add("Connection", "keep-alive")
          .add("ETag", "\"69226a1c-80\"")
          .add("Accept-Ranges", "bytes");

  @Benchmark
  public Object rewrite_a_small_request() {
    return rewritten(small);
  }

  @Benchmark
  public Object rewrite_a_browsers_request() {
    return rewritten(browser);
  }

  @Benchmark
  public Object rewrite_a_response() {
    return ResponseRewrite.fields(response, true, List.of());
  }

  private Fields rewritten(RequestHead head) {
    RequestTarget.Resource target = (RequestTarget.Resource) RequestTarget.of(head);
    ClientAddress client = ClientAddress.of(Requests.CLIENT, List.of(), head.fields());
    return RequestRewrite.fields(head, target, route, client, "0123456789abcdef");
  }
}
