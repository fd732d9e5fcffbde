package sekisho.testing.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * A public key as JSON (RFC 7517), and its thumbprint (RFC 7638).
 *
 * @param key the key
 * @param thumbprint in base64url: what accounts are known by, and key authorizations end with
 */
record Jwk(PublicKey key, String thumbprint) {
  private static final int RSA_BITS = 2048;

  /** An EC key on P-256 or an RSA key; refuses others. */
  static Jwk read(JsonNode json) {
    try {
      return switch (json.path("kty").asText()) {
        case "EC" -> ec(json);
        case "RSA" -> rsa(json);
        default -> throw badKey("neither an EC nor an RSA key");
      };
    } catch (GeneralSecurityException e) {
      throw badKey(e.getMessage());
    }
  }

  private static Jwk ec(JsonNode json) throws GeneralSecurityException {
    if (!json.path("crv").asText().equals("P-256")) {
      throw badKey("a curve other than P-256");
    }
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECPoint point = new ECPoint(number(json, "x"), number(json, "y"));
    PublicKey key =
        KeyFactory.getInstance("EC")
            .generatePublic(
                new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    // RFC 7638 §3.2: the required members, sorted, without white space.
    return new Jwk(
        key,
        thumbprint(
            "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}"
                .formatted(Json.text(json, "x"), Json.text(json, "y"))));
  }

  private static Jwk rsa(JsonNode json) throws GeneralSecurityException {
    BigInteger modulus = number(json, "n");
    if (modulus.bitLength() < RSA_BITS) {
      throw badKey("an RSA key of " + modulus.bitLength() + " bits");
    }
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(modulus, number(json, "e")));
    return new Jwk(
        key,
        thumbprint(
            "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
                .formatted(Json.text(json, "e"), Json.text(json, "n"))));
  }

  private static BigInteger number(JsonNode json, String member) {
    return new BigInteger(1, Json.bytes(json, member));
  }

  private static String thumbprint(String json) throws GeneralSecurityException {
    return Json.base64Url(MessageDigest.getInstance("SHA-256").digest(json.getBytes(UTF_8)));
  }

  private static RefusedException badKey(String why) {
    return Problem.of("badPublicKey", 400, why).refusal();
  }

  /** What shows that the holder of the account answers a challenge (RFC 8555 §8.1). */
  String keyAuthorization(String token) {
    return token + "." + thumbprint;
  }
}
