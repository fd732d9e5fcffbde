package sekisho.metrics;

import java.util.Locale;

/**
 * Why something was refused or went wrong: the one list behind log lines, counters and answers.
 *
 * <p>The code is stable: operators alert on it. The status is what an HTTP client gets, unless the
 * configuration has another for it; 0 where there is no HTTP to answer in.
 */
public enum Reason {
  // Accept and preread
  SNI_REJECTED("sni_rejected", 0),
  SNI_DENIED("sni_denied", 0),
  SNI_CONNECTION_LIMITED("sni_connection_limited", 0),
  NOT_TLS("not_tls", 0),
  PROXY_HEADER_MALFORMED("proxy_header_malformed", 0),
  PROXY_HEADER_TIMEOUT("proxy_header_timeout", 0),
  HELLO_MALFORMED("hello_malformed", 0),
  HELLO_TIMEOUT("hello_timeout", 0),
  TLS_HANDSHAKE("tls_handshake", 0),
  TLS_HANDSHAKE_TIMEOUT("tls_handshake_timeout", 0),
  TLS_ALPN("tls_alpn", 0),
  TLS_NO_CERTIFICATE("tls_no_certificate", 0),
  ACCEPT_FAILED("accept_failed", 0),
  ACCEPT_FULL("accept_full", 0),

  // TCP upstreams and relays
  UPSTREAM_CONNECT("upstream_connect", 0),
  RELAY_IDLE("relay_idle", 0),
  RELAY_HALF_CLOSE_TIMEOUT("relay_half_close_timeout", 0),

  // The request
  BAD_REQUEST_LINE("bad_request_line", 400),
  BAD_REQUEST_HEADER("bad_request_header", 400),
  BAD_REQUEST_HOST("bad_request_host", 400),
  BAD_REQUEST_PATH("bad_request_path", 400),
  BAD_REQUEST_FRAMING("bad_request_framing", 400),
  DENIED("denied", 403),
  NO_ROUTE("no_route", 404),
  METHOD_NOT_ALLOWED("method_not_allowed", 405),
  REQUEST_HEADER_TIMEOUT("request_header_timeout", 408),
  REQUEST_BODY_TIMEOUT("request_body_timeout", 408),
  REQUEST_BODY_TOO_SLOW("request_body_too_slow", 408),
  REQUEST_BODY_TOO_LARGE("request_body_too_large", 413),
  REQUEST_TARGET_TOO_LONG("request_target_too_long", 414),
  EXPECTATION_FAILED("expectation_failed", 417),
  MISDIRECTED_REQUEST("misdirected_request", 421),
  UPGRADE_REQUIRED("upgrade_required", 426),
  RATE_LIMITED("rate_limited", 429),
  REQUEST_HEADER_TOO_LARGE("request_header_too_large", 431),
  CLIENT_ABORT("client_abort", 499),
  RESPONSE_WRITE_TIMEOUT("response_write_timeout", 499),
  INTERNAL("internal", 500),
  SHUTDOWN("shutdown", 503),
  CONNECTION_LIMITED("connection_limited", 503),
  METHOD_NOT_IMPLEMENTED("method_not_implemented", 501),
  TRANSFER_CODING_NOT_IMPLEMENTED("transfer_coding_not_implemented", 501),
  VERSION_NOT_SUPPORTED("version_not_supported", 505),

  // HTTP upstreams
  FILE_LIMIT("file_limit", 503),
  UPSTREAM_UNRESOLVED("upstream_unresolved", 502),
  UPSTREAM_CONNECT_REFUSED("upstream_connect_refused", 502),
  UPSTREAM_CONNECT_FAILED("upstream_connect_failed", 502),
  UPSTREAM_CONNECT_TIMEOUT("upstream_connect_timeout", 504),
  UPSTREAM_TLS("upstream_tls", 502),
  UPSTREAM_RESET("upstream_reset", 502),
  UPSTREAM_BAD_RESPONSE("upstream_bad_response", 502),
  UPSTREAM_TIMEOUT("upstream_timeout", 504);

  private final String code;
  private final int status;

  Reason(String code, int status) {
    this.code = code;
    this.status = status;
  }

  /**
   * The one that a code is of.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Reason ofCode(String code) {
    return Reason.valueOf(code.toUpperCase(Locale.ROOT));
  }

  /** The stable text for logs, metrics and answers. */
  public String code() {
    return code;
  }

  /** The HTTP status, or 0. */
  public int status() {
    return status;
  }
}
