package sekisho.admin;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.control.CompanionServer;
import sekisho.control.StartFailure;
import sekisho.model.ListenAddress;

/**
 * A listening HTTP/1.1 server on one event loop, and what it serves at the moment: that can be
 * replaced while it listens.
 */
final class AdminServer {
  private static final Logger LOG = Logger.getLogger(AdminServer.class);

  private static final int MAX_HEAD_BYTES = 16 * 1024;
  private static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;
  private static final int HANDSHAKE_SECONDS = 10;
  private static final int BACKLOG = 128;
  private static final long LOOK_MILLIS = 1000;
  private static final int CLOSING_SECONDS = 3;

  /** For what {@link ConnectionWatch} has no deadline for: a tunnel to a site elsewhere. */
  private static final int SILENCE_MINUTES = 10;

  private final Vertx vertx;
  private final ListenAddress address;
  private final HttpServer server;
  private final Front front;
  private final Cookies cookies;
  private final Optional<ServedCertificate> served;
  private final ConnectionWatch watch;
  private volatile @Nullable Serving serving;
  private volatile long timer = -1;

  /** What is in force. */
  private record Serving(Site site, Optional<RemoteUi> remote) {}

  private AdminServer(
      Vertx vertx,
      ListenAddress address,
      HttpServer server,
      Front.Contents contents,
      Doorkeeper door,
      Optional<ServedCertificate> served,
      ConnectionWatch watch) {
    this.vertx = vertx;
    this.address = address;
    this.server = server;
    this.served = served;
    this.cookies = new Cookies(address.port(), served.isPresent());
    this.front = new Front(contents, door, cookies);
    this.watch = watch;
  }

  /**
   * Listens; until something is served, everybody is told to wait. Blocking.
   *
   * @throws StartFailure when the address cannot be listened on
   */
  static AdminServer bind(
      Vertx vertx, Site site, Front.Contents contents, Doorkeeper door, LongSupplier nanoTime)
      throws StartFailure {
    ListenAddress address = site.settings().listen();
    Optional<ServedCertificate> served = site.certificate().map(ServedCertificate::new);
    ConnectionWatch watch = new ConnectionWatch(nanoTime);
    HttpServer server = CompanionServer.of(vertx, address, options(served, watch));
    AdminServer admin = new AdminServer(vertx, address, server, contents, door, served, watch);
    server
        .connectionHandler(admin::welcome)
        .requestHandler(admin::handle)
        .exceptionHandler(failure ->
            LOG.debugf("a connection to the admin server failed: %s", failure.getMessage()));
    try {
      server
          .listen(address.port(), address.address().getHostAddress())
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw StartFailure.cannotListen(address + " for the admin UI (ui.listen)", e.getCause())
          .about("ui.listen");
    }
    return admin;
  }

  private static HttpServerOptions options(
      Optional<ServedCertificate> served, ConnectionWatch watch) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxHeaderSize(MAX_HEAD_BYTES)
            .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
            .setAcceptBacklog(BACKLOG)
            .setIdleTimeoutUnit(TimeUnit.MINUTES)
            .setIdleTimeout(SILENCE_MINUTES)
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false)
            .setCompressionSupported(false)
            .setHandle100ContinueAutomatically(true);
    served.ifPresent(certificate ->
        options
            .setSsl(true)
            .setSslEngineOptions(new WatchedTls(watch))
            .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
            .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
            .setKeyCertOptions(KeyCertOptions.wrap(certificate)));
    return options;
  }

  ListenAddress address() {
    return address;
  }

  boolean isSecure() {
    return served.isPresent();
  }

  Cookies cookies() {
    return cookies;
  }

  /** The port that is listened on. */
  int port() {
    return server.actualPort();
  }

  /** From now on this is served. */
  void serve(Site site, Optional<RemoteUi> remote) {
    @Nullable Serving before = serving;
    serving = new Serving(site, remote);
    if (before != null) {
      before.remote().ifPresent(RemoteUi::close);
    }
    if (served.isPresent() && site.certificate().isPresent()) {
      served.get().replace(site.certificate().get());
    }
  }

  private void welcome(HttpConnection connection) {
    startLooking();
    watch.welcome(connection);
  }

  private void startLooking() {
    if (timer < 0) {
      Context context = vertx.getOrCreateContext();
      timer =
          vertx.setPeriodic(
              LOOK_MILLIS,
              _ -> {
                watch.look();
                front.live().tick(context);
              });
    }
  }

  private void handle(HttpServerRequest request) {
    AdminRequest asked = new AdminRequest(request, watch, vertx.getOrCreateContext());
    @Nullable Serving now = serving;
    if (now == null) {
      asked.failed(new Workers.Busy());
    } else {
      front.handle(asked, now.site().hosts(), now.remote());
    }
  }

  /** Its connections end too. Blocking. */
  void close() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    try {
      server
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warnf("the admin server does not close: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    @Nullable Serving now = serving;
    if (now != null) {
      now.remote().ifPresent(RemoteUi::close);
    }
  }
}
