package sekisho.admin;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import sekisho.certificate.TrustAnchors;
import sekisho.certificate.UnusableCertificateException;
import sekisho.model.TcpUpstream;
import sekisho.model.UpstreamUrl;

/**
 * The site of {@code ui.remote_url}: what somebody who has come in asks for is asked there, and the
 * answer handed on while it comes. Each side is read as fast as the other takes it.
 */
final class RemoteUi {
  private static final Logger LOG = Logger.getLogger(RemoteUi.class);

  private static final int CONNECT_MILLIS = 5000;
  private static final int ANSWER_MILLIS = 60_000;
  private static final int MAX_CONNECTIONS = 64;
  private static final int MAX_WAITING = 64;
  private static final int POOL_IDLE_SECONDS = 30;
  private static final int MAX_HEAD_BYTES = 32 * 1024;

  /** A server speaks by now, or a WebSocket pings. */
  private static final int SILENCE_MINUTES = 10;

  private static final int MAX_REASON_CHARACTERS = 200;

  private final UpstreamUrl remote;
  private final HttpClient client;
  private final RemoteFields fields;

  private RemoteUi(UpstreamUrl remote, HttpClient client, RemoteFields fields) {
    this.remote = remote;
    this.client = client;
    this.fields = fields;
  }

  /**
   * Connects to nobody yet. Blocking.
   *
   * @throws UnusableCertificateException when the authorities to believe cannot be read
   */
  static RemoteUi of(Vertx vertx, UpstreamUrl remote, Cookies cookies)
      throws UnusableCertificateException {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setSsl(remote.secure())
            .setConnectTimeout(CONNECT_MILLIS)
            .setKeepAliveTimeout(POOL_IDLE_SECONDS)
            .setMaxWaitQueueSize(MAX_WAITING)
            .setMaxHeaderSize(MAX_HEAD_BYTES)
            .setIdleTimeoutUnit(TimeUnit.MINUTES)
            .setIdleTimeout(SILENCE_MINUTES)
            .setDecompressionSupported(false);
    if (remote.secure()) {
      options
          .setVerifyHost(true)
          .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
          .setTrustOptions(trust(TrustAnchors.system()));
    }
    HttpClient client =
        vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    return new RemoteUi(remote, client, new RemoteFields(remote, cookies));
  }

  private static PemTrustOptions trust(List<X509Certificate> authorities) {
    PemTrustOptions trust = new PemTrustOptions();
    Buffer pem = Buffer.buffer();
    for (X509Certificate authority : authorities) {
      pem.appendString(Pem.certificate(authority));
    }
    return trust.addCertValue(pem);
  }

  /** For who has come in. */
  void handle(AdminRequest asked) {
    if (hasDotSegments(asked.path())) {
      asked.refuse(400, "The address is malformed.");
      return;
    }
    asked.request().pause();
    asked.stream();
    // Who leaves is no fault, and ends the other side by the handlers of its end.
    asked.request().exceptionHandler(_ -> {});
    asked.response().exceptionHandler(_ -> {});
    boolean isUpgrade = isWebSocket(asked);
    client
        .request(options(asked))
        .onSuccess(request -> {
          request.exceptionHandler(_ -> {});
          fields.request(asked, request.headers());
          asked.response().closeHandler(_ -> request.reset());
          if (isUpgrade) {
            upgrade(asked, request);
          } else {
            forward(asked, request);
          }
        })
        .onFailure(failure -> unreachable(asked, failure));
  }

  private RequestOptions options(AdminRequest asked) {
    String base = remote.path().orElse("/");
    String joined =
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + asked.target();
    RequestOptions options =
        new RequestOptions()
            .setMethod(asked.request().method())
            .setURI(joined)
            .setTimeout(ANSWER_MILLIS)
            .setFollowRedirects(false);
    return switch (remote.server()) {
      case TcpUpstream.HostPort(String host, int port) -> options.setHost(host).setPort(port);
      case TcpUpstream.UnixSocket(Path path) ->
          options
              .setHost(remote.authority())
              .setServer(SocketAddress.domainSocketAddress(path.toString()));
    };
  }

  /** The site's path is not to be left, in whatever spelling. */
  private static boolean hasDotSegments(String path) {
    String plain = path.replaceAll("(?i)%2e", ".").replaceAll("(?i)%2f|%5c|\\\\", "/");
    return (plain + "/").contains("/../") || (plain + "/").contains("/./");
  }

  private static boolean isWebSocket(AdminRequest asked) {
    return asked.field("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent()
        && asked.fields().getAll("Connection").stream()
            .anyMatch(field -> field.toLowerCase(Locale.ROOT).contains("upgrade"));
  }

  private void forward(AdminRequest asked, HttpClientRequest request) {
    asked
        .field("Content-Length")
        .ifPresentOrElse(
            length -> request.putHeader("Content-Length", length),
            () -> request.setChunked(asked.fields().contains("Transfer-Encoding")));
    request
        .send(asked.request())
        .onSuccess(answer -> relay(asked, answer))
        .onFailure(failure -> unreachable(asked, failure));
  }

  private void relay(AdminRequest asked, HttpClientResponse answer) {
    HttpServerResponse response = asked.response();
    if (response.closed()) {
      answer.request().reset();
      return;
    }
    response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
    fields.answer(answer.headers(), response.headers());
    if (!response.headers().contains("Content-Length")) {
      response.setChunked(true);
    }
    answer
        .pipeTo(response)
        .onSuccess(_ -> asked.streamed())
        .onFailure(_ -> asked.request().connection().close());
  }

  private void upgrade(AdminRequest asked, HttpClientRequest request) {
    request.putHeader("Connection", "Upgrade").putHeader("Upgrade", "websocket");
    request
        .connect()
        .onSuccess(answer -> {
          if (answer.statusCode() != 101) {
            relay(asked, answer);
            return;
          }
          NetSocket far = answer.netSocket();
          far.pause();
          far.exceptionHandler(_ -> {});
          HttpServerResponse response = asked.response();
          response.closeHandler(_ -> far.close());
          fields.answer(answer.headers(), response.headers());
          response.putHeader("Connection", "Upgrade").putHeader("Upgrade", "websocket");
          asked
              .request()
              .toNetSocket()
              .onSuccess(near -> {
                near.exceptionHandler(_ -> {});
                var _ = near.pipeTo(far).onComplete(_ -> far.close());
                var _ = far.pipeTo(near).onComplete(_ -> near.close());
              })
              .onFailure(_ -> far.close());
        })
        .onFailure(failure -> unreachable(asked, failure));
  }

  private void unreachable(AdminRequest asked, Throwable failure) {
    if (asked.response().headWritten() || asked.response().closed()) {
      var _ = asked.request().connection().close();
      return;
    }
    String said = String.valueOf(failure.getMessage());
    String reason = said.substring(0, Math.min(said.length(), MAX_REASON_CHARACTERS));
    LOG.warnf("ui.remote_url %s does not answer: %s", remote, reason);
    asked.request().resume();
    asked.response().headers().clear();
    asked.refuse(
        502,
        "The site of ui.remote_url, "
            + remote
            + ", does not answer: "
            + reason
            + ". JSON-RPC at /rpc works without it.");
  }

  void close() {
    var _ = client.close();
  }
}
