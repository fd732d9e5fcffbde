package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.testing.ClientHelloBytes;
import sekisho.testing.ConfigFile;
import sekisho.testing.Ending;
import sekisho.testing.HttpReply;
import sekisho.testing.LoadBalancer;
import sekisho.testing.RawConnection;
import sekisho.testing.RawOrigin;
import sekisho.testing.RawRequest;
import sekisho.testing.RawServer;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/**
 * HAProxy and nginx before the proxy, over IPv4 and IPv6: the origin sees the true client. Here
 * {@code 127.0.0.1} and {@code ::1} are the balancers, {@code 127.0.0.2} is a client.
 */
class LoadBalancerIT {
  private static final String CLIENT = "127.0.0.2";
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0", "[::1]:0"],
          "trusted_proxies": ["127.0.0.1", "::1"],
          "accept_proxy_protocol": {{headers}},
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            "certificates": [{ "certificate": "{{folder}}/vip.pem", "private_key": "{{folder}}/vip.key" }],
            "routing": {
              "default": { "mode": "tls_terminate", "handler": "http" },
              "sni": [
                { "server_name": "relay.example.com", "mode": "tls_terminate", "upstream": "{{echo}}", "proxy_protocol": 1 },
                { "server_name": "transparent.example.com", "mode": "transparent", "upstream": "{{echo}}", "proxy_protocol": 1 }
              ]
            }
          },
          "http": { "routes": [{ "path_prefix": "/", "upstream": "{{origin}}" }] }
        }
      }
      """;

  @TempDir static Path folder;
  @AutoClose static RawOrigin origin = RawOrigin.answering(RawOrigin.ok("ok"));
  @AutoClose static RawServer echo = RawServer.echo();
  @AutoClose static SekishoProcess behindHeaders;
  @AutoClose static SekishoProcess behindFields;
  static TlsCertificates certificates;
  static TlsCertificates.Pair pair;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.in(folder);
    pair = certificates.ecdsa("any", "DNS:*.example.com");
    certificates.ecdsa("vip", "IP:203.0.113.7");

    behindHeaders = SekishoProcess.run(config(true));
    behindFields = SekishoProcess.run(config(false));
  }

  private static Path config(boolean headers) {
    return ConfigFile.of(CONFIG)
        .with(pair)
        .with("folder", folder)
        .with("headers", headers)
        .with("echo", echo.address())
        .with("origin", origin.url())
        .in(folder);
  }

  /** Each kind of balancer, with the family that it speaks to the proxy. */
  static Stream<String> balancers() {
    return Stream.of("send-proxy", "send-proxy-v2", "send-proxy-v2-ssl-cn", "nginx")
        .flatMap(kind -> Stream.of(kind + " 0", kind + " 1"));
  }

  private static LoadBalancer balancer(String kind) {
    String[] words = kind.split(" ");
    InetSocketAddress target = behindHeaders.addresses().get(Integer.parseInt(words[1]));
    return words[0].equals("nginx")
        ? LoadBalancer.nginxStream(folder, target)
        : LoadBalancer.haproxy(folder, target, words[0]);
  }

  @ParameterizedTest
  @MethodSource("balancers")
  void the_origin_sees_the_client_behind_a_proxy_header(String kind) throws IOException {
    try (LoadBalancer balancer = balancer(kind)) {
      get(offer("a.example.com").from(CLIENT), balancer.ipv4(), "/v4-" + kind.replace(' ', '-'));

      assertThat(origin.lastRequest().values("X-Real-IP")).containsExactly(CLIENT);
      assertThat(origin.lastRequest().values("X-Forwarded-For")).containsExactly(CLIENT);
      assertThat(logged("/v4-" + kind.replace(' ', '-')).path("client").asText()).isEqualTo(CLIENT);
    }
  }

  @ParameterizedTest
  @MethodSource("balancers")
  void a_relay_tells_its_upstream_whom_it_serves_and_what_they_connected_to(String kind)
      throws IOException {
    try (LoadBalancer balancer = balancer(kind)) {
      for (InetSocketAddress front : List.of(balancer.ipv4(), balancer.ipv6())) {
        try (RawTlsClient client = offer("relay.example.com").connect(front)) {
          client.write("plain");
          String header = header(client.localAddress(), front);

          assertThat(new String(client.in().readNBytes(header.length() + 5), US_ASCII))
              .isEqualTo(header + "plain");
        }
      }
    }
  }

  @Test
  void a_transparent_route_passes_the_client_on_too() throws IOException {
    try (LoadBalancer balancer = balancer("send-proxy-v2 1");
        RawConnection client = RawConnection.from(CLIENT, balancer.ipv4())) {
      byte[] hello = ClientHelloBytes.ofJdk("transparent.example.com");
      client.write(hello);
      String header = header(client.localAddress(), balancer.ipv4());

      assertThat(new String(client.readExactly(header.length()), US_ASCII)).isEqualTo(header);
      assertThat(client.readExactly(hello.length)).isEqualTo(hello);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void without_proxy_headers_x_forwarded_for_of_the_balancer_tells_the_client(int family)
      throws IOException {
    InetSocketAddress target = behindFields.addresses().get(family);
    try (LoadBalancer balancer = LoadBalancer.nginxHttps(folder, target, pair)) {
      get(
          offer("a.example.com").from(CLIENT),
          balancer.ipv4(),
          "/fields",
          "X-Forwarded-For: 6.6.6.6");

      assertThat(origin.lastRequest().values("X-Real-IP")).containsExactly(CLIENT);
      assertThat(origin.lastRequest().values("X-Forwarded-For"))
          .containsExactly(
              "6.6.6.6, "
                  + CLIENT
                  + ", "
                  + target.getAddress().getHostAddress().replace("0:0:0:0:0:0:0:1", "::1"));
    }
  }

  @Test
  void fields_of_a_client_behind_a_proxy_header_are_not_believed() throws IOException {
    try (LoadBalancer balancer = balancer("send-proxy 0")) {
      get(
          offer("a.example.com").from(CLIENT),
          balancer.ipv4(),
          "/lies",
          "X-Forwarded-For: 6.6.6.6",
          "X-Real-IP: 6.6.6.6",
          "Forwarded: for=6.6.6.6");

      assertThat(origin.lastRequest().head()).doesNotContain("6.6.6.6");
      assertThat(origin.lastRequest().values("X-Forwarded-For")).containsExactly(CLIENT);
    }
  }

  @Test
  void a_second_header_behind_the_balancers_is_no_hello() throws IOException {
    try (LoadBalancer balancer = balancer("send-proxy 0");
        RawConnection client = RawConnection.from(CLIENT, balancer.ipv4())) {
      client.write("PROXY TCP4 6.6.6.6 6.6.6.6 6 6\r\n");

      assertThat(client.readToEnd().bytes()).isEmpty();
    }
  }

  @Test
  void a_header_from_an_address_that_is_not_trusted_gains_nothing() throws IOException {
    byte[] forged = "PROXY TCP4 6.6.6.6 6.6.6.6 6 6\r\n".getBytes(US_ASCII);
    int before = origin.requests().size();
    try (RawConnection client = RawConnection.from(CLIENT, ipv4())) {
      client.write(forged).write(ClientHelloBytes.ofJdk("a.example.com"));

      Ending ending = client.readToEnd();
      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
    }
    assertThat(origin.requests()).hasSize(before);
  }

  @Test
  void others_come_without_a_header_as_ever() throws IOException {
    get(offer("a.example.com").from(CLIENT), ipv4(), "/direct", "X-Forwarded-For: 6.6.6.6");

    assertThat(origin.lastRequest().values("X-Real-IP")).containsExactly(CLIENT);
    assertThat(origin.lastRequest().values("X-Forwarded-For")).containsExactly(CLIENT);
  }

  @Test
  void a_source_that_is_trusted_itself_is_asked_for_whom_it_speaks() throws IOException {
    byte[] header = "PROXY TCP6 ::1 2001:db8::7 1 443\r\n".getBytes(US_ASCII);

    get(offer("a.example.com").after(header), ipv4(), "/chain", "X-Forwarded-For: 192.0.2.9");

    assertThat(origin.lastRequest().values("X-Real-IP")).containsExactly("192.0.2.9");
    assertThat(origin.lastRequest().values("X-Forwarded-For")).containsExactly("192.0.2.9, ::1");
  }

  @Test
  void local_and_unknown_mean_the_socket() throws IOException {
    get(offer("a.example.com").after("PROXY UNKNOWN\r\n".getBytes(US_ASCII)), ipv4(), "/unknown");

    assertThat(origin.lastRequest().values("X-Real-IP")).containsExactly("127.0.0.1");
  }

  @Test
  void without_a_name_the_certificate_is_that_of_the_address_the_client_connected_to()
      throws IOException {
    byte[] header = "PROXY TCP4 192.0.2.1 203.0.113.7 4444 443\r\n".getBytes(US_ASCII);

    try (RawTlsClient client =
        RawTlsClient.of(TlsCertificates.credulousContext()).after(header).connect(ipv4())) {
      assertThat(client.serverCertificate().getSubjectX500Principal().getName())
          .isEqualTo("CN=vip");
    }
  }

  private static RawTlsClient.Offer offer(String name) {
    return RawTlsClient.of(certificates.trustingContext()).sni(name);
  }

  private static void get(
      RawTlsClient.Offer offer, InetSocketAddress address, String path, String... fields)
      throws IOException {
    String[] lines =
        Stream.concat(
                Stream.of("GET " + path + " HTTP/1.1", "Host: a.example.com"), Stream.of(fields))
            .toArray(String[]::new);
    try (RawTlsClient client = offer.connect(address)) {
      HttpReply reply = RawRequest.send(client, lines);

      assertThat(reply.status()).isEqualTo(200);
    }
  }

  private static String header(InetSocketAddress source, InetSocketAddress destination) {
    boolean v4 = source.getAddress().getAddress().length == 4;
    String host = v4 ? source.getAddress().getHostAddress() : "::1";
    String front = v4 ? "127.0.0.1" : "::1";
    return "PROXY %s %s %s %d %d\r\n"
        .formatted(v4 ? "TCP4" : "TCP6", host, front, source.getPort(), destination.getPort());
  }

  private static InetSocketAddress ipv4() {
    return behindHeaders.addresses().getFirst();
  }

  private static JsonNode logged(String path) {
    return behindHeaders.accessLog().await(path);
  }
}
