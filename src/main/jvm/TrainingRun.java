import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Makes the AOT cache (JEP 514, 515): starts the packaged program on a free port of the loopback,
 * lets it do what it will do, and stops it; the JVM then writes down which classes that took and
 * what was learned of them.
 *
 * <p>Run by the build: {@code java TrainingRun.java JVMARGS JAR CACHE [JAVA]}. The cache fits the
 * runtime that made it: {@code JAVA} is the program to train, where it is not that which runs this.
 */
final class TrainingRun {
  private static final int REQUESTS = 3000;
  private static final int SCRAPES = 20;

  private static final String TOKEN = "a-token-of-the-training-run";

  private static final String CONFIGURATION =
      """
      { "proxy": {
          "listen": ["127.0.0.1:0"],
          "tls": { "mode": "manual", "certificate": "cert.pem", "private_key": "key.pem",
                   "routing": { "default": { "mode": "tls_terminate", "handler": "http" } } },
          "http": { "access_log": { "path": "access.log" },
                    "routes": [{ "path_prefix": "/known", "upstream": "http://127.0.0.1:PORT/" }] } },
        "metrics": { "listen": "127.0.0.1:0" },
        "ui": { "listen": "127.0.0.1:0", "auth": { "token": "TOKEN" } } }
      """;

  public static void main(String[] args) throws Exception {
    Path jvmArguments = Path.of(args[0]).toAbsolutePath();
    Path jar = Path.of(args[1]).toAbsolutePath();
    Path cache = Path.of(args[2]).toAbsolutePath();
    Path java =
        args.length > 3
            ? Path.of(args[3]).toAbsolutePath()
            : Path.of(System.getProperty("java.home"), "bin", "java");
    Path folder = Files.createTempDirectory("training");
    HttpServer origin = origin();
    try {
      writeCertificate(folder);
      Path configuration = folder.resolve("training.jsonc");
      String port = Integer.toString(origin.getAddress().getPort());
      Files.writeString(configuration, CONFIGURATION.replace("PORT", port).replace("TOKEN", TOKEN));
      Process program =
          new ProcessBuilder(
                  java.toString(),
                  "@" + jvmArguments,
                  "-XX:AOTCacheOutput=" + cache,
                  // What cannot be kept is said in hundreds of lines.
                  "-Xlog:aot=off,cds=off",
                  "-jar",
                  jar.toString(),
                  "run",
                  configuration.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      train(program);
      if (!Files.exists(cache)) {
        throw new IllegalStateException("the JVM wrote no AOT cache");
      }
    } finally {
      origin.stop(0);
      delete(folder);
    }
  }

  /** A pair as operators have one, made by the JDK's own tool. */
  private static void writeCertificate(Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    char[] password = "training".toCharArray();
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String options =
        " -genkeypair -alias a -keyalg EC -groupname secp256r1 -dname CN=localhost -ext"
            + " san=dns:localhost -storetype PKCS12 -storepass training -keystore ";
    List<String> command = new ArrayList<>(List.of((keytool + options).split(" ")));
    command.add(store.toString());
    Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (made.waitFor() != 0) {
      throw new IllegalStateException("keytool made no certificate: " + said);
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), password);
    writePem(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("a").getEncoded());
    writePem(folder.resolve("key.pem"), "PRIVATE KEY", keys.getKey("a", password).getEncoded());
    Files.delete(store);
  }

  private static void writePem(Path file, String type, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
  }

  private static HttpServer origin() throws IOException {
    HttpServer origin =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    origin.start();
    return origin;
  }

  /** Lets the program work until it has seen enough, and waits for its end. */
  private static void train(Process program) throws Exception {
    StringBuilder said = new StringBuilder();
    try (BufferedReader out = program.inputReader()) {
      String url = null;
      String metrics = null;
      String admin = null;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
        int at = line.indexOf("listening on ");
        if (at >= 0) {
          url = "https://" + line.substring(at + "listening on ".length()).trim();
        } else if (line.contains("metrics on ")) {
          metrics = line.substring(line.indexOf("http://")).trim();
        } else if (line.contains("admin UI on ")) {
          admin = line.substring(line.indexOf("http://")).trim();
        } else if (url != null && metrics != null && admin != null && line.endsWith("ready")) {
          ask(url);
          scrape(metrics);
          administer(admin);
          // Not its streams: what goes wrong at its end is still to be read.
          program.toHandle().destroy();
        }
      }
      if (program.waitFor() != 0 || url == null) {
        throw new IllegalStateException("the training run failed:\n" + said);
      }
    } finally {
      program.destroyForcibly();
    }
  }

  private static void ask(String url) throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(credulous())
            .build()) {
      List<HttpRequest> requests =
          List.of(
              HttpRequest.newBuilder(URI.create(url + "/known/a?b")).build(),
              HttpRequest.newBuilder(URI.create(url + "/known/c"))
                  .POST(BodyPublishers.ofString("question"))
                  .build(),
              HttpRequest.newBuilder(URI.create(url + "/unknown")).build());
      for (int i = 0; i < REQUESTS; i++) {
        HttpRequest request = requests.get(i % requests.size());
        int expected = request.uri().getPath().startsWith("/known") ? 200 : 404;
        int status = client.send(request, BodyHandlers.ofByteArray()).statusCode();
        if (status != expected) {
          throw new IllegalStateException(request + " was answered with " + status);
        }
      }
    }
  }

  private static void scrape(String url) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url))
              .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
              .header("Accept-Encoding", "gzip")
              .build();
      for (int i = 0; i < SCRAPES; i++) {
        int status = client.send(request, BodyHandlers.ofByteArray()).statusCode();
        if (status != 200) {
          throw new IllegalStateException(request + " was answered with " + status);
        }
      }
    }
  }

  /** What an operator's browser and a program ask for. */
  private static void administer(String url) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest.Builder known =
          HttpRequest.newBuilder().header("Authorization", "Bearer " + TOKEN);
      List<HttpRequest> requests =
          List.of(
              HttpRequest.newBuilder(URI.create(url + "login")).build(),
              known.copy().uri(URI.create(url)).build(),
              known
                  .copy()
                  .uri(URI.create(url + "rpc"))
                  .header("Content-Type", "application/json")
                  .POST(
                      BodyPublishers.ofString(
                          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"version\"}"))
                  .build());
      for (HttpRequest request : requests) {
        int status = client.send(request, BodyHandlers.ofByteArray()).statusCode();
        if (status != 200) {
          throw new IllegalStateException(request + " was answered with " + status);
        }
      }
    }
  }

  /** The program's certificate was made a moment ago. */
  private static SSLContext credulous() throws GeneralSecurityException {
    System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
    SSLContext context = SSLContext.getInstance("TLS");
    X509TrustManager credulous =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String authType) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String authType) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    context.init(null, new TrustManager[] {credulous}, null);
    return context;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
