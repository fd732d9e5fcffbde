package sekisho.config;

import java.net.InetAddress;
import java.util.Optional;
import sekisho.model.ListenAddress;

/** An IP address and port to accept on. */
final class ListenAddressText {
  private ListenAddressText() {}

  static Parsed<ListenAddress> parse(String text) {
    return HostPortText.parse(text).then(ListenAddressText::address);
  }

  private static Parsed<ListenAddress> address(HostPortText written) {
    Optional<InetAddress> address =
        written.isAddress() ? IpLiteral.parse(written.host()) : Optional.empty();
    if (address.isEmpty()) {
      return Parsed.bad("has a name where an IP address must be");
    }
    if (written.port().isEmpty()) {
      return Parsed.bad("has no port");
    }
    return Parsed.good(new ListenAddress(address.get(), written.port().get()));
  }
}
