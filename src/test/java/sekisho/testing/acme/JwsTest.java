package sekisho.testing.acme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** With the examples of the documents, which no library of ours has made. */
class JwsTest {
  /** RFC 7515 §A.3. */
  private static final String PROTECTED = "eyJhbGciOiJFUzI1NiJ9";

  private static final String PAYLOAD =
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
          + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  private static final String SIGNATURE =
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA" + "pmWQxfKTUJqPP3-Kg6NU1Q";
  private static final String EC_KEY =
      """
      {"kty":"EC","crv":"P-256",
       "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
       "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
      """;

  /** RFC 7638 §3.1. */
  private static final String RSA_KEY =
      """
      {"kty":"RSA","e":"AQAB","alg":"RS256","kid":"2011-04-29",
       "n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_\
      BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2\
      QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6W\
      eZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}
      """;

  @Test
  void the_example_of_rfc_7515_is_signed_by_its_key() {
    Jws jws = Jws.read(example(PAYLOAD));

    jws.mustBeSignedBy(key(EC_KEY).key());

    assertThat(new String(jws.payload(), UTF_8)).contains("\"iss\":\"joe\"");
  }

  @Test
  void a_changed_payload_is_not() {
    String changed = Base64.getUrlEncoder().withoutPadding().encodeToString("{}".getBytes(UTF_8));

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Jws.read(example(changed)).mustBeSignedBy(key(EC_KEY).key()));
  }

  @Test
  void a_key_of_another_kind_is_refused() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Jws.read(example(PAYLOAD)).mustBeSignedBy(key(RSA_KEY).key()))
        .withMessageContaining("key");
  }

  @Test
  void the_example_of_rfc_7638_has_its_thumbprint() {
    assertThat(key(RSA_KEY).thumbprint()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  }

  @Test
  void base64_with_padding_is_refused() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> Jws.read(example(PAYLOAD + "==")));
  }

  private static ObjectNode example(String payload) {
    return Json.object()
        .put("protected", PROTECTED)
        .put("payload", payload)
        .put("signature", SIGNATURE);
  }

  private static Jwk key(String json) {
    return Jwk.read(Json.read(json.getBytes(UTF_8)));
  }
}
