package sekisho.acme;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeServerException;
import sekisho.model.AcmeSettings;
import sekisho.model.CertificateKeyType;
import sekisho.storage.Storage;
import sekisho.storage.StorageKey;

/**
 * The account at an authority: its key is stored before the authority hears of it, so that it is
 * never lost, and asking for an account with a key that has one returns that one (RFC 8555 §7.3.1).
 */
final class Account {
  private static final Logger LOG = Logger.getLogger(Account.class);

  private final AcmeSettings settings;
  private final Storage storage;
  private final StorageKey keyFile;
  private final StorageKey stateFile;

  /**
   * @param folder the authority's
   */
  Account(AcmeSettings settings, Storage storage, StorageKey folder) {
    this.settings = settings;
    this.storage = storage;
    this.keyFile = folder.below("account.key");
    this.stateFile = folder.below("account.json");
  }

  /** Where the authority keeps it, and whom it knows it by. */
  private record Known(URL url, List<String> contacts) {}

  /**
   * As whom to talk to the authority; makes an account where there is none.
   *
   * @throws Refused when the key is there and cannot be read
   */
  Login login(Authority authority) throws AcmeException, IOException, Refused {
    KeyPair keys = keys();
    Optional<Known> known = known();
    if (known.isEmpty()) {
      return register(authority, keys);
    }
    Login login = authority.session().login(known.get().url(), keys);
    return known.get().contacts().equals(contacts())
        ? login
        : withOurContacts(login, authority, keys);
  }

  /** Certificates do not wait for contacts that the authority will not have. */
  private Login withOurContacts(Login login, Authority authority, KeyPair keys)
      throws AcmeException, IOException {
    try {
      var editing = login.getAccount().modify();
      editing.getContacts().clear();
      settings.contacts().forEach(editing::addContact);
      editing.commit();
      remember(login.getAccountLocation());
      LOG.infof("the account at %s has other contacts now", authority.name());
      return login;
    } catch (AcmeServerException e) {
      return afterRefusal(e, login, authority, keys);
    } catch (AcmeLazyLoadingException e) {
      if (e.getCause() instanceof AcmeServerException refusal) {
        return afterRefusal(refusal, login, authority, keys);
      }
      throw e;
    }
  }

  private Login afterRefusal(
      AcmeServerException refusal, Login login, Authority authority, KeyPair keys)
      throws AcmeException, IOException {
    if (Failure.isOfType(refusal, "accountDoesNotExist")) {
      forget();
      return register(authority, keys);
    }
    LOG.warnf(
        "the account at %s keeps its contacts: %s",
        authority.name(), Printable.of(String.valueOf(refusal.getMessage())));
    return login;
  }

  /** The authority does not know it any more; its key stays. */
  void forget() throws IOException {
    storage.delete(stateFile);
  }

  private Login register(Authority authority, KeyPair keys) throws AcmeException, IOException {
    AccountBuilder builder = new AccountBuilder().useKeyPair(keys).agreeToTermsOfService();
    settings.contacts().forEach(builder::addContact);
    settings
        .externalAccount()
        .ifPresent(account -> builder.withKeyIdentifier(account.keyId(), account.hmacKey()));
    Login login = builder.createLogin(authority.session());
    remember(login.getAccountLocation());
    LOG.infof("account at %s: %s", authority.name(), login.getAccountLocation());
    return login;
  }

  private KeyPair keys() throws IOException, Refused {
    Optional<byte[]> stored = storage.load(keyFile);
    if (stored.isPresent()) {
      try {
        return KeyPairs.fromPem(stored.get());
      } catch (IOException e) {
        // Not made anew by itself: with the key the account would be lost, and its bindings.
        throw new Refused(
            Failure.of(
                Failure.Whose.AUTHORITY,
                storage.location()
                    + "/"
                    + keyFile
                    + ": "
                    + e.getMessage()
                    + "; bring it back, or take it away to get a new account"));
      }
    }
    // Some authorities know no other kind.
    KeyPair fresh = KeyPairs.create(CertificateKeyType.EC256);
    // What it was called is another key's.
    forget();
    storage.store(keyFile, KeyPairs.toPem(fresh));
    return fresh;
  }

  private Optional<Known> known() throws IOException {
    Optional<byte[]> stored = storage.load(stateFile);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode json = StateJson.MAPPER.readTree(stored.get());
      List<String> contacts = new ArrayList<>();
      json.path("contacts").forEach(contact -> contacts.add(contact.asText()));
      return Optional.of(new Known(URI.create(json.path("url").asText()).toURL(), contacts));
    } catch (IOException | IllegalArgumentException e) {
      LOG.warnf(
          "%s/%s is garbled, and made anew: %s", storage.location(), stateFile, e.getMessage());
      return Optional.empty();
    }
  }

  private void remember(URL url) throws IOException {
    ObjectNode json = StateJson.MAPPER.createObjectNode().put("url", url.toString());
    contacts().forEach(json.putArray("contacts")::add);
    try {
      storage.store(stateFile, StateJson.MAPPER.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private List<String> contacts() {
    return settings.contacts().stream().map(URI::toString).toList();
  }
}
