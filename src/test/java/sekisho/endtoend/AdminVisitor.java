package sekisho.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import sekisho.testing.SekishoProcess;

/**
 * Somebody who has logged in to the admin UI and has no JavaScript: what a page says is what is in
 * its text. Asks JSON-RPC too, with the same token.
 */
final class AdminVisitor implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI site;
  private final String token;
  private final String cookie;

  private AdminVisitor(URI site, String token) throws IOException, InterruptedException {
    this.site = site;
    this.token = token;
    this.cookie =
        send(HttpRequest.newBuilder(site.resolve("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", site.toString().replaceAll("/$", ""))
                .POST(BodyPublishers.ofString("token=" + token)))
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow()
            .replaceFirst(";.*", "");
  }

  static AdminVisitor of(SekishoProcess sekisho, String token)
      throws IOException, InterruptedException {
    String line = sekisho.stdout().await("the admin UI", text -> text.contains("admin UI on "));
    return new AdminVisitor(URI.create(line.substring(line.indexOf("http")).strip()), token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** The text of a page; fails where there is none. */
  String page(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(site.resolve(path)).header("Cookie", cookie));
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + "\n" + answer.body());
    }
    return answer.body();
  }

  /** The result of a method without parameters; fails where there is none. */
  JsonNode rpc(String method) throws IOException, InterruptedException {
    JsonNode answer =
        JSON.readTree(
            send(HttpRequest.newBuilder(site.resolve("/rpc"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"" + method + "\"}")))
                .body());
    if (!answer.has("result")) {
      throw new AssertionError(method + ": " + answer);
    }
    return answer.path("result");
  }

  @Override
  public void close() {
    client.close();
  }
}
