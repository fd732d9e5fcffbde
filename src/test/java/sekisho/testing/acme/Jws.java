package sekisho.testing.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signed request: the flattened JSON serialization of a JWS (RFC 7515 §7.2.2, RFC 8555 §6.2).
 *
 * @param header the protected header
 * @param payload what is signed; empty for POST-as-GET
 * @param input the bytes under the signature
 * @param signature the signature
 */
record Jws(ObjectNode header, byte[] payload, byte[] input, byte[] signature) {

  static Jws read(ObjectNode json) {
    if (json.has("header") || json.has("signatures")) {
      throw Problem.malformed("neither unprotected headers nor many signatures").refusal();
    }
    String input = Json.text(json, "protected") + "." + Json.text(json, "payload");
    return new Jws(
        Json.read(Json.bytes(json, "protected")),
        Json.bytes(json, "payload"),
        input.getBytes(US_ASCII),
        Json.bytes(json, "signature"));
  }

  String algorithm() {
    return Json.text(header, "alg");
  }

  String url() {
    return Json.text(header, "url");
  }

  Optional<String> nonce() {
    return header.has("nonce") ? Optional.of(Json.text(header, "nonce")) : Optional.empty();
  }

  Optional<String> keyId() {
    return header.has("kid") ? Optional.of(Json.text(header, "kid")) : Optional.empty();
  }

  Optional<Jwk> key() {
    return header.has("jwk") ? Optional.of(Jwk.read(header.path("jwk"))) : Optional.empty();
  }

  /** Whether the payload is empty, which asks for a resource (RFC 8555 §6.3). */
  boolean isPostAsGet() {
    return payload.length == 0;
  }

  /** Refuses what {@code key} has not signed with ES256 or RS256. */
  void mustBeSignedBy(PublicKey key) {
    String name =
        switch (algorithm()) {
          // RFC 7518 §3.4: the two numbers side by side, not DER.
          case "ES256" -> "SHA256withECDSAinP1363Format";
          case "RS256" -> "SHA256withRSA";
          default ->
              throw Problem.of("badSignatureAlgorithm", 400, "neither ES256 nor RS256").refusal();
        };
    if (algorithm().equals("ES256") != key instanceof ECPublicKey) {
      throw Problem.of("badSignatureAlgorithm", 400, "the key is not for it").refusal();
    }
    try {
      Signature verifier = Signature.getInstance(name);
      verifier.initVerify(key);
      verifier.update(input);
      if (verifier.verify(signature)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw Problem.malformed("the signature: " + e.getMessage()).refusal();
    }
    throw Problem.malformed("the signature does not fit").refusal();
  }

  /** Whether the holder of {@code secret} has made it (RFC 7518 §3.2). */
  boolean isAuthenticatedBy(byte[] secret) {
    String name =
        switch (algorithm()) {
          case "HS256" -> "HmacSHA256";
          case "HS384" -> "HmacSHA384";
          case "HS512" -> "HmacSHA512";
          default -> throw Problem.of("badSignatureAlgorithm", 400, "not an HMAC").refusal();
        };
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret, name));
      return MessageDigest.isEqual(mac.doFinal(input), signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
