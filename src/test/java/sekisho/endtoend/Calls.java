package sekisho.endtoend;

import java.util.stream.Stream;
import sekisho.testing.Payload;

/** What clients ask of real origins. */
final class Calls {
  private static final int LARGE_BYTES = 60_000;

  /** What an origin takes of a request line, with room for the fields that a proxy adds. */
  private static final int LONG = 7_500;

  private static final int LONGER = 15_000;

  private Calls() {}

  /** What every origin answers, those that speak HTTP/1.0 included. */
  static Stream<Call> ofAnyOrigin() {
    return Stream.of(
        Call.of("GET / HTTP/1.1"),
        Call.of("GET / HTTP/1.1", "Connection: close"),
        Call.of("GET / HTTP/1.1", "Connection: Keep-Alive, X-Mine", "X-Other: 1"),
        Call.of("HEAD /echo HTTP/1.1"),
        Call.of("OPTIONS /echo HTTP/1.1", "Origin: https://other.example"),
        Call.of("DELETE /echo HTTP/1.1"),
        Call.of("POST /echo HTTP/1.1", "Content-Length: 0"),
        Call.of("POST /echo HTTP/1.1", "Content-Length: 5").with("12345"),
        Call.of("PUT /echo HTTP/1.1", "content-length: " + LARGE_BYTES, "X: 1").with(large()),
        Call.of("PATCH /echo HTTP/1.1", "Content-Length: 3").with("\0\u00ff\n"),
        Call.of("GET /a?b=c&d=%20%2F&e HTTP/1.1"),
        Call.of("GET /?? HTTP/1.1"),
        Call.of("GET /%7Euser/%C3%A9%2f..;p=1/$&'()*+,=:@ HTTP/1.1"),
        Call.of("GET //a//./b/../c/ HTTP/1.1"),
        Call.of("GET /" + "long/".repeat(LONG / 5) + " HTTP/1.1"),
        Call.of(
            "GET /fields HTTP/1.1", "X-Latin: na\u00efve \u00fc\u00ff", "X-EMPTY:", "x-empty: 2"),
        Call.of(
            "GET /echo HTTP/1.1", "Cookie: a=1; b=2", "Accept: */*", "Authorization: Basic YTpi"),
        Call.of("GET /etag HTTP/1.1"),
        Call.of("GET /etag HTTP/1.1", "If-None-Match: \"v1\""),
        Call.of("HEAD /etag HTTP/1.1", "If-None-Match: \"v1\""),
        Call.of("GET /empty HTTP/1.1"),
        Call.of("GET /204 HTTP/1.1"),
        Call.of("HEAD /204 HTTP/1.1"),
        Call.of("GET /404 HTTP/1.1"),
        Call.of("GET /large HTTP/1.1"),
        Call.of("HEAD /large HTTP/1.1"),
        Call.of("GET /until-close HTTP/1.1"));
  }

  /** What takes more than HTTP/1.0 can say. */
  static Stream<Call> ofNode() {
    return Stream.of(
        Call.of("GET /" + "longer".repeat(LONGER / 6) + " HTTP/1.1"),
        Call.of("GET /echo HTTP/1.1", "X-Space:  \t two  words \t "),
        Call.of("GET /500 HTTP/1.1"),
        Call.of("GET /unusual HTTP/1.1"),
        Call.of("GET /redirect HTTP/1.1"),
        Call.of("POST /echo HTTP/1.1", "Transfer-Encoding: chunked")
            .with("5\r\nfirst\r\n00C;x=y\r\n and\r\nsecond\r\n0\r\n\r\n"),
        Call.of("PUT /echo HTTP/1.1", "Transfer-Encoding: Chunked", "Trailer: X-Sum")
            .with("1\r\n.\r\n0\r\nX-Sum: 1\r\nx-latin: \u00fc\r\n\r\n"),
        Call.of("POST /echo HTTP/1.1", "Transfer-Encoding: chunked").with("0\r\n\r\n"),
        Call.of("GET /chunked HTTP/1.1"),
        Call.of("GET /chunked HTTP/1.1", "TE: trailers", "Connection: TE"),
        Call.of("HEAD /chunked HTTP/1.1"),
        Call.of("GET /hints HTTP/1.1"),
        Call.of("GET /processing HTTP/1.1"),
        Call.of("POST /echo HTTP/1.1", "Expect: 100-continue", "Content-Length: 4").with("body"),
        Call.of("POST /echo HTTP/1.1", "Expect: 100-continue", "Transfer-Encoding: chunked")
            .with("4\r\nbody\r\n0\r\n\r\n"),
        Call.of("PUT /refuse/413 HTTP/1.1", "Expect: 100-continue", "Content-Length: 4"),
        Call.of("PUT /refuse/417 HTTP/1.1", "Expect: 100-continue", "Content-Length: 4"),
        Call.of("GET /echo HTTP/1.0"),
        Call.of("HEAD /large HTTP/1.0"),
        Call.of("GET /echo HTTP/1.0", "Connection: keep-alive").then(Call.of("GET /2 HTTP/1.0")),
        Call.of("POST /echo HTTP/1.0", "Content-Length: 4").with("body"),
        Call.of("GET /1 HTTP/1.1")
            .then(Call.of("POST /2 HTTP/1.1", "Content-Length: 4").with("body"))
            .then(Call.of("GET /chunked HTTP/1.1"))
            .then(Call.of("HEAD /large HTTP/1.1"))
            .then(Call.of("GET /204 HTTP/1.1", "Connection: close")));
  }

  /** Of files, and of a body that is only counted. */
  static Stream<Call> ofNginx() {
    return Stream.of(
        Call.of("GET /files/text HTTP/1.1"),
        Call.of("HEAD /files/text HTTP/1.1"),
        Call.of("GET /files/text HTTP/1.0"),
        Call.of("GET /files/large HTTP/1.1"),
        Call.of("GET /files/text HTTP/1.1", "Range: bytes=2-5"),
        Call.of("GET /files/text HTTP/1.1", "Range: bytes=-3"),
        Call.of("GET /files/text HTTP/1.1", "Range: bytes=99-"),
        Call.of("GET /files/large HTTP/1.1", "Range: bytes=70000-300000"),
        Call.of("GET /files/text HTTP/1.1", "Range: bytes=1-2", "If-Range: \"other\""),
        Call.of("GET /files/text HTTP/1.1", "If-Modified-Since: Wed, 01 Jan 2098 00:00:00 GMT"),
        Call.of("GET /files/text HTTP/1.1", "If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT"),
        Call.of("GET /files/text HTTP/1.1", "If-None-Match: *"),
        Call.of("POST /files/text HTTP/1.1", "Content-Length: 4").with("body"),
        Call.of("GET /files/none HTTP/1.1"),
        Call.of("GET /files/../files/text?q HTTP/1.1"),
        Call.of("POST /upload HTTP/1.1", "Content-Length: " + LARGE_BYTES).with(large()),
        Call.of("POST /upload HTTP/1.1", "Expect: 100-continue", "Content-Length: 4").with("body"),
        Call.of("PUT /upload HTTP/1.1", "Transfer-Encoding: chunked")
            .with("4\r\nbody\r\n0\r\n\r\n"),
        Call.of("GET /files/text HTTP/1.1")
            .then(Call.of("GET /files/none HTTP/1.1"))
            .then(Call.of("GET /files/text HTTP/1.1", "Range: bytes=0-0")));
  }

  private static byte[] large() {
    return Payload.first(LARGE_BYTES);
  }
}
