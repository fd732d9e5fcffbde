package sekisho.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Which client addresses are served ({@code allow}, {@code deny}).
 *
 * @param allow who is served; empty: everybody
 * @param deny who is not, whatever {@code allow} says
 */
public record AccessList(List<AddressBlock> allow, List<AddressBlock> deny) {
  /** Asks nobody. */
  public static final AccessList EVERYBODY = new AccessList(List.of(), List.of());

  private static final Verdict EVERYBODY_IS = new Verdict.Everybody();
  private static final Verdict NOBODY_SAYS_SO = new Verdict.NotAllowed();

  public AccessList {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /** Whether a client is served; an IPv4-mapped IPv6 address is the IPv4 address that it names. */
  public boolean admits(InetAddress client) {
    return switch (verdict(client)) {
      case Verdict.Everybody _, Verdict.Allowed _ -> true;
      case Verdict.Denied _, Verdict.NotAllowed _ -> false;
    };
  }

  /** Whether a client is served, and what decides it. */
  public Verdict verdict(InetAddress client) {
    if (allow.isEmpty() && deny.isEmpty()) {
      return EVERYBODY_IS;
    }
    InetAddress address = unmapped(client);
    Optional<AddressBlock> denied = AddressBlock.firstToContain(deny, address);
    if (denied.isPresent()) {
      return new Verdict.Denied(denied.get());
    }
    return allow.isEmpty()
        ? EVERYBODY_IS
        : AddressBlock.firstToContain(allow, address)
            .<Verdict>map(Verdict.Allowed::new)
            .orElse(NOBODY_SAYS_SO);
  }

  /** Whether a client is served. */
  public sealed interface Verdict {
    /** Served, as everybody is that no block denies. */
    record Everybody() implements Verdict {}

    /** Served for this block. */
    record Allowed(AddressBlock by) implements Verdict {}

    /** Not served for this block. */
    record Denied(AddressBlock by) implements Verdict {}

    /** Not served: others are, and this one is not among them. */
    record NotAllowed() implements Verdict {}
  }

  /** RFC 4291 §2.5.5.2. */
  private static InetAddress unmapped(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    try {
      // The JDK makes an Inet4Address of sixteen bytes that are a mapped one.
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 16 bytes is one", e);
    }
  }
}
