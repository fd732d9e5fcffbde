package sekisho.model;

/** A protocol version that can be negotiated; older ones are not offered (RFC 8996). */
public enum TlsVersion {
  TLS_1_2,
  TLS_1_3
}
