package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.endtoend.ClientAuthFixture.get;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sekisho.testing.OpenSslClient;
import sekisho.testing.OpenSslClient.Outcome;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/** Ways round a client certificate that do not exist: sessions, cut hellos, hosts. */
class ClientAuthBypassIT {
  @TempDir static Path folder;
  @AutoClose static ClientAuthFixture fixture;
  @AutoClose static SekishoProcess ofTickets;
  @AutoClose static SekishoProcess ofIds;
  static TlsCertificates.Pair member;

  @BeforeAll
  static void start() throws IOException {
    fixture = new ClientAuthFixture(folder);
    member = fixture.ours.ecdsa("member", "DNS:member");
    ofTickets = fixture.start(true);
    ofIds = fixture.start(false);
  }

  /** Ways to resume, and from where to where a session must not go. */
  static Stream<String> crossings() {
    return Stream.of("ids -tls1_2", "tickets -tls1_2", "tickets -tls1_3")
        .flatMap(way ->
            Stream.of("open need", "want need", "need other", "open want", "open relay")
                .map(names -> way + " " + names));
  }

  // 35
  @ParameterizedTest
  @MethodSource("crossings")
  void a_session_never_crosses_to_a_route_with_other_client_auth(String crossing)
      throws IOException {
    String[] words = crossing.split(" ");
    SekishoProcess proxy = words[0].equals("ids") ? ofIds : ofTickets;
    Path session = folder.resolve(crossing.replace(' ', '_'));
    String out = session.toString();
    get(identified(proxy, words[2], words[1]).with("-sess_out", out));
    Outcome same = get(identified(proxy, words[2], words[1]).with("-sess_in", out));
    assertThat(same.isReused()).as("it is a session that can be resumed").isTrue();
    assertThat(same.status()).isEqualTo(200);
    assertThat(fixture.origin.lastRequest().values("X-SSL-Client-Verify"))
        .as("a resumed session tells what the first one told")
        .isEqualTo(
            switch (words[2]) {
              case "need" -> List.of("SUCCESS");
              case "want" -> List.of("NONE");
              default -> List.of();
            });

    Outcome crossed =
        get(
            identified(proxy, words[2], words[1])
                .with("-sess_in", out)
                .sni(words[3] + ".example.com"));

    assertThat(crossed.isReused()).isFalse();
    assertThat(crossed.status()).isEqualTo(words[3].equals("want") ? 200 : 0);
  }

  // 32
  @Test
  void a_hello_cut_into_records_does_not_reach_the_default() {
    OpenSslClient cut =
        client("need", "-tls1_3")
            .with(
                "-max_send_frag",
                "512",
                "-alpn",
                "http/1.1," + "a".repeat(250) + "," + "b".repeat(250));

    assertThat(get(cut).status()).isZero();
    assertThat(get(cut.showing(member)).status()).as("the same with a certificate").isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "open, need, 421",
    "open, want, 421",
    "want, need, 421",
    "need, open, 200",
    "need, NEED.example.com.:443, 200",
    "open, NEED.example.com.:443, 421",
    "open, else, 200"
  })
  void by_host_nobody_gets_to_where_a_certificate_is_asked_for(
      String sni, String host, int status) {
    OpenSslClient client = client(sni, "-tls1_3");
    if (sni.equals("need")) {
      client.showing(member);
    }

    Outcome outcome =
        client.request(
            "GET / HTTP/1.1",
            "Host: " + (host.contains(".") ? host : host + ".example.com"),
            "Connection: close");

    assertThat(outcome.status()).isEqualTo(status);
  }

  private static OpenSslClient client(String name, String version) {
    return fixture.client(ofTickets, name, version);
  }

  /** A member where one is needed, and nobody elsewhere. */
  private static OpenSslClient identified(SekishoProcess proxy, String name, String version) {
    OpenSslClient client = fixture.client(proxy, name, version);
    return name.equals("need") ? client.showing(member) : client;
  }
}
