package sekisho.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.acme.ChallengeAnswers.Answering;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;
import sekisho.model.ServerName;
import sekisho.testing.Await;
import sekisho.testing.TlsCertificates;

/** What may be asked, for as long as it may be. */
class ChallengesTest {
  private static final ServerName NAME = new ServerName("a.example.com");
  private static final InetAddress ASKER = InetAddress.ofLiteral("192.0.2.1");
  private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  @TempDir static Path folder;
  private static CertificatePair certificate;

  private final Challenges challenges = new Challenges();

  @BeforeAll
  static void makeCertificate() throws Exception {
    TlsCertificates.Pair pair = TlsCertificates.in(folder).ecdsa("challenge", "DNS:" + NAME);
    certificate = CertificatePair.load(pair.certificate(), pair.privateKey());
  }

  @Test
  void a_name_is_answered_from_its_registration_until_it_is_closed() {
    assertThat(isAnswered("a.example.com")).isFalse();

    try (Answering answering = challenges.onTlsAlpn(NAME, certificate)) {
      assertThat(answering.askers()).isEmpty();
      assertThat(isAnswered("a.example.com")).isTrue();
      assertThat(isAnswered("a.example.com")).as("again").isTrue();
      assertThat(isAnswered("b.example.com")).isFalse();
      assertThat(answering.askers()).containsExactly(ASKER);
    }

    assertThat(isAnswered("a.example.com")).isFalse();
  }

  @Test
  void who_names_nobody_is_not_answered() {
    try (Answering _ = challenges.onTlsAlpn(NAME, certificate)) {
      assertThat(challenges.answer(hello(Optional.empty()), ASKER, ALLOCATOR)).isNull();
    }
  }

  @Test
  void who_registers_a_name_again_takes_its_place_and_who_did_before_takes_nothing_away() {
    Answering before = challenges.onTlsAlpn(NAME, certificate);
    Answering after = challenges.onTlsAlpn(NAME, certificate);

    before.close();
    before.close();

    assertThat(isAnswered("a.example.com")).isTrue();
    assertThat(after.askers()).hasSize(1);
    assertThat(before.askers()).isEmpty();
    after.close();
    assertThat(isAnswered("a.example.com")).isFalse();
  }

  @Test
  void a_token_is_answered_from_its_registration_until_it_is_closed() {
    assertThat(challenges.keyAuthorization("token", ASKER)).isEmpty();

    Answering before = challenges.onHttp("token", "token.before");
    try (Answering answering = challenges.onHttp("token", "token.thumbprint")) {
      before.close();

      assertThat(challenges.keyAuthorization("token", ASKER)).contains("token.thumbprint");
      assertThat(challenges.keyAuthorization("other", ASKER)).isEmpty();
      assertThat(answering.askers()).containsExactly(ASKER);
    }

    assertThat(challenges.keyAuthorization("token", ASKER)).isEmpty();
  }

  @Test
  void the_first_askers_are_remembered_and_anybody_may_ask() {
    try (Answering answering = challenges.onHttp("token", "token.thumbprint")) {
      for (int i = 0; i < 100; i++) {
        InetAddress asker = InetAddress.ofLiteral("192.0.2." + i);

        assertThat(challenges.keyAuthorization("token", asker)).isPresent();
      }

      assertThat(answering.askers())
          .hasSize(Askers.MAX)
          .contains(InetAddress.ofLiteral("192.0.2.0"), InetAddress.ofLiteral("192.0.2.15"));
    }
  }

  /** Native memory: were it used after it was released, this would not end well. */
  @Test
  void handshakes_may_begin_at_the_very_moment_when_an_answer_is_taken_away() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Integer>> answered = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        answered.add(threads.submit(() -> askUntil(over)));
      }
      for (int i = 0; i <= 300; i++) {
        Answering answering = challenges.onTlsAlpn(NAME, certificate);
        Await.until("somebody has asked", () -> !answering.askers().isEmpty());
        // The others are taken away by the next one.
        if (i % 2 == 0) {
          answering.close();
        }
      }
      over.set(true);

      for (Future<Integer> thread : answered) {
        assertThat(thread.get()).isPositive();
      }
    }
  }

  private int askUntil(AtomicBoolean over) {
    int answered = 0;
    while (!over.get()) {
      answered += isAnswered("a.example.com") ? 1 : 0;
    }
    return answered;
  }

  private boolean isAnswered(String name) {
    SslHandler handler =
        challenges.answer(hello(Optional.of(new ServerName(name))), ASKER, ALLOCATOR);
    if (handler != null) {
      ReferenceCountUtil.release(handler.engine());
    }
    return handler != null;
  }

  private static ClientHello hello(Optional<ServerName> name) {
    return new ClientHello(name, List.of("acme-tls/1"), true, List.of(), true);
  }
}
