package sekisho.hello;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sekisho.model.ServerName;

/**
 * Reads the fields of a whole ClientHello (RFC 8446 §4.1.2). One use.
 *
 * <p>Every length must add up. Extensions that nobody here asks for are skipped by their length.
 */
final class ClientHelloBody {
  private static final int RANDOM_BYTES = 32;
  private static final int MAX_SESSION_ID_BYTES = 32;

  private static final int EXTENSION_SERVER_NAME = 0;
  private static final int EXTENSION_SIGNATURE_ALGORITHMS = 13;
  private static final int EXTENSION_ALPN = 16;
  private static final int EXTENSION_SUPPORTED_VERSIONS = 43;

  private static final int VERSION_TLS_1_3 = 0x0304;

  private final WireReader body;
  private Optional<ServerName> serverName = Optional.empty();
  private final List<String> alpn = new ArrayList<>();
  private final List<Integer> signatureSchemes = new ArrayList<>();
  private boolean offersTls13;
  private boolean offersEcdsaSuites;

  ClientHelloBody(WireReader body) {
    this.body = body;
  }

  Preread read() {
    MalformedHello problem = readFixedPart();
    if (problem == null) {
      problem = readExtensions();
    }
    if (problem != null) {
      return new Preread.Malformed(problem);
    }
    return new Preread.Hello(
        new ClientHello(serverName, alpn, offersTls13, signatureSchemes, offersEcdsaSuites));
  }

  private @Nullable MalformedHello readFixedPart() {
    int legacyVersion = body.uint16();
    body.skip(RANDOM_BYTES);
    int sessionIdBytes = body.vector8().remaining();
    WireReader cipherSuites = body.vector16();
    int compressionMethods = body.vector8().remaining();
    if (body.overran()) {
      return MalformedHello.LENGTHS;
    }
    if (legacyVersion >> 8 != 3) {
      return MalformedHello.HELLO_VERSION;
    }
    if (sessionIdBytes > MAX_SESSION_ID_BYTES) {
      return MalformedHello.SESSION_ID;
    }
    if (cipherSuites.remaining() == 0 || cipherSuites.remaining() % 2 != 0) {
      return MalformedHello.CIPHER_SUITES;
    }
    if (compressionMethods == 0) {
      return MalformedHello.COMPRESSION_METHODS;
    }
    while (cipherSuites.remaining() > 0) {
      offersEcdsaSuites |= isEcdsaSuite(cipherSuites.uint16());
    }
    return null;
  }

  private @Nullable MalformedHello readExtensions() {
    if (body.endedExactly()) {
      // RFC 5246 §7.4.1.2: before TLS 1.3 a hello may have none, not even their length.
      return null;
    }
    WireReader extensions = body.vector16();
    if (!body.endedExactly()) {
      return MalformedHello.LENGTHS;
    }
    ExtensionTypes seen = new ExtensionTypes();
    while (extensions.remaining() > 0) {
      int type = extensions.uint16();
      WireReader content = extensions.vector16();
      if (extensions.overran()) {
        return MalformedHello.LENGTHS;
      }
      if (!seen.add(type)) {
        // RFC 8446 §4.2: not more than one of a type. Two names would route one way here and
        // another behind us.
        return MalformedHello.DUPLICATE_EXTENSION;
      }
      MalformedHello problem = readExtension(type, content);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private @Nullable MalformedHello readExtension(int type, WireReader content) {
    return switch (type) {
      case EXTENSION_SERVER_NAME -> readServerName(content);
      case EXTENSION_ALPN -> readAlpn(content);
      case EXTENSION_SUPPORTED_VERSIONS -> readSupportedVersions(content);
      case EXTENSION_SIGNATURE_ALGORITHMS -> readSignatureAlgorithms(content);
      default -> null;
    };
  }

  private @Nullable MalformedHello readServerName(WireReader content) {
    return switch (ServerNameExtension.read(content)) {
      case ServerNameExtension.Result.Name name -> {
        serverName = Optional.of(name.serverName());
        yield null;
      }
      case ServerNameExtension.Result.Broken broken -> broken.reason();
    };
  }

  /** RFC 7301 §3.1: {@code ProtocolName protocol_name_list<2..2^16-1>}, each of 1 to 255 bytes. */
  private @Nullable MalformedHello readAlpn(WireReader content) {
    WireReader names = content.vector16();
    if (!content.endedExactly() || names.remaining() == 0) {
      return MalformedHello.ALPN;
    }
    while (names.remaining() > 0) {
      WireReader name = names.vector8();
      if (names.overran() || name.remaining() == 0) {
        return MalformedHello.ALPN;
      }
      alpn.add(name.latin1());
    }
    return null;
  }

  /** RFC 8446 §4.2.1: {@code ProtocolVersion versions<2..254>}. */
  private @Nullable MalformedHello readSupportedVersions(WireReader content) {
    WireReader versions = content.vector8();
    if (!content.endedExactly() || versions.remaining() == 0 || versions.remaining() % 2 != 0) {
      return MalformedHello.SUPPORTED_VERSIONS;
    }
    while (versions.remaining() > 0) {
      offersTls13 |= versions.uint16() == VERSION_TLS_1_3;
    }
    return null;
  }

  /** RFC 8446 §4.2.3: {@code SignatureScheme supported_signature_algorithms<2..2^16-2>}. */
  private @Nullable MalformedHello readSignatureAlgorithms(WireReader content) {
    WireReader schemes = content.vector16();
    if (!content.endedExactly() || schemes.remaining() == 0 || schemes.remaining() % 2 != 0) {
      return MalformedHello.SIGNATURE_ALGORITHMS;
    }
    while (schemes.remaining() > 0) {
      signatureSchemes.add(schemes.uint16());
    }
    return null;
  }

  /** Those that our TLS libraries can negotiate; an offer of others would not help the client. */
  private static boolean isEcdsaSuite(int suite) {
    return switch (suite) {
      case 0xC009, 0xC00A -> true; // ECDHE_ECDSA_WITH_AES_128/256_CBC_SHA
      case 0xC023, 0xC024 -> true; // ECDHE_ECDSA_WITH_AES_128/256_CBC_SHA256/384
      case 0xC02B, 0xC02C -> true; // ECDHE_ECDSA_WITH_AES_128/256_GCM_SHA256/384
      case 0xCCA9 -> true; // ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
      default -> false;
    };
  }
}
