package sekisho.testing.acme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sekisho.testing.Await;
import sekisho.testing.RawTlsClient;
import sekisho.testing.TlsEnding;

/** That what a test switches on happens, that often, and is over when it is switched off. */
class AcmeFaultsTest {
  private static final long ENORMOUS = 10 << 20;

  private final AcmeAuthority authority = AcmeAuthority.start();
  private final HttpClient http =
      HttpClient.newBuilder().sslContext(authority.httpsTrust()).build();

  @AfterEach
  void stop() {
    http.shutdownNow();
    authority.close();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(authority.directory().resolve(path))
        .timeout(Duration.ofMinutes(1))
        .build();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void only_the_next_requests_get_a_status() throws Exception {
    authority.faults().next(2, Fault.status(500));

    assertThat(get("/directory").statusCode()).isEqualTo(500);
    assertThat(get("/new-nonce").statusCode()).isEqualTo(500);
    assertThat(get("/directory").statusCode()).isEqualTo(200);
    assertThat(authority.journal().requests()).hasSize(3);
  }

  @Test
  void only_one_kind_of_request_gets_it() throws Exception {
    authority.faults().next(1, Resource.NEW_NONCE, Fault.unavailable(Duration.ofMinutes(2)));

    assertThat(get("/directory").statusCode()).isEqualTo(200);
    HttpResponse<String> unavailable = get("/new-nonce");
    assertThat(unavailable.statusCode()).isEqualTo(503);
    assertThat(unavailable.headers().firstValue("Retry-After")).contains("120");
    assertThat(unavailable.headers().firstValue("Content-Type")).contains("text/html");
  }

  @Test
  void all_requests_get_a_problem_until_that_is_cleared() throws Exception {
    authority
        .faults()
        .always(Fault.document(Problem.rateLimited("too many of you", Duration.ofHours(1))));

    for (int i = 0; i < 3; i++) {
      HttpResponse<String> limited = get("/directory");
      assertThat(limited.statusCode()).isEqualTo(429);
      assertThat(limited.headers().firstValue("Retry-After")).contains("3600");
      assertThat(limited.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(limited.body())
          .contains("urn:ietf:params:acme:error:rateLimited", "too many of you");
    }
    authority.faults().clear();
    assertThat(get("/directory").statusCode()).isEqualTo(200);
  }

  @Test
  void a_body_can_be_garbage() throws Exception {
    authority.faults().next(1, Fault.garbage());

    HttpResponse<String> garbage = get("/directory");

    assertThat(garbage.statusCode()).isEqualTo(200);
    assertThat(garbage.headers().firstValue("Content-Type")).contains("application/json");
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Json.read(garbage.body().getBytes(UTF_8)));
  }

  @Test
  void a_body_can_be_enormous() throws Exception {
    authority.faults().next(1, new Fault.Enormous(ENORMOUS));

    HttpResponse<byte[]> enormous =
        http.send(request("/directory"), HttpResponse.BodyHandlers.ofByteArray());

    assertThat((long) enormous.body().length).isEqualTo(ENORMOUS);
    assertThat(Json.read(enormous.body()).path("x").textValue()).startsWith("xxxx");
  }

  @Test
  void a_connection_can_be_reset() throws Exception {
    authority.faults().next(1, new Fault.Reset());
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", authority.directory().getPort());

    try (RawTlsClient client = RawTlsClient.of(authority.httpsTrust()).connect(address)) {
      client.write("GET /directory HTTP/1.1\r\nHost: a.test\r\n\r\n");

      assertThat(client.readToEnd().manner()).isEqualTo(TlsEnding.Manner.RST);
    }
    assertThat(authority.journal().requests()).hasSize(1);
  }

  @Test
  void silence_lasts_until_faults_are_cleared() throws Exception {
    authority.faults().next(1, new Fault.Silence());

    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(
            HttpRequest.newBuilder(authority.directory())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    Await.until("the request came", () -> !authority.journal().requests().isEmpty());
    assertThat(get("/directory").statusCode()).isEqualTo(200);
    assertThat(answer).isNotDone();

    authority.faults().clear();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> answer.get(1, TimeUnit.MINUTES))
        .withCauseInstanceOf(IOException.class);
  }

  @Test
  void it_goes_away_and_comes_back_on_the_same_port() throws Exception {
    assertThat(get("/directory").statusCode()).isEqualTo(200);

    authority.goAway();
    assertThatIOException().isThrownBy(() -> get("/directory"));

    authority.comeBack();
    assertThat(get("/directory").statusCode()).isEqualTo(200);
  }

  @Test
  void the_same_number_of_good_nonces_is_refused_every_time() throws Exception {
    authority.faults().badNonces(50);

    AcmeClient.of(authority).login().newOrder().domain("a.test").create();

    // Every second one: not the first request, the second once.
    assertThat(authority.journal().requests(Resource.NEW_ACCOUNT)).hasSize(1);
    assertThat(authority.journal().requests(Resource.NEW_ORDER)).hasSize(2);
    assertThat(authority.orders()).hasSize(1);
  }
}
