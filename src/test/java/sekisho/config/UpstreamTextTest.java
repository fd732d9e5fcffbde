package sekisho.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamUrl;

class UpstreamTextTest {
  private static final Path FOLDER = Path.of("/etc/sekisho");

  private static <T> T good(Parsed<T> parsed) {
    assertThat(parsed.fault()).isEmpty();
    return ((Parsed.Good<T>) parsed).value();
  }

  @ParameterizedTest
  @CsvSource({
    "http://a, http, a, 80, a, none",
    "HTTP://A.Example.:80/, http, a.example, 80, a.example, /",
    "http://a:8080/b/c, http, a, 8080, a:8080, /b/c",
    "https://a, https, a, 443, a, none",
    "https://a:443/%2Fx, https, a, 443, a, /%2Fx",
    "https://a:80, https, a, 80, a:80, none",
    "http://a:443, http, a, 443, a:443, none",
    "http://[2001:DB8::1], http, 2001:db8::1, 80, [2001:db8::1], none",
    "https://[::1]:8443/a%2fb, https, ::1, 8443, [::1]:8443, /a%2fb",
    "http://192.0.2.1:3000, http, 192.0.2.1, 3000, 192.0.2.1:3000, none",
    "http://my_service:1, http, my_service, 1, my_service:1, none",
    "http://bücher.example, http, xn--bcher-kva.example, 80, xn--bcher-kva.example, none",
  })
  void a_url_has_a_server_an_authority_and_perhaps_a_path(
      String text, String scheme, String host, int port, String authority, String path) {
    UpstreamUrl url = good(UpstreamUrlText.parse(text, FOLDER));

    assertThat(url.secure()).isEqualTo(scheme.equals("https"));
    assertThat(url.server()).isEqualTo(new TcpUpstream.HostPort(host, port));
    assertThat(url.authority()).isEqualTo(authority);
    assertThat(url.path().orElse("none")).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "unix:/run/a.sock, /run/a.sock, none",
    "unix:run/../a.sock, /etc/sekisho/a.sock, none",
    "unix:/run/a.sock:/v1, /run/a.sock, /v1",
  })
  void a_socket_may_have_a_path_behind_it(String text, String socket, String path) {
    UpstreamUrl url = good(UpstreamUrlText.parse(text, FOLDER));

    assertThat(url.secure()).isFalse();
    assertThat(url.server()).isEqualTo(new TcpUpstream.UnixSocket(Path.of(socket)));
    assertThat(url.authority()).isEqualTo("localhost");
    assertThat(url.path().orElse("none")).isEqualTo(path);
  }

  @Test
  void a_tcp_upstream_is_a_host_and_port_or_a_socket() {
    assertThat(good(TcpUpstreamText.parse("A.example.:1", FOLDER)))
        .isEqualTo(new TcpUpstream.HostPort("a.example", 1));
    assertThat(good(TcpUpstreamText.parse("[::FFFF:1]:65535", FOLDER)))
        .isEqualTo(new TcpUpstream.HostPort("::ffff:1", 65535));
    assertThat(good(TcpUpstreamText.parse("unix:a", FOLDER)))
        .isEqualTo(new TcpUpstream.UnixSocket(Path.of("/etc/sekisho/a")));
  }

  @Test
  void a_sockets_path_may_be_as_long_as_linux_can_open() {
    String longest = "unix:/" + "a".repeat(106);

    assertThat(TcpUpstreamText.parse(longest, FOLDER).fault()).isEmpty();
    assertThat(TcpUpstreamText.parse(longest + "a", FOLDER).fault()).isPresent();
    assertThat(TcpUpstreamText.parse("unix:" + "a".repeat(100), FOLDER).fault()).isPresent();
  }
}
