package sekisho.config;

import java.util.Optional;
import sekisho.model.ServerName;

/**
 * {@code host:port} and {@code [IPv6]:port} as texts.
 *
 * @param host a lower-case name in A-labels without a trailing dot, or an IP address without
 *     brackets
 * @param port empty: none is written
 */
record HostPortText(String host, boolean isAddress, Optional<Integer> port) {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_PORT_DIGITS = 5;

  static Parsed<HostPortText> parse(String text) {
    if (text.startsWith("[")) {
      return parseV6(text);
    }
    int colon = text.lastIndexOf(':');
    if (colon != text.indexOf(':')) {
      return Parsed.bad("has more than one colon; an IPv6 address stands in brackets");
    }
    String host = colon < 0 ? text : text.substring(0, colon);
    if (IpLiteral.v4(host).isPresent()) {
      return withPort(host, true, colon < 0 ? "" : text.substring(colon));
    }
    return ServerNameText.name(host)
        .then(name -> withPort(name.text(), false, colon < 0 ? "" : text.substring(colon)));
  }

  private static Parsed<HostPortText> parseV6(String text) {
    int close = text.indexOf(']');
    if (close < 0) {
      return Parsed.bad("has a [ without its ]");
    }
    String address = text.substring(1, close);
    if (IpLiteral.v6(address).isEmpty()) {
      return Parsed.bad("has no IPv6 address between its brackets");
    }
    return withPort(ServerName.normalize(address), true, text.substring(close + 1));
  }

  private static Parsed<HostPortText> withPort(String host, boolean isAddress, String rest) {
    if (rest.isEmpty()) {
      return Parsed.good(new HostPortText(host, isAddress, Optional.empty()));
    }
    String digits = rest.substring(1);
    if (!rest.startsWith(":") || !Digits.only(digits, MAX_PORT_DIGITS)) {
      return Parsed.bad("has no number as its port");
    }
    int port = Integer.parseInt(digits);
    if (port > MAX_PORT) {
      return Parsed.bad("has a port above " + MAX_PORT);
    }
    return Parsed.good(new HostPortText(host, isAddress, Optional.of(port)));
  }

  /** The port, where one from 1 on is needed. */
  Parsed<Integer> neededPort() {
    if (port.isEmpty()) {
      return Parsed.bad("has no port");
    }
    return port.get() == 0
        ? Parsed.bad("has port 0, which nobody listens on")
        : Parsed.good(port.get());
  }
}
