package sekisho.model;

/** Which requests or connections a limit counts together ({@code key}). */
public sealed interface LimitKey {

  /** Those of one client address; of IPv6 those of one /64, which is what one customer has. */
  record ClientIp() implements LimitKey {}

  /** All of them. */
  record Global() implements LimitKey {}

  /** Those with one value of a request's header field; without a value those of the address. */
  record Header(String name) implements LimitKey {}
}
