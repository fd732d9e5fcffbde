package sekisho.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.admin.ConnectionWatch.Phase;
import sekisho.rpc.JsonRpc;
import sekisho.ui.Answer;

/** A request to the admin server, and its answer. For the event loop of its connection. */
final class AdminRequest {
  private static final Logger LOG = Logger.getLogger(AdminRequest.class);

  static final String RPC = "/rpc";

  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  /** JSON-RPC leaves -32000 to -32099 to servers (§5.1). */
  private static final int REFUSED = -32001;

  private final HttpServerRequest request;
  private final ConnectionWatch watch;
  private final Context context;
  private final String path;
  private boolean answered;

  AdminRequest(HttpServerRequest request, ConnectionWatch watch, Context context) {
    this.request = request;
    this.watch = watch;
    this.context = context;
    int end = request.uri().indexOf('?');
    this.path = end < 0 ? request.uri() : request.uri().substring(0, end);
    watch.enter(request.connection(), Phase.BODY);
    request.endHandler(_ -> bodyEnded());
  }

  private void bodyEnded() {
    if (watch.phase(request.connection()) == Phase.BODY) {
      watch.enter(request.connection(), answered ? Phase.HEAD : Phase.WORK);
    }
  }

  HttpServerRequest request() {
    return request;
  }

  HttpServerResponse response() {
    return request.response();
  }

  MultiMap fields() {
    return request.headers();
  }

  /** The first of the name. */
  Optional<String> field(String name) {
    return Optional.ofNullable(fields().get(name));
  }

  Context context() {
    return context;
  }

  /** As it came, without the query. */
  String path() {
    return path;
  }

  /** With the query. */
  String target() {
    return request.uri();
  }

  boolean isRead() {
    return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
  }

  boolean isGet() {
    return request.method().equals(HttpMethod.GET);
  }

  boolean isPost() {
    return request.method().equals(HttpMethod.POST);
  }

  boolean isSecure() {
    return request.isSSL();
  }

  /** What {@link HostCheck} has let pass. */
  String host() {
    @Nullable String host = fields().get("Host");
    return host == null ? "" : host;
  }

  String address() {
    return request.remoteAddress().hostAddress();
  }

  /** Its type without parameters, in lower case; empty where there is none. */
  String contentType() {
    @Nullable String type = fields().get("Content-Type");
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** The whole body; fails as {@link WholeBody} does. */
  Future<byte[]> body(int most) {
    return WholeBody.of(request, most, this::bodyEnded);
  }

  /**
   * Whether it is known where the body ends. A coding that nobody here knows would be taken for no
   * body, and the body for the next request (RFC 9112 §6.1, §6.3); lengths have been looked at.
   */
  boolean isFramed() {
    List<String> codings = fields().getAll("Transfer-Encoding");
    return codings.isEmpty()
        || (codings.size() == 1 && codings.getFirst().strip().equalsIgnoreCase("chunked"));
  }

  /** What a page made. */
  void answer(Answer answer) {
    GuardFields.onOurs(response().headers());
    response().setStatusCode(answer.status());
    answer.fields().forEach(response()::putHeader);
    @Nullable String tag = answer.fields().get("ETag");
    if (answer.status() == 200 && tag != null && isKnown(tag)) {
      response().setStatusCode(304);
      end(Optional.empty());
      return;
    }
    response().putHeader("Content-Type", answer.contentType());
    end(Optional.of(answer.body()));
  }

  /** RFC 9110 §13.1.2: compared weakly. */
  private boolean isKnown(String tag) {
    @Nullable String known = fields().get("If-None-Match");
    return known != null
        && List.of(known.split(",", -1)).stream()
            .map(one -> one.strip().replaceFirst("^W/", ""))
            .anyMatch(one -> one.equals("*") || one.equals(tag.replaceFirst("^W/", "")));
  }

  /** A sentence for people; to programs at {@code /rpc} as JSON-RPC says it. */
  void refuse(int status, String text) {
    GuardFields.onOurs(response().headers());
    response().setStatusCode(status);
    if (path.equals(RPC)) {
      response().putHeader("Content-Type", JSON);
      end(Optional.of(JsonRpc.refusal(REFUSED, text)));
    } else {
      response().putHeader("Content-Type", PLAIN);
      end(Optional.of((text + "\n").getBytes(UTF_8)));
    }
  }

  /**
   * The same as the last answer of the connection, since where the next request begins is unknown.
   */
  void refuseFraming() {
    response().putHeader("Connection", "close");
    response().endHandler(_ -> request.connection().close());
    refuse(400, "Transfer-Encoding: allowed: chunked.");
  }

  /** Says when to come back; returns the seconds that it said. */
  long retryAfter(Duration time) {
    long seconds = Math.max(1, time.plusMillis(999).toSeconds());
    response().putHeader("Retry-After", Long.toString(seconds));
    return seconds;
  }

  void refuseMethod(String allowed) {
    response().putHeader("Allow", allowed);
    refuse(405, "Allowed here: " + allowed + ".");
  }

  /** Too much is asked of us, or something went wrong here. */
  void failed(Throwable failure) {
    switch (failure) {
      case Workers.Busy _ -> {
        response().putHeader("Retry-After", "1");
        refuse(503, "The admin server has too much to do. Try again in a moment.");
      }
      case WholeBody.TooLarge tooLarge -> {
        response().putHeader("Connection", "close");
        refuse(413, String.valueOf(tooLarge.getMessage()));
      }
      // Nobody is there any more to be told, or nobody knows where what he says would end.
      case WholeBody.Broken _, IOException _, VertxException _ -> request.connection().close();
      default -> {
        LOG.errorf(failure, "%s %s failed unexpectedly", request.method(), Audit.quoted(path));
        refuse(500, "Something went wrong here; the log says what.");
      }
    }
  }

  void json(byte[] text) {
    json(200, text);
  }

  void json(int status, byte[] text) {
    GuardFields.onOurs(response().headers());
    response().setStatusCode(status).putHeader("Content-Type", JSON);
    end(Optional.of(text));
  }

  void nothing() {
    GuardFields.onOurs(response().headers());
    response().setStatusCode(204);
    end(Optional.empty());
  }

  /** To a path of ours, by GET (RFC 9110 §15.4.4). */
  void seeOther(String ours) {
    GuardFields.onOurs(response().headers());
    response().setStatusCode(303).putHeader("Location", ours);
    end(Optional.of(new byte[0]));
  }

  /** An answer that lasts: no deadline of ours any more. */
  void stream() {
    watch.enter(request.connection(), Phase.STREAM);
  }

  /** It has ended, and the next request may come. */
  void streamed() {
    watch.enter(request.connection(), Phase.HEAD);
  }

  private void end(Optional<byte[]> body) {
    if (response().ended() || response().closed()) {
      return;
    }
    answered = true;
    watch.enter(request.connection(), Phase.ANSWER);
    Future<Void> ended;
    if (body.isEmpty()) {
      ended = response().end();
    } else if (request.method().equals(HttpMethod.HEAD)) {
      response().putHeader("Content-Length", Integer.toString(body.get().length));
      ended = response().end();
    } else {
      ended = response().end(Buffer.buffer(body.get()));
    }
    ended.onComplete(_ -> {
      // An answer before the body's end does not make the rest of it a next request's beginning.
      watch.enter(request.connection(), request.isEnded() ? Phase.HEAD : Phase.BODY);
    });
  }
}
