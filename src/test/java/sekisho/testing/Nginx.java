package sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real nginx as origin: HTTP and HTTPS on ports of {@code 127.0.0.1}, HTTP on a Unix socket.
 *
 * <p>{@code /} answers with what it received, a {@code name=value} line each; {@code /files/}
 * serves {@link #files}; {@code /upload} reads a body to its end and answers with its length.
 */
public final class Nginx implements AutoCloseable {
  private static final long STOP_LIMIT_SECONDS = 30;

  private static final String CONFIGURATION =
      """
      daemon off;
      {{user}}
      worker_processes 1;
      pid {{prefix}}/nginx.pid;
      error_log {{prefix}}/error.log warn;
      events { worker_connections 4096; }
      http {
        access_log off;
        default_type text/plain;
        client_body_temp_path {{prefix}}/body;
        proxy_temp_path {{prefix}}/proxy;
        fastcgi_temp_path {{prefix}}/fastcgi;
        uwsgi_temp_path {{prefix}}/uwsgi;
        scgi_temp_path {{prefix}}/scgi;
        client_max_body_size 0;
        server {
          listen 127.0.0.1:{{port}};
          listen 127.0.0.1:{{tlsPort}} ssl;
          listen unix:{{prefix}}/http.sock;
          ssl_certificate {{certificate}};
          ssl_certificate_key {{key}};
          ssl_protocols {{protocols}};
          location / {
            return 200 "method=$request_method
      uri=$request_uri
      protocol=$server_protocol
      scheme=$scheme
      sni=$ssl_server_name
      host=$http_host
      authorization=$http_authorization
      connection=$http_connection
      upgrade=$http_upgrade
      via=$http_via
      x-real-ip=$http_x_real_ip
      x-forwarded-for=$http_x_forwarded_for
      x-forwarded-proto=$http_x_forwarded_proto
      x-forwarded-host=$http_x_forwarded_host
      x-request-id=$http_x_request_id
      session=$ssl_session_reused
      ";
          }
          location /files/ { alias {{prefix}}/files/; }
          location /upload { proxy_pass http://unix:{{prefix}}/length.sock; }
        }
        server {
          listen unix:{{prefix}}/length.sock;
          location / { return 200 "received $http_content_length"; }
        }
      }
      """;

  private final Path prefix;
  private final Process process;
  private final ReservedPort port;
  private final ReservedPort tlsPort;

  private Nginx(Path prefix, Process process, ReservedPort port, ReservedPort tlsPort) {
    this.prefix = prefix;
    this.process = process;
    this.port = port;
    this.tlsPort = tlsPort;
  }

  /** Starts one in a new folder below {@code folder}; {@code certificate} is for HTTPS. */
  public static Nginx start(Path folder, TlsCertificates.Pair certificate) {
    return start(folder, certificate, "TLSv1.2 TLSv1.3");
  }

  /**
   * The same with other versions of TLS.
   *
   * @param protocols as nginx writes them
   */
  public static Nginx start(Path folder, TlsCertificates.Pair certificate, String protocols) {
    ReservedPort port = ReservedPort.loopback();
    ReservedPort tlsPort = ReservedPort.loopback();
    try {
      Path prefix = Files.createTempDirectory(folder, "nginx");
      Files.createDirectory(prefix.resolve("files"));
      Path config =
          ConfigFile.of(CONFIGURATION)
              .with("user", System.getProperty("user.name").equals("root") ? "user root;" : "")
              .with("prefix", prefix)
              .with("port", port.number())
              .with("tlsPort", tlsPort.number())
              .with("protocols", protocols)
              .with(certificate)
              .in(prefix);
      Process process =
          new ProcessBuilder(
                  Tools.require("nginx").toString(),
                  "-p",
                  prefix.toString(),
                  "-c",
                  config.toString())
              .redirectErrorStream(true)
              .redirectOutput(prefix.resolve("output.log").toFile())
              .start();
      Nginx nginx = new Nginx(prefix, process, port, tlsPort);
      Await.until("nginx listens", nginx::accepts);
      return nginx;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean accepts() {
    if (!process.isAlive()) {
      throw new AssertionError("nginx ended: " + output());
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port.number();
  }

  public int tlsPort() {
    return tlsPort.number();
  }

  /** Where it speaks HTTP, without a final slash. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** Where it speaks HTTPS, by name, without a final slash. */
  public String tlsUrl() {
    return "https://localhost:" + tlsPort();
  }

  /** The Unix socket it speaks HTTP on. */
  public Path socket() {
    return prefix.resolve("http.sock");
  }

  /** What is in here is served below {@code /files/}. */
  public Path files() {
    return prefix.resolve("files");
  }

  /** Lets it load its configuration again, which closes idle connections. */
  public void reload() {
    Signals.send(process.pid(), "HUP");
  }

  /** Ends it at once, without goodbye. */
  public void kill() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nginx does not end: " + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String output() {
    try {
      return Files.readString(prefix.resolve("output.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    port.close();
    tlsPort.close();
  }
}
