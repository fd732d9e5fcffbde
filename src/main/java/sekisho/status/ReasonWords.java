package sekisho.status;

import sekisho.metrics.Reason;

/**
 * What each reason means, and where to look next, for somebody who has seen it counted and has not
 * read the manual. A new reason does not compile without its words.
 */
final class ReasonWords {
  private ReasonWords() {}

  /** One sentence: what happened. */
  static String meaning(Reason reason) {
    return switch (reason) {
      case SNI_REJECTED -> "The SNI route, or the default, refuses such connections.";
      case SNI_DENIED -> "allow or deny of the SNI route refuses the client's address.";
      case SNI_CONNECTION_LIMITED ->
          "The client had as many connections as connection_limit of the SNI route allows.";
      case NOT_TLS -> "What came on a TLS port is no TLS, as plain HTTP or a port scan.";
      case PROXY_HEADER_MALFORMED -> "A trusted proxy sent no PROXY header, or a broken one.";
      case PROXY_HEADER_TIMEOUT -> "A trusted proxy did not send its PROXY header in time.";
      case HELLO_MALFORMED -> "A TLS ClientHello that breaks the rules.";
      case HELLO_TIMEOUT ->
          "The client did not send a whole ClientHello within handshake_timeout_secs.";
      case TLS_HANDSHAKE ->
          "The TLS handshake failed: no common version or cipher, or a certificate that one side does not believe.";
      case TLS_HANDSHAKE_TIMEOUT -> "The TLS handshake did not end within handshake_timeout_secs.";
      case TLS_ALPN -> "The client offers only protocols that the route does not speak.";
      case TLS_NO_CERTIFICATE -> "There is no certificate for the name that was asked for.";
      case ACCEPT_FAILED ->
          "The kernel did not give out a new connection, as a rule for want of file descriptors.";
      case ACCEPT_FULL -> "max_connections are open: new ones wait in the kernel.";
      case UPSTREAM_CONNECT ->
          "A relay's upstream could not be connected to; the client was closed.";
      case RELAY_IDLE -> "A relay was closed since nothing came for relay_idle_timeout_secs.";
      case RELAY_HALF_CLOSE_TIMEOUT ->
          "One side of a relay had ended and the other did nothing for half_close_timeout_secs.";
      case BAD_REQUEST_LINE -> "A request line that breaks the rules of HTTP/1.1.";
      case BAD_REQUEST_HEADER -> "A header field that breaks the rules of HTTP/1.1.";
      case BAD_REQUEST_HOST ->
          "No Host field, two, an invalid one, or one that is not the target's.";
      case BAD_REQUEST_PATH ->
          "A path that climbs above the root, or has an encoded NUL: an attack as a rule.";
      case BAD_REQUEST_FRAMING -> "A request whose length is in doubt: an attack as a rule.";
      case DENIED -> "allow or deny of the HTTP route refuses the client's address.";
      case NO_ROUTE -> "No HTTP route takes the request's host, path and method.";
      case METHOD_NOT_ALLOWED -> "Routes take the path, but not with that method.";
      case REQUEST_HEADER_TIMEOUT ->
          "A request's head did not come within request_header_timeout_secs.";
      case REQUEST_BODY_TIMEOUT ->
          "A client that was sending a body paused for request_body_timeout_secs.";
      case REQUEST_BODY_TOO_SLOW -> "A body came slower than request_body_min_bytes_per_sec.";
      case REQUEST_BODY_TOO_LARGE -> "A body of more than max_request_body_bytes.";
      case REQUEST_TARGET_TOO_LONG -> "A request line of more than max_header_bytes.";
      case EXPECTATION_FAILED -> "An Expect field that asks for something other than 100-continue.";
      case MISDIRECTED_REQUEST ->
          "The request's host is not the server name of its connection (strict_sni_host).";
      case UPGRADE_REQUIRED -> "A route of type websocket was asked for something else.";
      case RATE_LIMITED -> "The client asked faster than rate_limit allows.";
      case REQUEST_HEADER_TOO_LARGE ->
          "A head of more than max_header_bytes, or of more than 256 lines; large cookies as a rule.";
      case CLIENT_ABORT -> "The client left before it had its whole answer.";
      case RESPONSE_WRITE_TIMEOUT ->
          "The client took nothing of its answer for response_write_timeout_secs.";
      case INTERNAL -> "A fault of the proxy itself.";
      case SHUTDOWN ->
          "The proxy stopped, and the request did not end within shutdown_timeout_secs.";
      case CONNECTION_LIMITED ->
          "As many requests were in flight as connection_limit of the HTTP route allows.";
      case METHOD_NOT_IMPLEMENTED -> "A CONNECT request: this is no forward proxy.";
      case TRANSFER_CODING_NOT_IMPLEMENTED -> "A body in a transfer coding other than chunked.";
      case VERSION_NOT_SUPPORTED -> "A request in a version other than HTTP/1.0 and 1.1.";
      case FILE_LIMIT -> "There was no file descriptor for a connection to the upstream.";
      case UPSTREAM_UNRESOLVED -> "The upstream's name has no address.";
      case UPSTREAM_CONNECT_REFUSED -> "Nothing listens at the upstream's address.";
      case UPSTREAM_CONNECT_FAILED -> "The upstream's address cannot be reached.";
      case UPSTREAM_CONNECT_TIMEOUT ->
          "The upstream did not take the connection within the connect timeout.";
      case UPSTREAM_TLS ->
          "TLS with the upstream failed, as a rule since its certificate is not believed.";
      case UPSTREAM_RESET -> "The upstream closed the connection before its answer was whole.";
      case UPSTREAM_BAD_RESPONSE -> "The upstream's answer breaks the rules of HTTP/1.1.";
      case UPSTREAM_TIMEOUT -> "The upstream said nothing for upstream_timeout_secs.";
    };
  }

  /** One sentence: what to look at, or that there is nothing to do. */
  static String advice(Reason reason) {
    return switch (reason) {
      case SNI_REJECTED ->
          "Look at which names the clients ask for, and whether a route is missing.";
      case SNI_DENIED -> "Compare the client's address with the route's allow and deny.";
      case SNI_CONNECTION_LIMITED ->
          "See in the connections who has so many; raise the limit if they are welcome.";
      case NOT_TLS -> "Nothing as a rule; if users do this, set http_listen to redirect them.";
      case PROXY_HEADER_MALFORMED, PROXY_HEADER_TIMEOUT ->
          "Make the load balancer send PROXY headers, or take it out of trusted_proxies.";
      case HELLO_MALFORMED -> "Nothing as a rule: scanners and broken clients do this.";
      case HELLO_TIMEOUT, REQUEST_HEADER_TIMEOUT ->
          "Nothing if they are few; many from few addresses are an attack that a connection_limit bounds.";
      case TLS_HANDSHAKE ->
          "Set log.level to debug to see each cause, and look at the certificates.";
      case TLS_HANDSHAKE_TIMEOUT ->
          "Look whether the processors are busy; else slow or idle clients.";
      case TLS_ALPN -> "Compare the route's alpn with what the clients speak.";
      case TLS_NO_CERTIFICATE -> "Look at the certificates; with ACME at how its orders stand.";
      case ACCEPT_FAILED, FILE_LIMIT ->
          "Compare open files with their limit, and raise LimitNOFILE.";
      case ACCEPT_FULL ->
          "See in the connections who has so many; raise max_connections if the machine bears it.";
      case UPSTREAM_CONNECT -> "Look at the upstreams: each has its last failure.";
      case RELAY_IDLE -> "Nothing as a rule; raise it if long silences are normal.";
      case RELAY_HALF_CLOSE_TIMEOUT ->
          "Nothing as a rule; raise it if the upstream thinks that long.";
      case BAD_REQUEST_LINE,
          BAD_REQUEST_HEADER,
          BAD_REQUEST_HOST,
          EXPECTATION_FAILED,
          TRANSFER_CODING_NOT_IMPLEMENTED ->
          "Find the client by its address in the access log.";
      case BAD_REQUEST_PATH, BAD_REQUEST_FRAMING ->
          "Find the client by its address in the access log, and deny it.";
      case DENIED ->
          "Compare the client's address with the route's allow and deny; behind another proxy set trusted_proxies.";
      case NO_ROUTE -> "Ask sekisho explain with the URL.";
      case METHOD_NOT_ALLOWED ->
          "Compare methods of the routes with the request's in the access log.";
      case REQUEST_BODY_TIMEOUT ->
          "Look whether uploads over slow networks are normal here, and raise it then.";
      case REQUEST_BODY_TOO_SLOW ->
          "Look whether uploads over slow networks are normal here, and lower it then.";
      case REQUEST_BODY_TOO_LARGE -> "Raise it for the route if such uploads are welcome.";
      case REQUEST_TARGET_TOO_LONG -> "Raise it if such URLs are meant.";
      case MISDIRECTED_REQUEST ->
          "Clients that reuse connections ask again by themselves; else compare host and sni in the access log.";
      case UPGRADE_REQUIRED -> "Compare the URL in the access log with the routes.";
      case RATE_LIMITED -> "See in the access log who it is; raise the limit if they are welcome.";
      case REQUEST_HEADER_TOO_LARGE ->
          "Look at the cookies of that site, or raise max_header_bytes.";
      case CLIENT_ABORT -> "Look at the durations: clients leave when the upstream is slow.";
      case RESPONSE_WRITE_TIMEOUT -> "Nothing as a rule: the client's network is gone.";
      case INTERNAL -> "The program's log has the details; please report it.";
      case SHUTDOWN -> "Raise it if such long requests are normal.";
      case CONNECTION_LIMITED -> "Look whether the upstream is slow; else raise the limit.";
      case METHOD_NOT_IMPLEMENTED -> "Nothing as a rule: somebody tries whether it is one.";
      case VERSION_NOT_SUPPORTED -> "Nothing as a rule: HTTP/2 is not offered, somebody insists.";
      case UPSTREAM_UNRESOLVED ->
          "Look at the name in the configuration, and at /etc/resolv.conf and its servers.";
      case UPSTREAM_CONNECT_REFUSED ->
          "Look whether the upstream's program runs and listens there.";
      case UPSTREAM_CONNECT_FAILED ->
          "Look at the route to that network, its firewall, and whether the machine runs.";
      case UPSTREAM_CONNECT_TIMEOUT ->
          "A firewall drops packets, the machine is down, or the upstream is overloaded.";
      case UPSTREAM_TLS -> "Its last failure says why; look at upstream_tls: ca, sni, verify.";
      case UPSTREAM_RESET ->
          "Look at the upstream's own log: it crashed, was restarted, or closes idle connections early.";
      case UPSTREAM_BAD_RESPONSE ->
          "The program's log at level debug says which; the upstream's makers have to mend it.";
      case UPSTREAM_TIMEOUT ->
          "Look whether the upstream is overloaded or hangs; raise it if such long answers are normal.";
    };
  }
}
