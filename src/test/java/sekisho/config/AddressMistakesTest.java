package sekisho.config;

import static sekisho.config.Mistake.file;
import static sekisho.config.Mistake.proxy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Addresses to listen on and to believe. */
class AddressMistakesTest {
  private static Mistake listen(String name, String inside, String path, String says) {
    return file(
        name, "{\"proxy\": {\"listen\": [\n" + inside + "]}}", "proxy.listen[" + path, says);
  }

  static List<Mistake> addresses() {
    String allowed = "; allowed: an IP address and a port, such as 0.0.0.0:443 or [::]:443";
    return List.of(
        listen(
            "a name to listen on",
            "▶\"localhost:1\"",
            "0]",
            "…has a name where an IP address must be" + allowed),
        listen("no port", "▶\"127.0.0.1\"", "0]", "\"127.0.0.1\" has no port" + allowed),
        listen("port 65536", "▶\"127.0.0.1:65536\"", "0]", "…has a port above 65535" + allowed),
        listen(
            "a port that is no number",
            "▶\"[::]:https\"",
            "0]",
            "…no number as its port" + allowed),
        listen("IPv6 without brackets", "▶\":::443\"", "0]", "…stands in brackets" + allowed),
        listen("half a bracket", "▶\"[::1:443\"", "0]", "…has a [ without its ]" + allowed),
        listen(
            "no IPv6 in brackets",
            "▶\"[127.0.0.1]:1\"",
            "0]",
            "…no IPv6 address between…" + allowed),
        listen("short IPv4", "▶\"127.1:443\"", "0]", "…is no DNS name" + allowed),
        listen(
            "an address twice",
            "\"127.0.0.1:80\", ▶\"127.0.0.1:80\"",
            "1]",
            "\"127.0.0.1:80\" is taken by proxy.listen[0] on line 2; allowed: another…"),
        listen(
            "an address behind a wildcard",
            "\"[::]:80\", \"0.0.0.0:80\", ▶\"[::1]:80\"",
            "2]",
            "\"[::1]:80\" is taken by proxy.listen[0] on line 2; allowed: another…"),
        file(
            "an address of two blocks",
            "{\"metrics\": {\"listen\": ▶\"127.0.0.1:80\"},\n"
                + "\"proxy\": {\"listen\": [\"127.0.0.1:80\"]}}",
            "metrics.listen",
            "\"127.0.0.1:80\" is taken by proxy.listen[0] on line 2; allowed: another…"),
        proxy(
            "bits behind a prefix",
            "\"trusted_proxies\": [▶\"10.0.0.1/8\"]",
            "proxy.trusted_proxies[0]",
            "\"10.0.0.1/8\" has bits set behind its prefix length; allowed: …"),
        proxy(
            "a name that is trusted",
            "\"trusted_proxies\": [▶\"lb.example.com\"]",
            "proxy.trusted_proxies[0]",
            "\"lb.example.com\" has no IP address; allowed: an IP address, or a CIDR block…"),
        proxy(
            "too long a prefix",
            "\"trusted_proxies\": [▶\"10.0.0.0/33\"]",
            "proxy.trusted_proxies[0]",
            "\"10.0.0.0/33\" has no prefix length from 0 to 32; allowed: …"));
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void a_mistake_is_told_once_with_its_place_and_what_is_allowed(Mistake mistake) {
    mistake.assertTold();
  }
}
