package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.ConfigFile;
import sekisho.testing.ControlCall;
import sekisho.testing.SekishoProcess;

/** The program's own log, as text and as JSON. */
class LogFormatIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "trusted_proxies": ["127.0.0.1"],
          "accept_proxy_protocol": true,
          "tls": {
            "mode": "self_signed",
            "routing": { "default": { "mode": "transparent", "upstream": "127.0.0.1:1" } }
          }
        },
        "log": { "format": "text", "level": "debug" }
      }
      """;

  /** No PROXY header, but a line of a log, colours, and what else a terminal obeys. */
  private static final String FORGED =
      "PROXY \r\n2026-11-23T03:00:00.000Z ERROR forged\r\n\u001b[31m\u009b31m\u0007\0";

  @TempDir Path folder;

  // 46
  @Test
  void what_a_peer_sends_forges_no_line() throws IOException {
    try (SekishoProcess sekisho = SekishoProcess.of(ConfigFile.of(CONFIG).in(folder)).start();
        Socket peer = new Socket()) {
      peer.connect(sekisho.address());
      peer.getOutputStream().write(FORGED.getBytes(ISO_8859_1));

      String line =
          sekisho.stdout().await("a complaint", text -> text.contains("the trusted proxy"));

      assertThat(line).contains("WARN").contains("proxy_header_malformed: ");
      assertThat(sekisho.stdout().lines())
          .noneMatch(text -> text.startsWith("2026-11-23T03:00:00.000Z"))
          .allMatch(text -> text.chars().allMatch(c -> c >= ' ' && c < 0x7f));
    }
  }

  @Test
  void a_reload_turns_it_into_json_and_back() throws IOException {
    Path config = ConfigFile.of(CONFIG).in(folder);
    ControlCall control = ControlCall.ofConfiguration(config);
    try (SekishoProcess sekisho = SekishoProcess.of(config).start()) {
      String text = Files.readString(config);

      Files.writeString(config, text.replace("\"text\"", "\"json\""));
      control.result("config.reload");
      String line = sekisho.stdout().await("a line of JSON", each -> each.startsWith("{"));
      Files.writeString(config, text);
      control.result("config.reload");

      JsonNode json = new ObjectMapper().readTree(line);
      assertThat(json.path("level").asText()).isIn("INFO", "DEBUG");
      assertThat(json.path("message").asText()).isNotEmpty();
      assertThat(json.path("timestamp").asText()).isNotEmpty();
      sekisho.stdout().await("text again", each -> isText(sekisho.stdout().lines(), each));
    }
  }

  /** Whether it is, and behind a line of JSON. */
  private static boolean isText(List<String> lines, String line) {
    return line.contains(" INFO ") && lines.indexOf(line) > lines.indexOf(firstOfJson(lines));
  }

  private static String firstOfJson(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("{")).findFirst().orElse("");
  }
}
