package sekisho.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real load balancer before the proxy, HAProxy or nginx, listening on a port of both loopback
 * addresses.
 */
public final class LoadBalancer implements AutoCloseable {
  private static final long STOP_LIMIT_SECONDS = 30;

  private static final String HAPROXY =
      """
      global
        maxconn 200
      defaults
        mode tcp
        timeout connect 10s
        timeout client 60s
        timeout server 60s
      frontend in
        bind 127.0.0.1:{{port}}
        bind [::1]:{{port}} v6only
        default_backend out
      backend out
        server sekisho {{target}} {{options}}
      """;

  private static final String NGINX =
      """
      load_module /usr/lib/nginx/modules/ngx_stream_module.so;
      daemon off;
      {{user}}
      worker_processes 1;
      pid {{folder}}/nginx.pid;
      error_log {{folder}}/error.log warn;
      events { worker_connections 256; }
      {{options}}
      """;

  private static final String STREAM =
      """
      stream {
        server {
          listen 127.0.0.1:{{port}};
          listen [::1]:{{port}} ipv6only=on;
          proxy_pass {{target}};
          proxy_protocol on;
        }
      }
      """;

  private static final String HTTPS =
      """
      http {
        access_log off;
        client_body_temp_path {{folder}}/body;
        proxy_temp_path {{folder}}/proxy;
        fastcgi_temp_path {{folder}}/fastcgi;
        uwsgi_temp_path {{folder}}/uwsgi;
        scgi_temp_path {{folder}}/scgi;
        server {
          listen 127.0.0.1:{{port}} ssl;
          listen [::1]:{{port}} ssl ipv6only=on;
          ssl_certificate {{certificate}};
          ssl_certificate_key {{key}};
          location / {
            proxy_pass https://{{target}};
            proxy_http_version 1.1;
            proxy_ssl_server_name on;
            proxy_ssl_name $host;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
          }
        }
      }
      """;

  private final Process process;
  private final ReservedPort port;
  private final Path output;

  private LoadBalancer(Process process, ReservedPort port, Path output) {
    this.process = process;
    this.port = port;
    this.output = output;
  }

  /**
   * HAProxy that passes bytes on.
   *
   * @param options of the server line: {@code send-proxy}, {@code send-proxy-v2}
   */
  public static LoadBalancer haproxy(Path folder, InetSocketAddress target, String options) {
    ReservedPort port = ReservedPort.anywhere();
    Path own = newFolder(folder);
    Path config =
        ConfigFile.of(HAPROXY)
            .with("port", port.number())
            .with("target", text(target))
            .with("options", options)
            .in(own);
    return start(own, port, Tools.require("haproxy").toString(), "-db", "-f", config.toString());
  }

  /** nginx that passes bytes on behind a PROXY header of version 1. */
  public static LoadBalancer nginxStream(Path folder, InetSocketAddress target) {
    return nginx(folder, target, ConfigFile.of(STREAM));
  }

  /** nginx that ends TLS and speaks HTTPS to the target, with X-Forwarded-For. */
  public static LoadBalancer nginxHttps(
      Path folder, InetSocketAddress target, TlsCertificates.Pair certificate) {
    return nginx(folder, target, ConfigFile.of(HTTPS).with(certificate));
  }

  private static LoadBalancer nginx(Path folder, InetSocketAddress target, ConfigFile block) {
    ReservedPort port = ReservedPort.anywhere();
    Path own = newFolder(folder);
    Path filled =
        block.with("port", port.number()).with("target", text(target)).with("folder", own).in(own);
    Path config =
        ConfigFile.of(NGINX)
            .with("user", System.getProperty("user.name").equals("root") ? "user root;" : "")
            .with("folder", own)
            .with("options", "include " + filled + ";")
            .in(own);
    return start(
        own,
        port,
        Tools.require("nginx").toString(),
        "-p",
        own.toString(),
        "-c",
        config.toString());
  }

  private static Path newFolder(Path folder) {
    try {
      return Files.createTempDirectory(folder, "balancer");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static LoadBalancer start(Path folder, ReservedPort port, String... command) {
    Path output = folder.resolve("output.log");
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      LoadBalancer balancer = new LoadBalancer(process, port, output);
      Await.until("the load balancer listens", balancer::accepts);
      return balancer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean accepts() {
    if (!process.isAlive()) {
      throw new AssertionError("the load balancer ended: " + log());
    }
    // They are bound one after the other, in an order that is nobody's business.
    return accepts(ipv4()) && accepts(ipv6());
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public InetSocketAddress ipv4() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port.number());
  }

  public InetSocketAddress ipv6() {
    return new InetSocketAddress(InetAddress.ofLiteral("::1"), port.number());
  }

  private String log() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the load balancer does not end: " + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    port.close();
  }
}
