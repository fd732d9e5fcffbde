package sekisho.message;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.message.Heads.buffer;
import static sekisho.message.Heads.parser;
import static sekisho.message.Heads.with;
import static sekisho.message.Malformation.CONTENT_LENGTH;
import static sekisho.message.Malformation.FIELD_LINE;
import static sekisho.message.Malformation.FIELD_NAME;
import static sekisho.message.Malformation.FIELD_VALUE;
import static sekisho.message.Malformation.LENGTH_AND_CODING;
import static sekisho.message.Malformation.LINE_END;
import static sekisho.message.Malformation.REQUEST_LINE;
import static sekisho.message.Malformation.TARGET;
import static sekisho.message.Malformation.TRANSFER_CODING;
import static sekisho.message.Malformation.TRANSFER_CODING_UNKNOWN;
import static sekisho.message.Malformation.VERSION;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Traps 1 to 6: what cannot be framed without doubt is refused, each with its reason. */
class MalformedHeadTest {

  record Refused(String name, String head, Malformation as) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource({
    "lengthAndCoding",
    "contentLengths",
    "transferCodings",
    "lineEnds",
    "fieldLines",
    "fieldNames",
    "controlsInValues",
    "requestLines",
    "targets",
    "versions"
  })
  void it_is_refused_whole_and_byte_by_byte(Refused refused) {
    RequestParser.Result malformed = new RequestParser.Malformed(refused.as());

    assertThat(parser().parse(buffer(refused.head()))).isEqualTo(malformed);
    assertThat(byteByByte(refused.head())).isEqualTo(malformed);
  }

  private static RequestParser.Result byteByByte(String head) {
    RequestParser parser = parser();
    ByteBuf in = Unpooled.buffer();
    for (int i = 0; i < head.length(); i++) {
      in.writeByte(head.charAt(i));
      RequestParser.Result result = parser.parse(in);
      if (!(result instanceof RequestParser.Incomplete)) {
        return result;
      }
    }
    return new RequestParser.Incomplete();
  }

  static Stream<Refused> lengthAndCoding() {
    return Stream.of(
        fields(
            "length before coding",
            LENGTH_AND_CODING,
            "Content-Length: 3",
            "Transfer-Encoding: chunked"),
        fields(
            "coding before length",
            LENGTH_AND_CODING,
            "Transfer-Encoding: chunked",
            "Content-Length: 3"),
        fields(
            "length 0 and coding",
            LENGTH_AND_CODING,
            "Content-Length: 0",
            "transfer-encoding: chunked"),
        fields(
            "an unknown coding and a length",
            LENGTH_AND_CODING,
            "Transfer-Encoding: gzip",
            "CONTENT-LENGTH: 3"));
  }

  static Stream<Refused> contentLengths() {
    return Stream.concat(
        Stream.of(
                "",
                "+3",
                "-3",
                "3, 3",
                "3,3",
                "3,",
                "3 3",
                "0x3",
                "3h",
                "a",
                "3.0",
                "1_000",
                "\u00b3",
                "1000000000000000000",
                "9223372036854775808",
                "18446744073709551619")
            .map(value -> fields("length " + value, CONTENT_LENGTH, "Content-Length: " + value)),
        Stream.of(
            fields("two equal lengths", CONTENT_LENGTH, "Content-Length: 3", "Content-Length: 3"),
            fields(
                "two lengths", CONTENT_LENGTH, "Content-Length: 3", "X: y", "content-length: 4")));
  }

  static Stream<Refused> transferCodings() {
    Stream<Refused> faults =
        Stream.of(
                "",
                ",",
                "chunked, chunked",
                "chunked,",
                ",chunked",
                "chunked, gzip",
                "x chunked",
                "chunked x",
                "chunked;x",
                "chunked;q=1",
                "\"chunked\"",
                "chunked\u00a0",
                "gzip;x=1, chunked")
            .map(
                value -> fields("coding " + value, TRANSFER_CODING, "Transfer-Encoding: " + value));
    Stream<Refused> unknown =
        Stream.of("gzip", "identity", "gzip, chunked", "xchunked", "chunkedx", "deflate,gzip")
            .map(value ->
                fields("coding " + value, TRANSFER_CODING_UNKNOWN, "Transfer-Encoding: " + value));
    return Stream.of(
            faults,
            unknown,
            Stream.of(
                fields(
                    "two coding lines",
                    TRANSFER_CODING,
                    "Transfer-Encoding: chunked",
                    "Transfer-Encoding: chunked"),
                fields(
                    "a coding line after an unknown one",
                    TRANSFER_CODING,
                    "Transfer-Encoding: gzip",
                    "Transfer-Encoding: chunked"),
                new Refused(
                    "coding in HTTP/1.0",
                    "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
                    TRANSFER_CODING)))
        .flatMap(s -> s);
  }

  static Stream<Refused> lineEnds() {
    return Stream.of(
        new Refused("a bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n", LINE_END),
        new Refused("a bare LF as the first line", "\nGET / HTTP/1.1\r\n", LINE_END),
        new Refused("a bare LF after a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", LINE_END),
        new Refused("a bare LF as the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n", LINE_END),
        new Refused("a bare LF in a value", "GET / HTTP/1.1\r\nX: a\nY: b\r\n\r\n", LINE_END),
        new Refused(
            "a bare CR after the request line", "GET / HTTP/1.1\rHost: a\r\n\r\n", REQUEST_LINE),
        new Refused("two CR after the request line", "GET / HTTP/1.1\r\r\n\r\n", REQUEST_LINE),
        fields("a bare CR in a value", LINE_END, "X: a\rY: b"),
        fields("two CR after a field", LINE_END, "X: a\r"),
        fields("a bare CR before a value", LINE_END, "X: \ra"),
        fields("a bare CR in place of a field", FIELD_NAME, "\r"),
        fields("a bare CR in a name", FIELD_NAME, "X\r: a"));
  }

  static Stream<Refused> fieldLines() {
    return Stream.of(
        fields("a line folded by a space", FIELD_LINE, "X: a", " b"),
        fields("a line folded by a tab", FIELD_LINE, "X: a", "\tb: c"),
        fields("a line of one space", FIELD_LINE, " "),
        fields("no colon", FIELD_LINE, "Host"),
        new Refused("a space before the first field", "GET / HTTP/1.1\r\n X: a\r\n", FIELD_LINE));
  }

  static Stream<Refused> fieldNames() {
    return Stream.of(
            "",
            "X ",
            "X\t",
            "a b",
            "X\0",
            "(X)",
            "X,Y",
            "X/Y",
            "X@",
            "X[",
            "X\"",
            "X;",
            "X=",
            "X?",
            "X{",
            "\u00e9",
            "X\u007f",
            "Transfer-Encoding ")
        .map(name -> fields("name '" + name + "'", FIELD_NAME, name + ": a"));
  }

  static Stream<Refused> controlsInValues() {
    return IntStream.concat(IntStream.range(0, 32), IntStream.of(127))
        .filter(c -> c != '\t' && c != '\n' && c != '\r')
        .mapToObj(c -> fields("control " + c, FIELD_VALUE, "X: a" + (char) c + "b"));
  }

  static Stream<Refused> requestLines() {
    return Stream.of(
            "GET /",
            "GET",
            "GET ",
            " GET / HTTP/1.1",
            "GET  / HTTP/1.1",
            "GET\t/ HTTP/1.1",
            "GET / http/1.1",
            "GET / HTTP/1.1 ",
            "GET / HTTP/1",
            "GET / HTTP/11",
            "GET / HTTP/1.10",
            "GET / HTTP/1,1",
            "GET / HTTP/1.x",
            "GET / HTTP/a.1",
            "GET / HTTPS/1.1",
            "GET / ",
            "GET /  HTTP/1.1",
            "/ HTTP/1.1",
            "G\u00c9T / HTTP/1.1",
            "G(T / HTTP/1.1",
            "G\0T / HTTP/1.1",
            "\u0016\u0003\u0001",
            "A".repeat(33) + " / HTTP/1.1")
        .map(line -> new Refused("request line " + line, line + "\r\n\r\n", REQUEST_LINE));
  }

  static Stream<Refused> targets() {
    return Stream.concat(
        Stream.of("/#a", "/a#", "/\u00e9", "/\0", "/\t", "/\u007f", "/a\rb")
            .map(target -> line("target " + target, TARGET, "GET " + target + " HTTP/1.1")),
        Stream.of("/a b", "/ /", "#", "#a", "\u00e9")
            .map(target -> line("target " + target, REQUEST_LINE, "GET " + target + " HTTP/1.1")));
  }

  static Stream<Refused> versions() {
    return Stream.concat(
        Stream.of("HTTP/2.0", "HTTP/0.9", "HTTP/3.0", "HTTP/9.9")
            .map(version -> line(version, VERSION, "GET / " + version)),
        Stream.of(new Refused("the h2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", VERSION)));
  }

  private static Refused line(String name, Malformation as, String line) {
    return new Refused(name, line + "\r\nHost: a.example\r\n\r\n", as);
  }

  private static Refused fields(String name, Malformation as, String... lines) {
    return new Refused(name, with(lines), as);
  }
}
