package sekisho.testing.acme;

import java.util.Arrays;

/** The kinds of resources of an authority (RFC 8555 §7.1, RFC 9773 §4.1), and their paths. */
public enum Resource {
  DIRECTORY("/directory"),
  NEW_NONCE("/new-nonce"),
  NEW_ACCOUNT("/new-account"),
  NEW_ORDER("/new-order"),
  ACCOUNT("/account/"),
  ORDER("/order/"),
  FINALIZE("/finalize/"),
  AUTHORIZATION("/authorization/"),
  CHALLENGE("/challenge/"),
  CERTIFICATE("/certificate/"),
  RENEWAL_INFO("/renewal-info"),
  /** None of them. */
  NOTHING("");

  private final String path;

  Resource(String path) {
    this.path = path;
  }

  static Resource at(String path) {
    return Arrays.stream(values())
        .filter(resource -> resource.holds(path))
        .findFirst()
        .orElseThrow();
  }

  private boolean holds(String other) {
    // RFC 9773 §4.1: the identifier is added with a slash of its own.
    boolean open = path.endsWith("/") || this == NOTHING || this == RENEWAL_INFO;
    return open ? other.startsWith(path) : other.equals(path);
  }

  String path() {
    return path;
  }

  /** What follows the kind in a path. */
  String id(String wholePath) {
    String rest = wholePath.substring(path.length());
    return rest.startsWith("/") ? rest.substring(1) : rest;
  }

  /** Whether it is asked for without a signature (RFC 8555 §6.3, RFC 9773 §4.1). */
  boolean isPublic() {
    return this == DIRECTORY || this == NEW_NONCE || this == RENEWAL_INFO;
  }
}
