package sekisho.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sekisho.testing.Await;
import sekisho.upstream.Resolver.Resolution;
import sekisho.upstream.Resolver.Resolved;
import sekisho.upstream.Resolver.Unresolved;

/** Names by DNS: a name server that does what a test says. */
class ResolverTest {
  private static final String NAME = "sfu.example";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int LONG_TTL = 3600;
  private static final int SHORT_TTL = 1;

  /** As impatient as a busy machine allows. */
  private static final Resolver.Patience PATIENCE =
      new Resolver.Patience(Duration.ofMillis(600), Duration.ofMillis(1500));

  private final EpollEventLoopGroup group = new EpollEventLoopGroup(1);
  private final EventLoop loop = group.next();
  private final ScriptedNameServer server = ScriptedNameServer.of(NAME);
  private final Resolver resolver = on(loop, PATIENCE);

  @AfterEach
  void close() {
    loop.submit(resolver::close).syncUninterruptibly();
    server.close();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void both_families_are_asked_for_and_ipv4_comes_first() {
    server.answer(LONG_TTL, "2001:db8::1", "192.0.2.1");

    assertThat(resolve()).isEqualTo(addresses("192.0.2.1", "2001:db8::1"));
    assertThat(server.questions()).containsExactlyInAnyOrder("A", "AAAA");
  }

  @Test
  void a_name_of_one_family_resolves() {
    server.answer(LONG_TTL, "2001:db8::1");

    assertThat(resolve()).isEqualTo(addresses("2001:db8::1"));
  }

  @Test
  void an_address_that_has_served_where_an_earlier_one_failed_comes_first() {
    server.answer(LONG_TTL, "192.0.2.1", "2001:db8::1");
    resolve();

    loop.submit(() -> resolver.prefer(NAME, InetAddress.ofLiteral("2001:db8::1")))
        .syncUninterruptibly();

    assertThat(resolve()).isEqualTo(addresses("2001:db8::1", "192.0.2.1"));
  }

  @Test
  void an_answer_is_good_for_its_time_to_live() {
    server.answer(LONG_TTL, "192.0.2.1");
    resolve();
    int asked = server.questions().size();
    server.answer(LONG_TTL, "192.0.2.2");

    assertThat(resolve()).isEqualTo(addresses("192.0.2.1"));
    assertThat(server.questions()).hasSize(asked);
  }

  @Test
  void an_answer_is_not_good_for_longer() {
    server.answer(SHORT_TTL, "192.0.2.1");
    assertThat(resolve()).isEqualTo(addresses("192.0.2.1"));
    server.answer(SHORT_TTL, "192.0.2.2");

    Await.until("the new address", () -> resolve().equals(addresses("192.0.2.2")));
  }

  static Stream<ScriptedNameServer.Answer> noAnswers() {
    return Stream.of(
        new ScriptedNameServer.Silence(),
        ScriptedNameServer.Code.SERVER_FAILURE,
        ScriptedNameServer.Code.REFUSED);
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void the_last_good_answer_serves_while_dns_is_down(ScriptedNameServer.Answer down) {
    server.answer(SHORT_TTL, "192.0.2.1");
    assertThat(resolve()).isEqualTo(addresses("192.0.2.1"));
    int asked = server.questions().size();
    server.answer(down);

    Await.until(
        "it is asked again in vain",
        () -> {
          assertThat(resolve()).isEqualTo(addresses("192.0.2.1"));
          return server.questions().size() > asked;
        });

    // Until it has something to say again, nobody waits for it.
    int askedInVain = server.questions().size();
    assertThat(resolve()).isEqualTo(addresses("192.0.2.1"));
    assertThat(server.questions()).hasSize(askedInVain);
    server.answer(LONG_TTL, "192.0.2.2");
    Await.until("the new address", () -> resolve().equals(addresses("192.0.2.2")));
  }

  @Test
  void a_name_that_is_none_is_unresolved() {
    server.answer(ScriptedNameServer.Code.NO_SUCH_NAME);

    assertThat(resolve()).isEqualTo(new Unresolved(NAME + " does not resolve"));
  }

  @Test
  void a_name_that_is_none_any_more_is_unresolved_whatever_it_was() {
    server.answer(SHORT_TTL, "192.0.2.1");
    assertThat(resolve()).isEqualTo(addresses("192.0.2.1"));
    server.answer(ScriptedNameServer.Code.NO_SUCH_NAME);

    Await.until(
        "the name is gone", () -> resolve().equals(new Unresolved(NAME + " does not resolve")));
  }

  @Test
  void a_name_that_turns_out_to_be_none_while_the_last_good_answer_serves_is_unresolved() {
    CompletableFuture<ScriptedNameServer.Answer> late = new CompletableFuture<>();
    Resolver.Patience lasting =
        new Resolver.Patience(Duration.ofSeconds(60), Duration.ofSeconds(60));
    try (Resolver waiting = on(loop, lasting)) {
      server.answer(SHORT_TTL, "192.0.2.1");
      assertThat(resolveBy(waiting, TIMEOUT)).isEqualTo(addresses("192.0.2.1"));
      int asked = server.questions().size();
      server.answer(new ScriptedNameServer.Held(late));
      Await.until(
          "the last good answer serves",
          () -> {
            Resolution known = resolveBy(waiting, Duration.ofMillis(100));
            assertThat(known).isEqualTo(addresses("192.0.2.1"));
            return server.questions().size() > asked;
          });

      late.complete(ScriptedNameServer.Code.NO_SUCH_NAME);

      Await.until(
          "the answer is there", () -> !resolveBy(waiting, TIMEOUT).equals(addresses("192.0.2.1")));
      assertThat(resolveBy(waiting, TIMEOUT)).isEqualTo(new Unresolved(NAME + " does not resolve"));
    }
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void a_name_of_which_nothing_was_ever_heard_is_unresolved_until_it_is(
      ScriptedNameServer.Answer down) {
    server.answer(down);

    assertThat(resolve())
        .isInstanceOfSatisfying(
            Unresolved.class, unresolved -> assertThat(unresolved.why()).contains(NAME));
    server.answer(LONG_TTL, "192.0.2.1");
    Await.until("it resolves", () -> resolve().equals(addresses("192.0.2.1")));
  }

  @Test
  void nobody_waits_longer_than_agreed_and_a_late_answer_is_good_for_the_next() {
    server.answer(new ScriptedNameServer.Silence());

    assertThat(resolveWithin(Duration.ofMillis(100)))
        .isEqualTo(new Unresolved(NAME + " does not resolve in time"));
    server.answer(LONG_TTL, "192.0.2.1");
    Await.until("the question asked again is answered", () -> resolve() instanceof Resolved);
  }

  @Test
  void the_last_good_answer_serves_when_no_better_one_comes_in_time() {
    server.answer(SHORT_TTL, "192.0.2.1");
    assertThat(resolve()).isEqualTo(addresses("192.0.2.1"));
    int asked = server.questions().size();
    server.answer(new ScriptedNameServer.Silence());

    Await.until(
        "it is asked again in vain",
        () -> {
          assertThat(resolveWithin(Duration.ofMillis(100))).isEqualTo(addresses("192.0.2.1"));
          return server.questions().size() > asked;
        });
  }

  /** What becomes of the name now. */
  private Resolution resolve() {
    return resolveWithin(TIMEOUT);
  }

  private Resolution resolveWithin(Duration timeout) {
    return resolveBy(resolver, timeout);
  }

  private Resolver on(EventLoop own, Resolver.Patience patience) {
    return new Resolver(
        own, new SingletonDnsServerAddressStreamProvider(server.address()), patience);
  }

  private Resolution resolveBy(Resolver asked, Duration timeout) {
    CompletableFuture<Resolution> resolution = new CompletableFuture<>();
    loop.execute(() -> asked.resolve(NAME, timeout, resolution::complete));
    return resolution.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static Resolved addresses(String... addresses) {
    List<InetAddress> inOrder = Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
    return new Resolved(inOrder);
  }
}
