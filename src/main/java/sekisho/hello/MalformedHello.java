package sekisho.hello;

/** Why what claims to be a ClientHello is refused. */
public enum MalformedHello {
  RECORD_VERSION("a record's version is not 3.x"),
  RECORD_LENGTH("a record is empty or longer than 16384 bytes"),
  NOT_A_HANDSHAKE_RECORD("a record of another type interrupts the hello"),
  NOT_A_CLIENT_HELLO("the first handshake message is not a ClientHello"),
  TOO_LARGE("the hello is larger than 16 KiB"),
  SURPLUS_IN_RECORD("the hello's last record holds more than the hello"),
  HELLO_VERSION("the hello's legacy version is not 3.x"),
  SESSION_ID("the session id is longer than 32 bytes"),
  CIPHER_SUITES("the list of cipher suites is empty or of odd length"),
  COMPRESSION_METHODS("the list of compression methods is empty"),
  LENGTHS("the lengths of the hello's fields do not add up"),
  DUPLICATE_EXTENSION("an extension occurs twice"),
  SERVER_NAME_LIST("the server_name extension is not a list of one entry"),
  SERVER_NAME_TYPE("the server_name extension holds a name that is not a host name"),
  SERVER_NAME_REPEATED("the server_name extension holds more than one name"),
  SERVER_NAME_EMPTY("the server name is empty"),
  SERVER_NAME_TOO_LONG("the server name is longer than 253 characters"),
  SERVER_NAME_IS_ADDRESS("the server name is an IP address"),
  SERVER_NAME_NOT_ASCII("the server name is not ASCII"),
  SERVER_NAME_INVALID("the server name is no DNS name"),
  ALPN("the list of application protocols is empty or broken"),
  SUPPORTED_VERSIONS("the list of supported versions is empty or broken"),
  SIGNATURE_ALGORITHMS("the list of signature algorithms is empty or broken");

  private final String text;

  MalformedHello(String text) {
    this.text = text;
  }

  /** The reason in words, for log lines; it never holds bytes of the client. */
  public String text() {
    return text;
  }
}
