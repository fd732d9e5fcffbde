package sekisho.testing.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSONBuilder;
import org.shredzone.acme4j.toolbox.JoseUtils;

/** Who gets an account, and what a signature has to be like. */
class AcmeAccountsTest {
  private static final String SECRET =
      "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
  private static final String OTHER_SECRET =
      "b10lLJs8l1GPIzsLP0s6pMt8O0XVGnfTaCeROxQM0BIt2XrJMDHJZBM5NuQmQJQH";

  @Test
  void the_same_key_finds_the_same_account() throws Exception {
    try (AcmeAuthority authority = AcmeAuthority.start()) {
      AcmeClient client = AcmeClient.of(authority);

      Login first = client.newAccount().addEmail("ops@a.test").createLogin(client.session());
      Login second = client.newAccount().onlyExisting().createLogin(client.session());

      assertThat(second.getAccountLocation()).isEqualTo(first.getAccountLocation());
      assertThat(authority.accounts())
          .singleElement()
          .satisfies(
              account -> assertThat(account.contacts()).containsExactly("mailto:ops@a.test"));
    }
  }

  @Test
  void an_rsa_key_may_sign_too() throws Exception {
    try (AcmeAuthority authority = AcmeAuthority.start()) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair keys = generator.generateKeyPair();
      AcmeClient client = AcmeClient.of(authority);

      Login login =
          new AccountBuilder()
              .agreeToTermsOfService()
              .useKeyPair(keys)
              .createLogin(client.session());
      login.newOrder().domain("a.test").create();

      assertThat(authority.orders(Identifier.dns("a.test"))).hasSize(1);
    }
  }

  @Test
  void a_key_without_account_is_told_so() {
    try (AcmeAuthority authority = AcmeAuthority.start()) {
      AcmeClient client = AcmeClient.of(authority);

      mustFail(
          "accountDoesNotExist",
          () -> client.newAccount().onlyExisting().createLogin(client.session()));
      assertThat(authority.accounts()).isEmpty();
    }
  }

  @Test
  void whose_account_was_forgotten_is_told_so() throws Exception {
    try (AcmeAuthority authority = AcmeAuthority.start()) {
      Login login = AcmeClient.of(authority).login();

      authority.forgetAccounts();

      mustFail("accountDoesNotExist", () -> login.newOrder().domain("a.test").create());
    }
  }

  @Test
  void the_terms_have_to_be_agreed_to() {
    try (AcmeAuthority authority = AcmeAuthority.start()) {
      AcmeClient client = AcmeClient.of(authority);

      mustFail(
          "malformed",
          () -> new AccountBuilder().useKeyPair(client.keys()).createLogin(client.session()));
    }
  }

  @Test
  void contacts_change_and_accounts_are_given_up() throws Exception {
    try (AcmeAuthority authority = AcmeAuthority.start()) {
      Login login = AcmeClient.of(authority).login();

      login.getAccount().modify().addEmail("new@a.test").commit();
      assertThat(authority.accounts().getFirst().contacts()).containsExactly("mailto:new@a.test");

      login.getAccount().deactivate();
      assertThat(authority.accounts().getFirst().deactivated()).isTrue();
      assertThatExceptionOfType(AcmeServerException.class)
          .isThrownBy(() -> login.newOrder().domain("a.test").create());
    }
  }

  @Test
  void an_external_account_is_asked_for_where_it_is_required() throws Exception {
    try (AcmeAuthority authority =
        AcmeAuthority.offering().externalAccount("kid-1", SECRET).start()) {
      AcmeClient client = AcmeClient.of(authority);

      mustFail("externalAccountRequired", client::login);
      mustFail(
          "unauthorized",
          () ->
              client
                  .newAccount()
                  .withKeyIdentifier("kid-1", OTHER_SECRET)
                  .createLogin(client.session()));
      mustFail(
          "unauthorized",
          () ->
              client.newAccount().withKeyIdentifier("kid-2", SECRET).createLogin(client.session()));
      assertThat(authority.accounts()).isEmpty();

      client.newAccount().withKeyIdentifier("kid-1", SECRET).createLogin(client.session());
      assertThat(authority.accounts())
          .singleElement()
          .satisfies(account -> assertThat(account.externalAccount()).contains("kid-1"));
    }
  }

  @Test
  void a_request_that_was_seen_before_is_a_bad_nonce() throws Exception {
    try (AcmeAuthority authority = AcmeAuthority.start()) {
      AcmeClient client = AcmeClient.of(authority);
      String request = newOrder(client, client.login(), "/new-order");

      assertThat(post(authority, "/new-order", request).statusCode()).isEqualTo(201);
      HttpResponse<String> second = post(authority, "/new-order", request);

      assertThat(second.statusCode()).isEqualTo(400);
      assertThat(second.body()).contains("urn:ietf:params:acme:error:badNonce");
      assertThat(second.headers().firstValue("Replay-Nonce")).isPresent();
      assertThat(authority.orders()).hasSize(1);
    }
  }

  @Test
  void a_request_that_was_signed_for_another_url_is_unauthorized() throws Exception {
    try (AcmeAuthority authority = AcmeAuthority.start()) {
      AcmeClient client = AcmeClient.of(authority);
      String request = newOrder(client, client.login(), "/elsewhere");

      HttpResponse<String> response = post(authority, "/new-order", request);

      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.body()).contains("urn:ietf:params:acme:error:unauthorized");
      assertThat(authority.orders()).isEmpty();
    }
  }

  private static String newOrder(AcmeClient client, Login login, String path) throws Exception {
    try (var connection = client.session().connect()) {
      connection.resetNonce(client.session());
    }
    URL url = client.session().resourceUrl(Resource.NEW_ORDER);
    JSONBuilder order = new JSONBuilder();
    order.array(
        "identifiers",
        AcmeClient.theirs(Identifier.dns("a.test")).stream()
            .map(org.shredzone.acme4j.Identifier::toMap)
            .toList());
    try (var nonce = client.session().lockNonce()) {
      return JoseUtils.createJoseRequest(
              url.toURI().resolve(path).toURL(),
              client.keys(),
              order,
              nonce.getNonce(),
              login.getAccountLocation().toString())
          .toString();
    }
  }

  private static HttpResponse<String> post(AcmeAuthority authority, String path, String request)
      throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(authority.httpsTrust()).build()) {
      return http.send(
          HttpRequest.newBuilder(authority.directory().resolve(path))
              .header("Content-Type", "application/jose+json")
              .POST(HttpRequest.BodyPublishers.ofString(request))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static void mustFail(String type, ThrowingCallable action) {
    assertThatExceptionOfType(AcmeServerException.class)
        .isThrownBy(action)
        .satisfies(e ->
            assertThat(e.getType().toString()).isEqualTo("urn:ietf:params:acme:error:" + type));
  }
}
