package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.ConfigFile;
import sekisho.testing.RawConnection;
import sekisho.testing.RawServer;
import sekisho.testing.ReservedPort;
import sekisho.testing.Scrape;
import sekisho.testing.SekishoProcess;

/** What JSON-RPC, the metrics and the admin UI say of certificates that are not there yet. */
class AcmeFiguresIT {
  private static final String TOKEN = "a-token-that-is-long-enough-for-it";

  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "acme",
            "acme": {
              "terms_of_service_agreed": true, "storage": "acme",
              "directory": "https://{{authority}}/directory",
              "identifiers": ["a.example.com", "b.example.com"]
            },
            "routing": { "default": { "mode": "tls_terminate", "handler": "http" } }
          },
          "http": { "routes": [{ "path_prefix": "/", "upstream": "http://{{authority}}" }] }
        },
        "metrics": { "listen": "127.0.0.1:0" },
        "ui": { "listen": "127.0.0.1:0", "auth": { "token": "{{token}}" } }
      }
      """;

  @TempDir Path folder;

  private SekishoProcess run(String authority) {
    return SekishoProcess.run(
        ConfigFile.of(CONFIG).with("authority", authority).with("token", TOKEN).in(folder));
  }

  @Test
  void of_an_authority_that_nobody_answers_for_all_say_the_same() throws Exception {
    try (ReservedPort dead = ReservedPort.loopback();
        SekishoProcess sekisho = run("127.0.0.1:" + dead.number());
        AdminVisitor admin = AdminVisitor.of(sekisho, TOKEN)) {
      for (String name : new String[] {"a.example.com", "b.example.com"}) {
        sekisho.stdout().await(name, line -> line.contains("no certificate of " + name));
      }

      JsonNode certificates = admin.rpc("acme.status");
      Scrape scrape = Scrape.of(sekisho.metricsAddress());
      String page = admin.page("/certificates");

      assertThat(certificates).hasSize(2);
      for (JsonNode certificate : certificates) {
        String series = "{certificate=\"" + certificate.path("name").asText() + "\",}";
        Instant due = Instant.parse(certificate.path("due").asText());
        assertThat(scrape.value("tls_proxy_acme_failures_in_row" + series))
            .isEqualTo(certificate.path("failures").asDouble())
            .isEqualTo(1);
        assertThat(scrape.value("tls_proxy_acme_next_order_timestamp_seconds" + series))
            .isEqualTo((double) due.getEpochSecond());
        assertThat(page).contains("id=\"acme-" + certificate.path("name").asText() + "\"");
      }
      assertThat(page.split("<dt>Failures</dt><dd>1 in a row", -1)).hasSize(3);
    }
  }

  @Test
  void of_one_that_is_being_got_for_the_first_time_all_say_that_it_is_due_now() throws Exception {
    try (RawServer silent = RawServer.start(RawConnection::readToEnd);
        SekishoProcess sekisho = run(silent.address());
        AdminVisitor admin = AdminVisitor.of(sekisho, TOKEN)) {
      assertThat(admin.rpc("acme.status")).allMatch(each -> each.path("due").isNull());
      assertThat(Scrape.of(sekisho.metricsAddress()).samples())
          .containsEntry(
              "tls_proxy_acme_next_order_timestamp_seconds{certificate=\"a.example.com\",}", 0.0);
      assertThat(admin.page("/certificates")).contains("<dt>Ordered next</dt><dd>now</dd>");
    }
  }
}
