package sekisho.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sekisho.testing.Command;
import sekisho.testing.ConfigFile;
import sekisho.testing.SekishoProcess;
import sekisho.testing.SekishoProgram;
import sekisho.testing.Tools;

/** The socket by which commands reach a proxy that runs. */
class ControlSocketIT {
  private static final String CONFIG =
      """
      {
        "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": {
            "mode": "self_signed",
            "routing": { "default": { "mode": "transparent", "upstream": "127.0.0.1:1" } }
          }
        }
      }
      """;

  /** Connects as a user who is not the proxy's, and prints what is said. */
  private static final String AS_SOMEBODY =
      """
      import os, socket, sys
      os.setgroups([]); os.setgid(65534); os.setuid(65534)
      s = socket.socket(socket.AF_UNIX)
      try:
          s.connect(sys.argv[1])
      except PermissionError:
          print("permission denied")
      else:
          print(s.recv(10000).decode())
      """;

  @TempDir Path folder;
  private Path config;
  private Path socket;

  @BeforeEach
  void configure() {
    config = ConfigFile.of(CONFIG).in(folder);
    socket = config.resolveSibling(config.getFileName() + ".sock");
  }

  @Test
  void it_says_which_program_runs() throws IOException {
    try (SekishoProcess _ = SekishoProcess.of(config).start()) {
      JsonNode version = ask(socket, "version").path("result");

      assertThat(SekishoProgram.run("version").stdout())
          .isEqualTo(
              "sekisho %s%nbuild %s%nJDK %s%nTLS %s%n"
                  .formatted(
                      version.path("version").asText(),
                      version.path("build").asText(),
                      version.path("jdk").asText(),
                      version.path("tls_library").asText()));
    }
  }

  @Test
  void it_says_what_there_is_to_ask() throws IOException {
    try (SekishoProcess _ = SekishoProcess.of(config).start()) {
      JsonNode document = ask(socket, "rpc.discover").path("result");

      assertThat(document.path("methods").findValuesAsText("summary")).hasSizeGreaterThan(1);
      assertThat(document.path("methods").path(0).path("name").asText()).isEqualTo("version");
    }
  }

  @Test
  void it_is_for_its_user_alone_and_gone_when_the_proxy_stops() throws IOException {
    try (SekishoProcess sekisho = SekishoProcess.of(config).start()) {
      assertThat(Files.getPosixFilePermissions(socket))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));

      sekisho.terminate();

      assertThat(sekisho.awaitExit()).isZero();
      assertThat(folder).isDirectoryNotContaining(file -> !file.equals(config));
    }
  }

  @Test
  void it_is_in_the_runtime_directory_where_there_is_one() throws IOException {
    Path runtime = Files.createDirectory(folder.resolve("run"));
    try (SekishoProcess _ =
        SekishoProcess.of(config)
            .environment("RUNTIME_DIRECTORY", runtime + ":" + folder.resolve("more"))
            .start()) {
      assertThat(ask(runtime.resolve("control.sock"), "version").has("result")).isTrue();
      assertThat(socket).doesNotExist();
    }
  }

  @Test
  void what_a_killed_proxy_has_left_is_replaced() throws IOException {
    SekishoProcess.of(config).start().close();
    assertThat(socket).exists();
    assertThatThrownBy(() -> ask(socket, "version")).isInstanceOf(ConnectException.class);

    try (SekishoProcess _ = SekishoProcess.of(config).start()) {
      assertThat(ask(socket, "version").has("result")).isTrue();
    }
  }

  @Test
  void a_second_proxy_of_the_same_file_runs_without_and_says_so() throws IOException {
    try (SekishoProcess first = SekishoProcess.of(config).start()) {
      Object key = Files.getAttribute(socket, "unix:ino");
      try (SekishoProcess second = SekishoProcess.of(config).start()) {
        assertThat(warning(second)).endsWith("another process listens at " + socket);
        second.terminate();
        assertThat(second.awaitExit()).isZero();
      }

      assertThat(first.isAlive()).isTrue();
      assertThat(Files.getAttribute(socket, "unix:ino")).isEqualTo(key);
      assertThat(ask(socket, "version").has("result")).isTrue();
    }
  }

  @Test
  void where_it_cannot_be_the_proxy_runs_without_and_says_so() {
    Path none = folder.resolve("none");
    try (SekishoProcess sekisho =
        SekishoProcess.of(config).environment("RUNTIME_DIRECTORY", none.toString()).start()) {
      assertThat(warning(sekisho))
          .endsWith(none.resolve("control.sock") + " cannot be made: no such file or folder");
      assertThat(sekisho.address().getPort()).isPositive();
    }
  }

  @Test
  void other_users_cannot_connect_and_are_refused_where_the_file_would_let_them()
      throws IOException {
    assumeTrue(
        Files.getOwner(folder).getName().equals("root"), "only root can become somebody else");
    try (SekishoProcess sekisho = SekishoProcess.of(config).start()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      String first = askAsSomebody();
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      String second = askAsSomebody();

      assertThat(first).isEqualTo("permission denied");
      assertThat(second).contains("-32001", "only root and the user of the proxy may ask");
      assertThat(ask(socket, "version").has("result")).isTrue();
      sekisho.stdout().await("a warning", line -> line.contains("may not use the control socket"));
    }
  }

  private String askAsSomebody() {
    return Command.run(Tools.require("python3").toString(), "-c", AS_SOMEBODY, socket.toString())
        .mustSucceed()
        .stdout()
        .strip();
  }

  private static String warning(SekishoProcess sekisho) {
    return sekisho
        .stdout()
        .await("a warning", line -> line.contains("WARN") && line.contains("no control socket"));
  }

  private static JsonNode ask(Path socket, String method) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      String request = "{\"jsonrpc\": \"2.0\", \"method\": \"%s\", \"id\": 1}\n".formatted(method);
      channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
      BufferedReader answers = new BufferedReader(Channels.newReader(channel, UTF_8));
      return new ObjectMapper().readTree(answers.readLine());
    }
  }
}
