package sekisho.model;

/** How a refused connection ends ({@code reject_with}). */
public enum RejectManner {
  /** FIN without a byte. */
  DROP,
  /** RST without a byte. */
  RESET,
  /** The fatal TLS alert unrecognized_name (RFC 6066 §3), then FIN. */
  ALERT
}
