package sekisho.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import sekisho.control.ControlAnswer;
import sekisho.control.ControlClient;
import sekisho.testing.ConfigFile;
import sekisho.testing.RawTlsClient;
import sekisho.testing.SekishoProcess;
import sekisho.testing.TlsCertificates;

/** A running proxy whose file is written again and again. */
final class ReloadFixture implements AutoCloseable {
  static final String HOST = "a.example.com";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": [{{listen}}],
          "tls": {
            "mode": "manual", "certificate": "{{certificate}}", "private_key": "{{key}}",
            {{tls}}
            "routing": {
              "default": { "mode": "tls_terminate", "handler": "http" },
              "sni": [{{sni}}]
            }
          },
          "http": {
            "access_log": { "format": "json", "path": "{{log}}" },
            {{http}}
          }
        },
        {{more}}
      }
      """;

  final Path folder;
  final TlsCertificates certificates;
  private final TlsCertificates.Pair pair;
  private final Path file;
  private SekishoProcess proxy;

  /** What the file says; each is changed by a copy. */
  record Text(String listen, String tls, String sni, String log, String http, String more) {
    static Text http(String members) {
      return new Text("\"127.0.0.1:0\"", "", "", "stdout", members, "");
    }

    Text listening(String addresses) {
      return new Text(addresses, tls, sni, log, http, more);
    }

    Text tls(String members) {
      return new Text(listen, members, sni, log, http, more);
    }

    Text sni(String routes) {
      return new Text(listen, tls, routes, log, http, more);
    }

    Text logging(Path path) {
      return new Text(listen, tls, sni, path.toString(), http, more);
    }

    Text more(String members) {
      return new Text(listen, tls, sni, log, http, members);
    }
  }

  private ReloadFixture(Path folder) {
    this.folder = folder;
    this.certificates = TlsCertificates.in(folder);
    this.pair = certificates.ecdsa("reload", "DNS:" + HOST, "DNS:*.example.com");
    this.file = folder.resolve("reload.jsonc");
  }

  static ReloadFixture start(Path folder, Text text) {
    ReloadFixture fixture = new ReloadFixture(folder);
    fixture.write(text);
    fixture.proxy = SekishoProcess.run(fixture.file);
    return fixture;
  }

  /** Without leak detection, whose memory is not to be measured. */
  static ReloadFixture startForMeasuring(Path folder, Text text) {
    ReloadFixture fixture = new ReloadFixture(folder);
    fixture.write(text);
    fixture.proxy = SekishoProcess.of(fixture.file).start();
    return fixture;
  }

  static ReloadFixture startWatching(Path folder, Text text) {
    ReloadFixture fixture = new ReloadFixture(folder);
    fixture.write(text);
    fixture.proxy = SekishoProcess.watching(fixture.file).start();
    return fixture;
  }

  SekishoProcess proxy() {
    return proxy;
  }

  Path file() {
    return file;
  }

  TlsCertificates.Pair pair() {
    return pair;
  }

  /** Writes the file, as an editor does that puts another one in its place. */
  void write(Text text) {
    Path written =
        ConfigFile.of(CONFIG)
            .with(pair)
            .with("listen", text.listen())
            .with("tls", text.tls())
            .with("sni", text.sni())
            .with("log", text.log())
            .with("http", text.http())
            .with("more", text.more())
            .in(folder);
    try {
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void writeRaw(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes it and has it reloaded, which has to succeed. */
  JsonNode reload(Text text) {
    write(text);
    JsonNode outcome = call("config.reload");
    assertThat(outcome.path("published").asBoolean()).as(outcome.toString()).isTrue();
    return outcome;
  }

  /** Calls a method without parameters, which has to give something. */
  JsonNode call(String method) {
    return result(answer(method, JsonNodeFactory.instance.objectNode()));
  }

  /** The same with one parameter. */
  JsonNode call(String method, String parameter, String value) {
    return result(answer(method, JsonNodeFactory.instance.objectNode().put(parameter, value)));
  }

  /** What a method says that is not to give anything. */
  String refusal(String method, String parameter, String value) {
    ControlAnswer answer =
        answer(method, JsonNodeFactory.instance.objectNode().put(parameter, value));
    if (answer instanceof ControlAnswer.Refused refused) {
      return refused.text();
    }
    throw new AssertionError(answer);
  }

  private ControlAnswer answer(String method, ObjectNode params) {
    return ControlClient.of(file, Map.of()).call(method, params, PATIENCE);
  }

  private static JsonNode result(ControlAnswer answer) {
    return switch (answer) {
      case ControlAnswer.Result(JsonNode result) -> result;
      case ControlAnswer.Refused refused -> throw new AssertionError(refused.text());
      case ControlAnswer.Unreachable(String why) -> throw new AssertionError(why);
    };
  }

  RawTlsClient connect() throws IOException {
    return connect(HOST);
  }

  RawTlsClient connect(String host) throws IOException {
    return RawTlsClient.of(certificates.trustingContext())
        .sni(host)
        .alpn("http/1.1")
        .connect(proxy.address());
  }

  @Override
  public void close() {
    proxy.close();
  }
}
