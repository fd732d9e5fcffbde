package sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.model.ListenAddress;
import sekisho.testing.HttpReply;
import sekisho.testing.RawConnection;

class CompanionServerTest {
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Answers with the address that it was made for. */
  private int listen(String address, int port) {
    ListenAddress listen = new ListenAddress(InetAddress.ofLiteral(address), port);
    HttpServer server =
        CompanionServer.of(vertx, listen, new HttpServerOptions())
            .requestHandler(request -> request.response().end(address));
    return server
        .listen(SocketAddress.inetSocketAddress(listen.socketAddress()))
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private static String answer(String address, int port) throws IOException {
    InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral(address), port);
    try (RawConnection connection = RawConnection.to(server)) {
      connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      return HttpReply.read(connection.in()).text();
    }
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 127.0.0.1, ::1", "::, ::1, 127.0.0.1"})
  void a_wildcard_is_that_of_its_family_alone(String wildcard, String own, String other)
      throws IOException {
    int port = listen(wildcard, 0);

    assertThat(answer(own, port)).isEqualTo(wildcard);
    assertThatThrownBy(() -> answer(other, port)).hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void the_wildcards_of_both_families_share_a_port() throws IOException {
    int port = listen("0.0.0.0", 0);
    listen("::", port);

    assertThat(answer("127.0.0.1", port)).isEqualTo("0.0.0.0");
    assertThat(answer("::1", port)).isEqualTo("::");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1", "::1"})
  void one_address_is_listened_on_as_it_is(String address) throws IOException {
    assertThat(answer(address, listen(address, 0))).isEqualTo(address);
  }
}
