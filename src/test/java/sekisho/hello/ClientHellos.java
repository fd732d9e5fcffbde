package sekisho.hello;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * ClientHellos as bytes, for every test that needs one: ready-made, built field by field, and cut
 * into records anew.
 *
 * <p>Nothing here checks anything: it builds broken hellos as willingly as good ones.
 */
public final class ClientHellos {
  public static final int TLS_1_2 = 0x0303;
  public static final int TLS_1_3 = 0x0304;
  public static final int ECDSA_SECP256R1_SHA256 = 0x0403;
  public static final int RSA_PSS_RSAE_SHA256 = 0x0804;
  public static final int ECDHE_ECDSA_AES_128_GCM = 0xC02B;
  public static final int ECDHE_RSA_AES_128_GCM = 0xC02F;
  public static final int AES_128_GCM = 0x1301;

  private static final int GREASE = 0x3A3A;
  private static final int RECORD_HEADER_BYTES = 5;
  private static final int MAX_FRAGMENT_BYTES = 16_384;

  private ClientHellos() {}

  /** What Chromium sends: more than one TCP segment, with a post-quantum key share and GREASE. */
  public static byte[] chromium(String serverName) {
    return builder()
        .cipherSuites(
            GREASE, 0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013,
            0xC014, 0x009C, 0x009D, 0x002F, 0x0035)
        .extension(GREASE, new byte[0])
        .extension(0xFE0D, filler(218, 7)) // encrypted_client_hello, with no key for it: GREASE
        .extension(51, keyShares())
        .serverName(serverName)
        .extension(23, new byte[0]) // extended_master_secret
        .extension(18, new byte[0]) // signed_certificate_timestamp
        .extension(10, vector16(numbers(GREASE, 0x11EC, 0x001D, 0x0017, 0x0018)))
        .extension(11, new byte[] {1, 0}) // ec_point_formats
        .extension(45, new byte[] {1, 1}) // psk_key_exchange_modes
        .extension(27, new byte[] {2, 0, 2}) // compress_certificate
        .signatureAlgorithms(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601)
        .extension(5, new byte[] {1, 0, 0, 0, 0}) // status_request
        .extension(17613, new byte[] {0, 3, 2, 'h', '2'}) // application_settings
        .supportedVersions(GREASE, TLS_1_3, TLS_1_2)
        .alpn("h2", "http/1.1")
        .extension(0xFF01, new byte[] {0}) // renegotiation_info
        .extension(35, new byte[0]) // session_ticket
        .extension(0x5A5A, new byte[] {0})
        .build();
  }

  /** A small hello of TLS 1.2 and 1.3 with that name. */
  public static byte[] plain(String serverName) {
    return plain().serverName(serverName).build();
  }

  /** A small hello of TLS 1.2 and 1.3 that names nobody. */
  public static byte[] withoutServerName() {
    return plain().build();
  }

  /** The beginning of a small hello of TLS 1.2 and 1.3, for more extensions. */
  public static Builder plain() {
    return builder()
        .cipherSuites(AES_128_GCM, ECDHE_ECDSA_AES_128_GCM, ECDHE_RSA_AES_128_GCM)
        .supportedVersions(TLS_1_3, TLS_1_2)
        .signatureAlgorithms(ECDSA_SECP256R1_SHA256, RSA_PSS_RSAE_SHA256);
  }

  /** An empty hello: one cipher suite, no extension. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same handshake message in records of at most {@code fragmentBytes}. */
  public static byte[] inRecordsOf(int fragmentBytes, byte[] records) {
    return record(message(records), fragmentBytes);
  }

  /** The same handshake message in two records, the first with {@code offset} bytes of it. */
  public static byte[] inTwoRecords(int offset, byte[] records) {
    byte[] message = message(records);
    byte[] first = record(Arrays.copyOfRange(message, 0, offset), MAX_FRAGMENT_BYTES);
    byte[] second = record(Arrays.copyOfRange(message, offset, message.length), MAX_FRAGMENT_BYTES);
    return concat(first, second);
  }

  /** The handshake message that those records carry. */
  public static byte[] message(byte[] records) {
    byte[] message = new byte[0];
    for (int at = 0; at < records.length; ) {
      int end = at + RECORD_HEADER_BYTES + ((records[at + 3] & 0xFF) << 8 | records[at + 4] & 0xFF);
      message = concat(message, Arrays.copyOfRange(records, at + RECORD_HEADER_BYTES, end));
      at = end;
    }
    return message;
  }

  /** {@code message} in handshake records of at most {@code fragmentBytes}. */
  public static byte[] record(byte[] message, int fragmentBytes) {
    byte[] records = new byte[0];
    for (int at = 0; at < message.length; at += fragmentBytes) {
      byte[] fragment =
          Arrays.copyOfRange(message, at, Math.min(at + fragmentBytes, message.length));
      records = concat(records, new byte[] {22, 3, 1}, vector16(fragment));
    }
    return records;
  }

  /** A body with the length and type of a handshake message before it. */
  public static byte[] handshake(int type, byte[] body) {
    byte[] header = {
      (byte) type, (byte) (body.length >> 16), (byte) (body.length >> 8), (byte) body.length
    };
    return concat(header, body);
  }

  static byte[] vector8(byte[] content) {
    return concat(new byte[] {(byte) content.length}, content);
  }

  static byte[] vector16(byte[] content) {
    return concat(numbers(content.length), content);
  }

  /** Each number in two bytes. */
  static byte[] numbers(int... numbers) {
    byte[] bytes = new byte[2 * numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      bytes[2 * i] = (byte) (numbers[i] >> 8);
      bytes[2 * i + 1] = (byte) numbers[i];
    }
    return bytes;
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A host_name entry of the server_name extension. */
  static byte[] hostName(byte[] name) {
    return concat(new byte[] {0}, vector16(name));
  }

  private static byte[] keyShares() {
    byte[] grease = concat(numbers(GREASE), vector16(new byte[] {0}));
    byte[] postQuantum = concat(numbers(0x11EC), vector16(filler(1216, 3))); // X25519MLKEM768
    byte[] classic = concat(numbers(0x001D), vector16(filler(32, 5)));
    return vector16(concat(grease, postQuantum, classic));
  }

  private static byte[] filler(int length, int step) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * step);
    }
    return bytes;
  }

  /** A hello, field by field, in the order of the calls. */
  public static final class Builder {
    private int recordVersion = 0x0301;
    private int legacyVersion = TLS_1_2;
    private byte[] sessionId = filler(32, 11);
    private byte[] cipherSuites = numbers(AES_128_GCM);
    private byte[] compressionMethods = {0};
    private final List<byte[]> extensions = new ArrayList<>();
    private byte[] trailer = new byte[0];

    private Builder() {}

    public Builder recordVersion(int version) {
      recordVersion = version;
      return this;
    }

    public Builder legacyVersion(int version) {
      legacyVersion = version;
      return this;
    }

    public Builder sessionId(byte[] id) {
      sessionId = id.clone();
      return this;
    }

    public Builder cipherSuites(int... suites) {
      cipherSuites = numbers(suites);
      return this;
    }

    public Builder cipherSuiteBytes(byte[] suites) {
      cipherSuites = suites.clone();
      return this;
    }

    public Builder compressionMethods(byte[] methods) {
      compressionMethods = methods.clone();
      return this;
    }

    public Builder serverName(String name) {
      return serverName(latin1(name));
    }

    public Builder serverName(byte[] name) {
      return extension(0, vector16(hostName(name)));
    }

    public Builder alpn(String... protocols) {
      byte[] names = new byte[0];
      for (String protocol : protocols) {
        names = concat(names, vector8(latin1(protocol)));
      }
      return extension(16, vector16(names));
    }

    public Builder supportedVersions(int... versions) {
      return extension(43, vector8(numbers(versions)));
    }

    public Builder signatureAlgorithms(int... schemes) {
      return extension(13, vector16(numbers(schemes)));
    }

    public Builder extension(int type, byte[] content) {
      extensions.add(concat(numbers(type), vector16(content)));
      return this;
    }

    /** Bytes after the extensions, inside the message. */
    public Builder trailer(byte[] bytes) {
      trailer = bytes.clone();
      return this;
    }

    /** In one record, or in as few as it takes. */
    public byte[] build() {
      byte[] records = record(message(), MAX_FRAGMENT_BYTES);
      records[1] = (byte) (recordVersion >> 8);
      records[2] = (byte) recordVersion;
      return records;
    }

    /** The handshake message alone. */
    public byte[] message() {
      byte[] all = concat(extensions.toArray(byte[][]::new));
      return handshake(
          1,
          concat(
              numbers(legacyVersion),
              filler(32, 13),
              vector8(sessionId),
              vector16(cipherSuites),
              vector8(compressionMethods),
              extensions.isEmpty() ? new byte[0] : vector16(all),
              trailer));
    }
  }
}
