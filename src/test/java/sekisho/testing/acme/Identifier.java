package sekisho.testing.acme;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * What a certificate is for (RFC 8555 §9.7.7, RFC 8738 §3).
 *
 * @param type {@code dns} or {@code ip}
 * @param value as orders write it
 */
public record Identifier(String type, String value) {
  private static final int NAME_LIMIT = 253;
  private static final Pattern NAME =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern ZERO_GROUPS = Pattern.compile("(?<![0-9a-f])0(:0)+(?![0-9a-f])");

  public static Identifier dns(String name) {
    return new Identifier("dns", name);
  }

  /**
   * @param address a literal of either family
   */
  public static Identifier ip(String address) {
    return new Identifier("ip", canonical(InetAddress.ofLiteral(address)));
  }

  /** Takes what an order says, and refuses what an authority must not sign. */
  static Identifier ordered(JsonNode json) {
    Identifier identifier = new Identifier(json.path("type").asText(), json.path("value").asText());
    switch (identifier.type) {
      case "dns" -> identifier.checkName();
      case "ip" -> identifier.checkAddress();
      default ->
          throw Problem.of(
                  "unsupportedIdentifier", 400, "no identifiers of type " + identifier.type)
              .refusal();
    }
    return identifier;
  }

  private void checkName() {
    if (value.startsWith("*.")) {
      // RFC 8737 §3 and RFC 8555 §8.3: neither challenge is for wildcards.
      throw Problem.of("rejectedIdentifier", 400, value + " is a wildcard, which needs dns-01")
          .refusal();
    }
    if (value.length() > NAME_LIMIT || !NAME.matcher(value).matches()) {
      throw Problem.malformed("\"" + value + "\" is no DNS name in lower case").refusal();
    }
  }

  private void checkAddress() {
    Optional<String> canonical = literal().map(Identifier::canonical);
    if (canonical.isEmpty()) {
      throw Problem.malformed("\"" + value + "\" is no IP address").refusal();
    }
    // RFC 8738 §3: RFC 1123 §2.1 for IPv4, RFC 5952 §4 for IPv6.
    if (!canonical.get().equals(value)) {
      throw Problem.malformed("\"" + value + "\" has to be written " + canonical.get()).refusal();
    }
  }

  private Optional<InetAddress> literal() {
    try {
      return Optional.of(InetAddress.ofLiteral(value));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean isAddress() {
    return type.equals("ip");
  }

  /** Of an {@code ip} identifier. */
  InetAddress address() {
    return InetAddress.ofLiteral(value);
  }

  /**
   * Where it is looked for: every name is on {@code 127.0.0.1}, every address that is not this
   * machine's own loopback is the loopback of its family.
   */
  InetAddress dialled() {
    if (!isAddress()) {
      return InetAddress.ofLiteral("127.0.0.1");
    }
    InetAddress address = address();
    return address.isLoopbackAddress()
        ? address
        : InetAddress.ofLiteral(address instanceof Inet4Address ? "127.0.0.1" : "::1");
  }

  /** What TLS is told as server name (RFC 8737 §3, RFC 8738 §6). */
  public String serverName() {
    return isAddress() ? reverseName(address().getAddress()) : value;
  }

  /** As certificates have it. */
  GeneralName generalName() {
    return isAddress()
        ? new GeneralName(GeneralName.iPAddress, new DEROctetString(address().getAddress()))
        : new GeneralName(GeneralName.dNSName, value);
  }

  private static String reverseName(byte[] address) {
    boolean v4 = address.length == 4;
    List<String> labels =
        v4
            ? IntStream.range(0, 4).mapToObj(i -> Integer.toString(address[i] & 0xff)).toList()
            : Arrays.asList(HexFormat.of().formatHex(address).split(""));
    return String.join(".", labels.reversed()) + (v4 ? ".in-addr.arpa" : ".ip6.arpa");
  }

  /** RFC 5952 §4; an IPv4 address as it is always written. */
  private static String canonical(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    String full =
        IntStream.range(0, bytes.length / 2)
            .mapToObj(
                i -> Integer.toHexString(((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff)))
            .collect(Collectors.joining(":"));
    // §4.2.2 and §4.2.3: the longest run of two or more, the first of equals.
    Optional<MatchResult> zeros =
        ZERO_GROUPS
            .matcher(full)
            .results()
            .reduce((a, b) -> b.group().length() > a.group().length() ? b : a);
    return zeros
        .map(run -> full.substring(0, run.start()) + "::" + full.substring(run.end()))
        .map(text -> text.replaceAll(":{3,}", "::"))
        .orElse(full);
  }

  @Override
  public String toString() {
    return value;
  }
}
