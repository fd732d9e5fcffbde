package sekisho.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sekisho.balance.Member;
import sekisho.balance.Members;
import sekisho.metrics.Reason;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamGroup.Balance;
import sekisho.model.UpstreamGroup.Share;
import sekisho.model.UpstreamUrl;
import sekisho.testing.Await;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.ReservedPort;

/** One request, and several upstreams it may go to. */
class UpstreamGroupTest {
  private static final Loop LOOP = Loop.start();

  @AfterAll
  static void stop() {
    LOOP.close();
  }

  @Test
  void where_one_cannot_be_reached_another_is_asked_and_host_is_its_authority() {
    try (ReservedPort nobody = ReservedPort.loopback();
        RawServer server = RawServer.start(UpstreamGroupTest::echoHead)) {
      UpstreamGroup<UpstreamUrl> group = group(nobody.number(), server.port());

      RecordedExchange exchange = LOOP.send(post(group, Loop.LONG)).awaitWritable();
      exchange.write("abc");
      exchange.end().awaitEnd();

      assertThat(exchange.events()).containsExactly("retrying", "head", "ended");
      assertThat(exchange.body()).contains("Host: 127.0.0.1:" + server.port() + "\r\n");
      assertThat(exchange.asked())
          .extracting(url -> url.authority())
          .containsExactly("127.0.0.1:" + nobody.number(), "127.0.0.1:" + server.port());
    }
  }

  @Test
  void where_none_can_be_reached_each_was_tried_once() {
    try (ReservedPort one = ReservedPort.loopback();
        ReservedPort two = ReservedPort.loopback()) {
      RecordedExchange exchange =
          LOOP.send(get(group(one.number(), two.number()), Loop.LONG)).awaitEnd();

      assertThat(exchange.events()).containsExactly("retrying", "failed");
      assertThat(exchange.reason()).isEqualTo(Reason.UPSTREAM_CONNECT_REFUSED);
      assertThat(exchange.asked()).hasSize(2);
    }
  }

  @Test
  void a_request_lost_at_one_goes_to_another() {
    try (RawServer resetting = HttpExchangeTest.resetting();
        RawServer server = RawServer.start(UpstreamGroupTest::echoHead)) {
      RecordedExchange exchange =
          LOOP.send(get(group(resetting.port(), server.port()), Loop.LONG)).awaitEnd();

      assertThat(exchange.events()).containsExactly("retrying", "head", "ended");
      assertThat(resetting.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_request_that_one_says_nothing_to_goes_to_another_if_it_may_be_repeated() {
    try (RawServer silent = RawServer.start(RawConnection::readToEnd);
        RawServer server = RawServer.start(UpstreamGroupTest::echoHead)) {
      Duration soon = Duration.ofMillis(200);

      RecordedExchange get = LOOP.send(get(group(silent.port(), server.port()), soon)).awaitEnd();
      RecordedExchange post =
          LOOP.send(post(group(silent.port(), server.port(), server.port()), soon)).awaitWritable();
      post.write("abc");
      post.end().awaitEnd();

      assertThat(get.events()).containsExactly("retrying", "head", "ended");
      assertThat(post.events()).containsExactly("failed");
      assertThat(post.reason()).isEqualTo(Reason.UPSTREAM_TIMEOUT);
    }
  }

  @Test
  void a_fault_of_our_own_on_the_way_to_another_is_told_and_leaves_nothing_in_hand() {
    try (ReservedPort nobody = ReservedPort.loopback();
        RawServer resetting = HttpExchangeTest.resetting();
        RawServer server = RawServer.start(UpstreamGroupTest::echoHead)) {
      for (int first : new int[] {nobody.number(), resetting.port()}) {
        UpstreamGroup<UpstreamUrl> group = group(first, server.port());

        RecordedExchange exchange =
            RecordedExchange.startFaulty(LOOP, get(group, Loop.LONG)).awaitEnd();

        assertThat(exchange.events()).containsExactly("retrying", "failed");
        assertThat(exchange.reason()).isEqualTo(Reason.INTERNAL);
        assertThat(members(group).all()).extracting(Member::active).containsExactly(0, 0);
      }
    }
  }

  @Test
  void one_that_fails_in_a_row_is_left_alone() {
    try (ReservedPort nobody = ReservedPort.loopback();
        RawServer server = RawServer.start(UpstreamGroupTest::echoHead)) {
      UpstreamGroup<UpstreamUrl> group = group(nobody.number(), server.port());
      int retries = 0;
      for (int i = 0; i < 40; i++) {
        RecordedExchange exchange = LOOP.send(get(group, Loop.LONG)).awaitEnd();
        assertThat(exchange.events()).endsWith("head", "ended");
        retries += exchange.events().contains("retrying") ? 1 : 0;
      }

      assertThat(retries).isEqualTo(UpstreamGroup.DEFAULT_MAX_FAILS);
      assertThat(members(group).all()).extracting(Member::isResting).containsExactly(true, false);
    }
  }

  @Test
  void one_that_takes_requests_and_never_answers_is_left_alone_too() {
    try (RawServer resetting = HttpExchangeTest.resetting();
        RawServer server = RawServer.start(UpstreamGroupTest::echoHead)) {
      UpstreamGroup<UpstreamUrl> group = group(resetting.port(), server.port());
      for (int i = 0; i < 40; i++) {
        assertThat(LOOP.send(get(group, Loop.LONG)).awaitEnd().events()).endsWith("ended");
      }

      assertThat(resetting.connections()).isEqualTo(UpstreamGroup.DEFAULT_MAX_FAILS);
      assertThat(members(group).all()).extracting(Member::isResting).containsExactly(true, false);
    }
  }

  @Test
  void what_is_in_hand_is_counted_until_it_ends_in_whatever_way() {
    try (RawServer server =
        RawServer.start(c -> {
          while (true) {
            String head = HttpExchangeTest.head(c);
            if (head.contains("/a")) {
              c.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
            }
          }
        })) {
      UpstreamGroup<UpstreamUrl> group = group(server.port(), server.port());
      RecordedExchange one = LOOP.send(get(group, Loop.LONG)).awaitHead();
      RecordedExchange two = LOOP.send(get(group, Loop.LONG)).awaitHead();
      assertThat(members(group).all()).extracting(Member::active).containsExactly(1, 1);

      one.abort();
      two.abort();

      Await.until(
          "nothing is in hand",
          () -> members(group).all().stream().allMatch(member -> member.active() == 0));
    }
  }

  @Test
  void a_connection_goes_to_another_where_one_cannot_be_reached_and_is_counted_until_it_ends() {
    try (ReservedPort nobody = ReservedPort.loopback();
        RawServer server = RawServer.start(RawConnection::readToEnd)) {
      UpstreamGroup<TcpUpstream> group =
          UpstreamGroup.of(
              List.of(share(server(nobody.number()), 1), share(server(server.port()), 1)),
              Balance.ROUND_ROBIN);
      List<Dialer.Dialled> results = new ArrayList<>();
      LOOP.run(() -> LOOP.upstreams().dial(group, results::add));
      Await.until("connected", () -> LOOP.call(() -> !results.isEmpty()));

      Dialer.Connected connected = (Dialer.Connected) results.getFirst();
      assertThat(members(group).all()).extracting(Member::active).containsExactly(0, 1);
      connected.channel().close().syncUninterruptibly();

      assertThat(members(group).all()).extracting(Member::active).containsExactly(0, 0);
    }
  }

  private static <U> Members<U> members(UpstreamGroup<U> group) {
    return LOOP.members(group);
  }

  private static void echoHead(RawConnection connection) throws java.io.IOException {
    while (true) {
      String head = HttpExchangeTest.head(connection);
      if (head.contains("Content-Length: 3")) {
        connection.readExactly(3);
      }
      byte[] body = head.getBytes(ISO_8859_1);
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n" + head);
    }
  }

  private static UpstreamGroup<UpstreamUrl> group(int... ports) {
    List<Share<UpstreamUrl>> shares = new ArrayList<>();
    for (int port : ports) {
      String authority = "127.0.0.1:" + port;
      shares.add(share(new UpstreamUrl(false, server(port), authority, Optional.empty()), 1));
    }
    return UpstreamGroup.of(shares, Balance.ROUND_ROBIN);
  }

  private static TcpUpstream server(int port) {
    return new TcpUpstream.HostPort("127.0.0.1", port);
  }

  private static <U> Share<U> share(U upstream, int weight) {
    return new Share<>(upstream, weight);
  }

  private static UpstreamRequest get(UpstreamGroup<UpstreamUrl> group, Duration timeout) {
    return Loop.request("GET", group, timeout, false, false);
  }

  private static UpstreamRequest post(UpstreamGroup<UpstreamUrl> group, Duration timeout) {
    return Loop.request("POST", group, timeout, false, true, "Content-Length: 3");
  }
}
