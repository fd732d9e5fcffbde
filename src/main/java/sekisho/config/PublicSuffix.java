package sekisho.config;

import com.google.common.net.InternetDomainName;
import sekisho.model.ServerName;

/**
 * The Public Suffix List, as Guava has it: where in DNS names are registered.
 *
 * <p>Loading it takes a while, and few need it: no other class may know Guava.
 */
final class PublicSuffix {
  private PublicSuffix() {}

  /** What a name is to the list. */
  enum Relation {
    /** It has been registered, or is below one that has. */
    BELOW_ONE,
    /** It is where names are registered, such as {@code co.uk}. */
    IS_ONE,
    /** Nobody registers names there, as far as the list knows. */
    UNKNOWN
  }

  static Relation relationOf(ServerName name) {
    if (!InternetDomainName.isValid(name.text())) {
      return Relation.UNKNOWN;
    }
    // The part of registries alone: what companies let others have is certified as any other name.
    InternetDomainName domain = InternetDomainName.from(name.text());
    return domain.isRegistrySuffix()
        ? Relation.IS_ONE
        : domain.hasRegistrySuffix() ? Relation.BELOW_ONE : Relation.UNKNOWN;
  }
}
