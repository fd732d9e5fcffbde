package sekisho.tls;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sekisho.certificate.CertificatePair;
import sekisho.hello.ClientHello;
import sekisho.model.CertificateSource;
import sekisho.model.ServerName;
import sekisho.model.ServerNamePattern;
import sekisho.route.NameTable;

/**
 * Which certificate a hello gets: by its name, else by the address it came to; ECDSA where the
 * client takes it. There may be none for it, where certificates are obtained by ACME.
 *
 * <p>Immutable.
 */
public final class CertificateChoice {
  private final NameTable<KeyTypes> byName;
  private final Map<InetAddress, KeyTypes> byAddress;

  /** The certificates for addresses of a family, where there are no others such. */
  private final @Nullable KeyTypes onlyIpv4;

  private final @Nullable KeyTypes onlyIpv6;

  /** For whom no other speaks; null: there is no certificate at all. */
  private final @Nullable KeyTypes first;

  /** Whether the first serves names that no certificate has. */
  private final boolean firstServesStrangers;

  /** The certificates for the same names: at most one of each key type. */
  private record KeyTypes(@Nullable CertificatePair ecdsa, @Nullable CertificatePair rsa) {
    static final KeyTypes NONE = new KeyTypes(null, null);

    /** The first of a type stays. */
    KeyTypes with(CertificatePair pair) {
      return pair.isEcdsa()
          ? new KeyTypes(ecdsa == null ? pair : ecdsa, rsa)
          : new KeyTypes(ecdsa, rsa == null ? pair : rsa);
    }

    CertificatePair forClient(boolean acceptsEcdsa) {
      CertificatePair preferred = acceptsEcdsa ? ecdsa : rsa;
      CertificatePair other = acceptsEcdsa ? rsa : ecdsa;
      CertificatePair chosen = preferred != null ? preferred : other;
      if (chosen == null) {
        throw new IllegalStateException("an entry without certificates");
      }
      return chosen;
    }
  }

  /**
   * By ACME a name is not served until its certificate is there; elsewhere the first serves names
   * that no certificate has.
   *
   * @param pairs in the order of the configuration; may be empty
   */
  public static CertificateChoice of(CertificateSource source, List<CertificatePair> pairs) {
    return new CertificateChoice(
        pairs,
        switch (source) {
          case CertificateSource.Manual _, CertificateSource.SelfSigned _ -> true;
          case CertificateSource.Acme _ -> false;
        });
  }

  private CertificateChoice(List<CertificatePair> pairs, boolean firstServesStrangers) {
    Map<ServerNamePattern, KeyTypes> names = new HashMap<>();
    Map<InetAddress, KeyTypes> addresses = new HashMap<>();
    for (CertificatePair pair : pairs) {
      for (ServerNamePattern name : pair.names()) {
        names.merge(name, KeyTypes.NONE.with(pair), (known, _) -> known.with(pair));
      }
      for (InetAddress address : pair.addresses()) {
        addresses.merge(address, KeyTypes.NONE.with(pair), (known, _) -> known.with(pair));
      }
    }
    this.byName = NameTable.of(names);
    this.byAddress = Map.copyOf(addresses);
    KeyTypes onlyWithAddress = only(addresses, InetAddress.class);
    this.onlyIpv4 = onlyWithAddress == null ? only(addresses, Inet4Address.class) : onlyWithAddress;
    this.onlyIpv6 = onlyWithAddress == null ? only(addresses, Inet6Address.class) : onlyWithAddress;
    this.first = pairs.isEmpty() ? null : besides(pairs.getFirst(), names);
    this.firstServesStrangers = firstServesStrangers;
  }

  private static @Nullable KeyTypes only(
      Map<InetAddress, KeyTypes> addresses, Class<? extends InetAddress> family) {
    Set<KeyTypes> ofFamily = new HashSet<>();
    addresses.forEach((address, types) -> {
      if (family.isInstance(address)) {
        ofFamily.add(types);
      }
    });
    return ofFamily.size() == 1 ? ofFamily.iterator().next() : null;
  }

  /** A certificate with the one of the other key type for the same name, if there is one. */
  private static KeyTypes besides(CertificatePair pair, Map<ServerNamePattern, KeyTypes> names) {
    KeyTypes alone = KeyTypes.NONE.with(pair);
    return pair.names().isEmpty() ? alone : names.getOrDefault(pair.names().getFirst(), alone);
  }

  /**
   * @param local the address the client connected to: what clients of a bare IP address mean
   * @return null: none is for it
   */
  public @Nullable Chosen choose(ClientHello hello, InetAddress local) {
    Optional<ServerName> name = hello.serverName();
    Found found = name.isPresent() ? named(name.get()) : unnamed(local);
    return found == null
        ? null
        : new Chosen(found.types().forClient(hello.acceptsEcdsa()), found.why());
  }

  /** A certificate, and what speaks for it. */
  public record Chosen(CertificatePair pair, Why why) {}

  /** What speaks for a certificate. */
  public enum Why {
    /** It has the name asked for. */
    NAME,
    /** It has a wildcard for the name asked for. */
    WILDCARD,
    /** Nobody was named, and it has the address that the client connected to. */
    LOCAL_ADDRESS,
    /** Nobody was named, and no other has an address, or none of that family. */
    ONLY_WITH_ADDRESS,
    /** Nothing: it is the first, or stands beside it with another type of key. */
    FIRST
  }

  private record Found(KeyTypes types, Why why) {}

  /** Whether another has the same certificates, of either type, for the same client. */
  boolean isAlike(CertificateChoice other, Optional<ServerName> name, InetAddress local) {
    return Objects.equals(types(name, local), other.types(name, local));
  }

  private @Nullable KeyTypes types(Optional<ServerName> name, InetAddress local) {
    Found found = name.isPresent() ? named(name.get()) : unnamed(local);
    return found == null ? null : found.types();
  }

  private @Nullable Found named(ServerName name) {
    Optional<KeyTypes> exact = byName.findExact(name.text());
    if (exact.isPresent()) {
      return new Found(exact.get(), Why.NAME);
    }
    Optional<KeyTypes> wildcard = byName.findWildcard(name.text());
    if (wildcard.isPresent()) {
      return new Found(wildcard.get(), Why.WILDCARD);
    }
    return firstServesStrangers ? theFirst() : null;
  }

  private @Nullable Found theFirst() {
    return first == null ? null : new Found(first, Why.FIRST);
  }

  private @Nullable Found unnamed(InetAddress local) {
    KeyTypes exact = byAddress.get(local);
    if (exact != null) {
      return new Found(exact, Why.LOCAL_ADDRESS);
    }
    KeyTypes only = local instanceof Inet6Address ? onlyIpv6 : onlyIpv4;
    return only != null ? new Found(only, Why.ONLY_WITH_ADDRESS) : theFirst();
  }
}
