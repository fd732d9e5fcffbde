package sekisho.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sekisho.model.AccessLogSettings;
import sekisho.model.HttpRoute;
import sekisho.model.HttpSettings;

/** {@code proxy.http}. */
final class HttpBinder {
  private final Path folder;
  private final Findings findings;

  HttpBinder(Path folder, Findings findings) {
    this.folder = folder;
    this.findings = findings;
  }

  HttpSettings bind(Block block) {
    HttpRouteBinder routes = new HttpRouteBinder(folder, findings, block);
    List<HttpRoute> bound = new ArrayList<>();
    for (Block route : block.blocks("routes")) {
      routes.bind(route.within(block)).ifPresent(bound::add);
    }
    return new HttpSettings(
        block.flag("server_header"),
        block.flag("strict_sni_host"),
        new HttpSettings.HttpTimeouts(
            block.seconds("request_header_timeout_secs"),
            block.seconds("response_write_timeout_secs"),
            block.seconds("keepalive_timeout_secs")),
        block.count("keepalive_requests"),
        block.count("max_header_bytes"),
        pool(block.blockOrEmpty("pool")),
        accessLog(block.blockOrEmpty("access_log")),
        bound);
  }

  private static HttpSettings.PoolSettings pool(Block block) {
    return new HttpSettings.PoolSettings(
        block.count("max_idle_per_upstream"), block.seconds("idle_timeout_secs"));
  }

  private AccessLogSettings accessLog(Block block) {
    String path = block.text("path");
    AccessLogSettings.Target target =
        switch (path) {
          case "off" -> new AccessLogSettings.Target.Off();
          case "stdout" -> new AccessLogSettings.Target.Stdout();
          default -> new AccessLogSettings.Target.File(folder.resolve(path));
        };
    return new AccessLogSettings(
        target, block.choice("query", AccessLogSettings.Query.class).orElseThrow());
  }
}
