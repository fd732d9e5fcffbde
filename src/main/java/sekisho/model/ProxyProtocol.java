package sekisho.model;

/** The PROXY protocol header that goes before the first byte to a TCP upstream. */
public enum ProxyProtocol {
  NONE,
  V1,
  V2
}
