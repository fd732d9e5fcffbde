package sekisho.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that stays open in a Chromium of its own, driven over the DevTools protocol: for what
 * takes real time, which {@link Chromium#open} does not give.
 */
public final class ChromiumPage implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
  private static final long LIMIT_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final WebSocket devTools;
  private int lastId;

  private ChromiumPage(Process process) {
    this.process = process;
    LineLog stderr = LineLog.of(process.getErrorStream());
    Matcher listening =
        LISTENING.matcher(stderr.await("its DevTools", l -> LISTENING.matcher(l).find()));
    listening.find();
    this.devTools =
        http.newWebSocketBuilder()
            .buildAsync(URI.create(page(listening.group(1))), new Answers())
            .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  static ChromiumPage of(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      ChromiumPage page = new ChromiumPage(process);
      Await.until(
          "the page has been loaded",
          () -> page.evaluate("location.host && document.readyState").asText().equals("complete"));
      return page;
    } catch (RuntimeException | AssertionError e) {
      kill(process);
      throw e;
    }
  }

  private String page(String devToolsAddress) {
    URI list = URI.create("http://" + devToolsAddress + "/json/list");
    return Await.present("a page", () -> pages(list)).path("webSocketDebuggerUrl").asText();
  }

  private Optional<JsonNode> pages(URI list) {
    try {
      String found =
          http.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body();
      for (JsonNode target : JSON.readTree(found)) {
        if (target.path("type").asText().equals("page")) {
          return Optional.of(target);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // It is starting still.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Runs a JavaScript expression in the page; the value, or what its promise comes to. */
  public JsonNode evaluate(String expression) {
    int id = ++lastId;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode command = JSON.createObjectNode().put("id", id).put("method", "Runtime.evaluate");
    command
        .putObject("params")
        .put("expression", expression)
        .put("awaitPromise", true)
        .put("returnByValue", true);
    devTools.sendText(command.toString(), true).join();
    JsonNode result = answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join().path("result");
    if (result.has("exceptionDetails")) {
      throw new AssertionError(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /** Hands each answer to who waits for it; events are of no interest. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private void take(String message) {
      try {
        JsonNode json = JSON.readTree(message);
        CompletableFuture<JsonNode> waiting = answers.remove(json.path("id").asInt());
        if (waiting != null) {
          waiting.complete(json);
        }
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + message, e);
      }
    }
  }

  @Override
  public void close() {
    devTools.abort();
    kill(process);
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
