package sekisho.testing.acme;

/** What is delivered as a certificate. */
public enum Delivery {
  /** What was asked for, then the intermediate. */
  AS_ORDERED,
  /** The same for a key that is not the one of the request. */
  OTHER_KEY,
  /** The same for {@code other.example}. */
  OTHER_NAME,
  /** The leaf whole, the intermediate damaged: its text is cut in the middle. */
  DAMAGED_CHAIN,
  /** PEM armour around what is no certificate. */
  NO_CERTIFICATE,
  /** An empty body. */
  EMPTY
}
