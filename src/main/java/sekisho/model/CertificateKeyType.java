package sekisho.model;

/** The kind of key that a certificate is ordered with ({@code key_type}). */
public enum CertificateKeyType {
  /** ECDSA on P-256. */
  EC256,
  /** ECDSA on P-384. */
  EC384,
  /** RSA with 2048 bits. */
  RSA2048,
  /** RSA with 4096 bits. */
  RSA4096
}
