package sekisho.http;

import org.jspecify.annotations.Nullable;
import sekisho.model.AccessLogSettings.Query;

/** An access log line: which fields it has and what of the query is shown. */
final class AccessLine {
  private AccessLine() {}

  static void write(JsonLine json, AccessEntry entry, Query query) {
    json.begin();
    json.time("time", entry.epochMillis());
    json.text("client", entry.client());
    json.text("method", entry.method());
    json.text("host", entry.host());
    json.text("path", entry.path());
    json.text("query", shown(entry.query(), query));
    json.text("protocol", entry.protocol());
    json.number("status", entry.status());
    if (entry.reason() != null) {
      json.text("reason", entry.reason().code());
    }
    if (entry.dryRun() != null) {
      json.text("dry_run", entry.dryRun().code());
    }
    json.flag("retried", entry.retried());
    if (entry.noRetry() != null) {
      json.text("not_retried", entry.noRetry().code());
    }
    json.number("request_bytes", entry.requestBytes());
    json.number("response_bytes", entry.responseBytes());
    json.millis("duration_ms", entry.durationMicros());
    if (entry.routeLine() > 0) {
      json.number("route", entry.routeLine());
    }
    json.text("upstream", entry.upstream());
    json.text("request_id", entry.requestId());
    json.text("user_agent", entry.userAgent());
    entry.connection().serverName().ifPresent(name -> json.text("sni", name.text()));
    json.text("tls", entry.connection().tlsProtocol());
    ClientCertificate certificate = entry.connection().identity().certificate();
    if (certificate != null) {
      json.text("client_cert", certificate.subject());
    }
    json.end();
  }

  private static @Nullable String shown(@Nullable String query, Query policy) {
    if (query == null) {
      return null;
    }
    return switch (policy) {
      case KEEP -> query;
      case OMIT -> null;
      case REDACT -> redacted(query);
    };
  }

  /**
   * Names stay, values go: tokens travel in queries. A parameter without {@code =} may be one: it
   * goes too.
   */
  static String redacted(String query) {
    StringBuilder shown = new StringBuilder(query.length());
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      if (end < 0) {
        end = query.length();
      }
      int equals = query.indexOf('=', start);
      if (equals >= 0 && equals < end) {
        shown.append(query, start, equals + 1);
      }
      if (end > start) {
        shown.append('-');
      }
      if (end < query.length()) {
        shown.append('&');
      }
      start = end + 1;
    }
    return shown.toString();
  }
}
