package sekisho.admin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Under which names the server answers. A site can make its own name mean this machine's address,
 * and then a browser lets its scripts talk to us (DNS rebinding); what it cannot do is make the
 * browser send another Host. So addresses pass, since no name was asked for one; {@code localhost}
 * passes, since no site has it; and names that the configuration allows. With any port.
 */
final class HostCheck {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?");

  private final Set<String> names;

  /**
   * @param allowed in lower case
   */
  HostCheck(List<String> allowed) {
    this.names =
        Stream.concat(allowed.stream(), Stream.of("localhost"))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What is wrong with a request's Host, for people; empty: nothing.
   *
   * @param hosts the values of all its Host fields
   */
  Optional<String> fault(List<String> hosts) {
    if (hosts.size() != 1) {
      return Optional.of("A request has one Host field, and this one has " + hosts.size() + ".");
    }
    Matcher matcher = AUTHORITY.matcher(hosts.getFirst());
    if (!matcher.matches()) {
      return Optional.of("The Host field is no host and port.");
    }
    String host = matcher.group(1).toLowerCase(Locale.ROOT);
    boolean isOurs =
        host.startsWith("[")
            ? Addresses.isLiteral(host.substring(1, host.length() - 1))
            : Addresses.isLiteral(host) || names.contains(withoutDot(host));
    return isOurs
        ? Optional.empty()
        : Optional.of(
            "The admin UI does not answer under the name \""
                + host
                + "\", since any site could make its name lead here. Use an IP address or"
                + " localhost, or add the name to ui.allowed_hosts in the configuration.");
  }

  private static String withoutDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
