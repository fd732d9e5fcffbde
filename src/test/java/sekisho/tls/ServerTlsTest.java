package sekisho.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;
import sekisho.hello.ClientHelloParser;
import sekisho.hello.ClientHellos;
import sekisho.hello.Preread;
import sekisho.testing.TlsCertificates;

/** Certificates that are replaced while handshakes go on. */
class ServerTlsTest {
  private static final String NAME = "a.example.com";
  private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  @TempDir static Path folder;
  private static CertificatePair first;
  private static CertificatePair second;
  private static CertificatePair other;

  @BeforeAll
  static void makeCertificates() throws Exception {
    TlsCertificates made = TlsCertificates.in(folder);
    first = Servers.load(made.ecdsa("first", "DNS:" + NAME));
    second = Servers.load(made.ecdsa("second", "DNS:" + NAME));
    other = Servers.load(made.ecdsa("other", "DNS:b.example.com"));
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL_REFCNT", "JDK"})
  void new_handshakes_get_the_new_certificate_and_old_connections_live_on(SslProvider provider)
      throws Exception {
    try (ServerTls tls = new Servers().on(provider, first);
        HandshakeClient client = HandshakeClient.jdk("TLSv1.3");
        Handshake before = Handshake.with(tls, client, NAME)) {
      assertThat(before.certificate()).isEqualTo(first.leaf());

      tls.replace(credentials(second)).run();

      try (Handshake after = Handshake.with(tls, client, NAME)) {
        assertThat(after.certificate()).isEqualTo(second.leaf());
      }
      assertThat(before.succeeded()).as("bytes pass both ways still").isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL_REFCNT", "JDK"})
  void the_first_certificate_may_come_later_and_the_last_may_go(SslProvider provider)
      throws Exception {
    try (ServerTls tls = new Servers().on(provider);
        HandshakeClient client = HandshakeClient.jdk("TLSv1.3")) {
      assertThat(tls.newHandler(hello(), Handshake.HERE, Servers.HTTP, ALLOCATOR)).isNull();

      tls.replace(credentials(first)).run();
      try (Handshake handshake = Handshake.with(tls, client, NAME)) {
        assertThat(handshake.certificate()).isEqualTo(first.leaf());
        tls.replace(credentials()).run();

        assertThat(tls.newHandler(hello(), Handshake.HERE, Servers.HTTP, ALLOCATOR)).isNull();
        assertThat(handshake.succeeded()).as("bytes pass both ways still").isTrue();
      }
    }
  }

  @Test
  void sessions_of_the_certificate_that_went_are_not_resumed() throws Exception {
    try (ServerTls tls = new Servers().tickets().on(SslProvider.OPENSSL_REFCNT, first);
        HandshakeClient client = HandshakeClient.jdk("TLSv1.3")) {
      begin(tls, client);
      tls.replace(credentials(second)).run();

      try (Handshake after = Handshake.with(tls, client, NAME)) {
        assertThat(after.isResumed()).isFalse();
        assertThat(after.certificate()).isEqualTo(second.leaf());
      }
    }
  }

  @Test
  void certificates_that_stay_keep_their_sessions() throws Exception {
    try (ServerTls tls = new Servers().tickets().on(SslProvider.OPENSSL_REFCNT, first, other);
        HandshakeClient client = HandshakeClient.jdk("TLSv1.3")) {
      begin(tls, client);
      tls.replace(credentials(first, second)).run();

      try (Handshake after = Handshake.with(tls, client, NAME)) {
        assertThat(after.isResumed()).isTrue();
      }
    }
  }

  @Test
  void what_was_replaced_is_released_when_its_last_connection_ends() throws Exception {
    ServerTls tls = new Servers().on(SslProvider.OPENSSL_REFCNT, first);
    TlsContexts replaced = tls.contexts();
    List<SslHandler> living =
        Stream.of(Servers.HTTP, Servers.TURN, Servers.PLAIN)
            .map(profile -> replaced.newHandler(hello(), Handshake.HERE, profile, ALLOCATOR))
            .toList();

    tls.replace(credentials(second)).run();
    replaced.with(credentials(first)).close();
    living.forEach(handler -> ReferenceCountUtil.release(handler.engine()));

    assertThatExceptionOfType(IllegalReferenceCountException.class)
        .isThrownBy(() -> replaced.with(credentials(first)));
    tls.close();
  }

  private static ServerCredentials credentials(CertificatePair... pairs) {
    return new ServerCredentials(List.of(pairs), Map.of());
  }

  private static ClientHello hello() {
    return ((Preread.Hello)
            ClientHelloParser.parse(Unpooled.wrappedBuffer(ClientHellos.chromium(NAME))))
        .clientHello();
  }

  private static void begin(ServerTls tls, HandshakeClient client) {
    try (Handshake handshake = Handshake.with(tls, client, NAME)) {
      assertThat(handshake.succeeded()).isTrue();
      assertThat(handshake.isResumed()).isFalse();
    }
  }
}
