package sekisho.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.message.Fields;
import sekisho.message.RequestHead;
import sekisho.metrics.Reason;
import sekisho.model.FieldEdit;
import sekisho.model.HttpRoute;
import sekisho.upstream.UpstreamExchange;

class RequestBodyTest {
  private static final String CHUNKED_FIELD = "Transfer-Encoding: chunked";
  private static final String CHUNKED = "4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\nX-Sum: 9\r\n\r\n";

  private final Upstream upstream = new Upstream();
  private final List<ByteBuf> received = new ArrayList<>();

  @AfterEach
  void everyBufferWasReleased() {
    received.forEach(ByteBuf::release);
    assertThat(received).allMatch(buffer -> buffer.refCnt() == 0);
  }

  /** An upstream with room for so many pieces, which remembers what it was sent. */
  private static final class Upstream implements UpstreamExchange {
    private final StringBuilder body = new StringBuilder();
    private final List<String> trailers = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private int ends;

    @Override
    public void write(ByteBuf piece) {
      assertThat(room).as("pieces it has room for").isPositive();
      assertThat(ends).isZero();
      room--;
      body.append(piece.toString(ISO_8859_1));
      piece.release();
    }

    @Override
    public void end(Fields fields) {
      ends++;
      trailers.addAll(Requests.lines(fields));
    }

    @Override
    public boolean isWritable() {
      return room > 0;
    }

    @Override
    public void start() {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void abort() {}
  }

  private static RequestBody body(String framing) {
    RequestBody body = new RequestBody(Requests.head("POST / HTTP/1.1", "Host: a", framing));
    assertThat(body.allow(Requests.route(false))).isTrue();
    return body;
  }

  private ByteBuf bytes(String text) {
    ByteBuf buffer = Unpooled.copiedBuffer(text, ISO_8859_1);
    received.add(buffer);
    return buffer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-A: b", "Content-Length: 0"})
  void without_a_body_it_has_ended_before_it_began(String field) {
    RequestBody body = body(field);
    ByteBuf next = bytes("GET / HTTP/1.1\r\n");

    assertThat(body.isEnded()).isTrue();
    assertThat(body.isWantedBy(upstream)).isFalse();
    assertThat(body.move(next, upstream)).isNull();

    assertThat(next.readerIndex()).as("the next request's").isZero();
    assertThat(upstream.ends).as("its sender knows by itself").isZero();
  }

  @Test
  void a_length_is_forwarded_as_it_comes_and_not_a_byte_more() {
    RequestBody body = body("Content-Length: 9");

    assertThat(body.move(bytes("Wiki"), upstream)).isNull();
    assertThat(upstream.body).hasToString("Wiki");
    assertThat(body.isEnded()).isFalse();
    ByteBuf more = bytes("pediaGET /");
    assertThat(body.move(more, upstream)).isNull();

    assertThat(upstream.body).hasToString("Wikipedia");
    assertThat(upstream.ends).isOne();
    assertThat(body.isEnded()).isTrue();
    assertThat(body.bytes()).isEqualTo(9);
    assertThat(more.toString(ISO_8859_1)).isEqualTo("GET /");
  }

  @Test
  void chunks_are_taken_apart_and_trailers_go_with_the_end() {
    RequestBody body = body(CHUNKED_FIELD);
    ByteBuf all = bytes(CHUNKED + "GET /");

    assertThat(body.move(all, upstream)).isNull();

    assertThat(upstream.body).hasToString("Wikipedia");
    assertThat(upstream.ends).isOne();
    assertThat(upstream.trailers).containsExactly("X-Sum: 9");
    assertThat(body.bytes()).as("without framing").isEqualTo(9);
    assertThat(all.toString(ISO_8859_1)).isEqualTo("GET /");
  }

  @Test
  void byte_by_byte_it_is_the_same() {
    RequestBody body = body(CHUNKED_FIELD);
    ByteBuf waiting = bytes(CHUNKED);
    int length = waiting.writerIndex();
    waiting.writerIndex(0);

    for (int i = 1; i <= length; i++) {
      assertThat(body.isEnded()).as("after %d bytes", i - 1).isFalse();
      waiting.writerIndex(i);
      assertThat(body.move(waiting, upstream)).isNull();
    }

    assertThat(body.isEnded()).isTrue();
    assertThat(upstream.body).hasToString("Wikipedia");
    assertThat(upstream.ends).isOne();
    assertThat(upstream.trailers).containsExactly("X-Sum: 9");
  }

  @Test
  void an_upstream_without_room_is_sent_nothing_until_it_has_some() {
    RequestBody body = body(CHUNKED_FIELD);
    ByteBuf all = bytes(CHUNKED);
    upstream.room = 1;

    assertThat(body.move(all, upstream)).isNull();
    assertThat(upstream.body).hasToString("Wiki");
    assertThat(body.isWantedBy(upstream)).isFalse();
    assertThat(body.move(all, upstream)).isNull();
    assertThat(upstream.body).hasToString("Wiki");
    upstream.room = 1;

    assertThat(body.isWantedBy(upstream)).isTrue();
    assertThat(body.move(all, upstream)).isNull();
    assertThat(upstream.body).hasToString("Wikipedia");
  }

  @Test
  void the_end_of_a_length_is_told_even_to_an_upstream_without_room() {
    RequestBody body = body("Content-Length: 4");
    upstream.room = 1;

    body.move(bytes("Wiki"), upstream);

    assertThat(upstream.isWritable()).isFalse();
    assertThat(body.isEnded()).isTrue();
    assertThat(upstream.ends).isOne();
  }

  @Test
  void once_it_is_stopped_nothing_more_is_taken() {
    RequestBody body = body("Content-Length: 9");
    body.move(bytes("Wiki"), upstream);

    body.stop();
    ByteBuf more = bytes("pedia");
    assertThat(body.move(more, upstream)).isNull();

    assertThat(body.isWantedBy(upstream)).isFalse();
    assertThat(upstream.body).hasToString("Wiki");
    assertThat(upstream.ends).isZero();
    assertThat(more.readerIndex()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4\r\nWiki5\r\npedia\r\n0\r\n\r\n",
        "4\r\nWiki\r\n-1\r\n",
        "4\r\nWiki\r\n\r\n",
        "4\r\nWiki\r\nx"
      })
  void a_fault_in_the_framing_stops_it_unended_and_what_was_good_went_before(String text) {
    RequestBody body = body(CHUNKED_FIELD);

    Reason fault = body.move(bytes(text + "\r\n\r\n"), upstream);

    assertThat(fault).isEqualTo(Reason.BAD_REQUEST_FRAMING);
    assertThat(upstream.body).hasToString("Wiki");
    assertThat(upstream.ends).isZero();
    assertThat(body.isEnded()).isFalse();
    assertThat(body.isWantedBy(upstream)).isFalse();
  }

  @Test
  void a_length_above_what_the_route_allows_is_known_before_a_byte_is_taken() {
    assertThat(new RequestBody(post("Content-Length: 5")).allow(upTo(5))).isTrue();
    assertThat(new RequestBody(post("Content-Length: 6")).allow(upTo(5))).isFalse();
    assertThat(new RequestBody(post(CHUNKED_FIELD)).allow(upTo(5))).isTrue();
    assertThat(new RequestBody(post("X-A: b")).allow(upTo(5))).isTrue();
    assertThat(new RequestBody(post("Content-Length: 999999999999999999")).allow(upTo(0))).isTrue();
  }

  // 11
  @Test
  void the_byte_that_is_too_much_stops_it_unended() {
    RequestBody body = new RequestBody(post(CHUNKED_FIELD));
    body.allow(upTo(8));
    ByteBuf all = bytes(CHUNKED);

    assertThat(body.move(all, upstream)).isEqualTo(Reason.REQUEST_BODY_TOO_LARGE);

    assertThat(upstream.body).hasToString("Wiki");
    assertThat(upstream.ends).isZero();
    assertThat(body.isEnded()).isFalse();
    assertThat(body.isWantedBy(upstream)).isFalse();
    assertThat(body.bytes()).isEqualTo(4);
  }

  @Test
  void trailers_do_not_undo_what_the_route_sets() {
    RequestBody body = new RequestBody(post(CHUNKED_FIELD));
    HttpRoute route = Requests.route(false);
    body.allow(Requests.edited(route, List.of(new FieldEdit.Set("X-User", "ours"))));

    body.move(bytes("0\r\nX_User: evil\r\nX-Sum: 9\r\nx-forwarded-for: 1\r\n\r\n"), upstream);

    assertThat(upstream.trailers).containsExactly("X-Sum: 9");
  }

  private static RequestHead post(String framing) {
    return Requests.head("POST / HTTP/1.1", "Host: a", framing);
  }

  private static HttpRoute upTo(long maxBytes) {
    return Requests.limited(
        new HttpRoute.ClientSettings(maxBytes, Duration.ofSeconds(60), 0, Duration.ofSeconds(60)));
  }
}
