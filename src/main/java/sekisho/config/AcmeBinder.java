package sekisho.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.model.AcmeSettings;
import sekisho.model.AcmeSettings.ExternalAccount;
import sekisho.model.CertificateKeyType;
import sekisho.model.ChallengeType;

/** {@code proxy.tls.acme}, where the mode asks for it. */
final class AcmeBinder {
  private static final String TERMS = "terms_of_service_agreed";

  private final Path folder;
  private final Findings findings;
  private final boolean hasHttpListener;

  /**
   * @param hasHttpListener whether something is there that HTTP-01 can ask
   */
  AcmeBinder(Path folder, Findings findings, boolean hasHttpListener) {
    this.folder = folder;
    this.findings = findings;
    this.hasHttpListener = hasHttpListener;
  }

  /** Empty when it is unusable; then the findings say why. */
  Optional<AcmeSettings> bind(Block tls) {
    Block acme = tls.blockOrEmpty("acme");
    checkTerms(acme);
    AcmeIdentifiers identifiers = new AcmeIdentifiers(findings, tls, acme);
    List<AcmeIdentifiers.Named> named = identifiers.bind();
    List<ChallengeType> challenges = challenges(acme);
    Optional<ExternalAccount> externalAccount = acme.block("eab").flatMap(this::externalAccount);
    Word directoryWord = acme.word("directory").orElseThrow();
    if (named.isEmpty()
        || challenges.isEmpty()
        || findings.isUnusable(acme.path().key("directory"))
        || !(AcmeDirectory.parse(directoryWord.value())
            instanceof Parsed.Good<AcmeDirectory>(AcmeDirectory directory))) {
      return Optional.empty();
    }
    if (directory.isPublic()) {
      identifiers.checkPublic(named);
    }
    if (directory.needsExternalAccount() && externalAccount.isEmpty()) {
      findings.warning(
          directoryWord.position(),
          directoryWord.path(),
          directoryWord.shown() + " asks for eab: without it, it will refuse the account");
    }
    Word storage = acme.word("storage").orElseThrow();
    return Optional.of(
        new AcmeSettings(
            directory.url(),
            directory.dryRun(),
            contacts(acme),
            named.stream().map(AcmeIdentifiers.Named::identifier).toList(),
            acme.flag("group"),
            acme.word("profile").map(Word::value),
            challenges,
            folder.resolve(storage.value()),
            storage.place(),
            acme.choice("key_type", CertificateKeyType.class).orElseThrow(),
            externalAccount,
            acme.word("ca_certificate").map(word -> folder.resolve(word.value()))));
  }

  private void checkTerms(Block acme) {
    if (!acme.flag(TERMS)) {
      findings.unusable(
          acme.keyPosition(TERMS),
          acme.path().key(TERMS),
          "must be true: read the authority's terms of service, and if you agree write \""
              + TERMS
              + "\": true");
    }
  }

  private static List<URI> contacts(Block acme) {
    List<URI> contacts = new ArrayList<>();
    for (Word word : acme.words("contact")) {
      if (MailtoText.parse(word.value()) instanceof Parsed.Good<URI>(URI contact)) {
        contacts.add(contact);
      }
    }
    return contacts;
  }

  /** Those that can be met, preferred first. */
  private List<ChallengeType> challenges(Block acme) {
    Map<ChallengeType, Word> words = new LinkedHashMap<>();
    for (Word word : acme.words("challenges")) {
      if (words.putIfAbsent(type(word), word) != null) {
        findings.unusable(
            word.position(), word.path(), word.shown() + " is listed already; allowed: once");
      }
    }
    Word http = words.get(ChallengeType.HTTP_01);
    if (http != null && !hasHttpListener) {
      checkHttp(http, acme, words.size() == 1);
      words.remove(ChallengeType.HTTP_01);
    }
    return List.copyOf(words.keySet());
  }

  /** By default it is in the list whether or not anything listens for it. */
  private void checkHttp(Word http, Block acme, boolean isAlone) {
    if (isAlone) {
      findings.unusable(
          http.position(),
          http.path(),
          "\"http-01\" needs proxy.http_listen; allowed: that with an address of port 80, or"
              + " \"tls-alpn-01\"");
    } else if (acme.has("challenges")) {
      findings.warning(
          http.position(), http.path(), "\"http-01\" is not used: it needs proxy.http_listen");
    }
  }

  private static ChallengeType type(Word word) {
    return Arrays.stream(ChallengeType.values())
        .filter(type -> type.text().equals(word.value()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the schema allows another challenge"));
  }

  private Optional<ExternalAccount> externalAccount(Block eab) {
    Optional<Word> key = eab.word("hmac_key");
    if (key.isPresent() && !isBase64Url(key.get().value())) {
      // Not quoted: it is a secret.
      findings.unusable(
          key.get().position(),
          key.get().path(),
          "is no base64url; allowed: letters, digits, - and _, as the authority gave it to you");
    }
    return eab.word("kid")
        .flatMap(id -> key.map(word -> new ExternalAccount(id.value(), unpadded(word.value()))));
  }

  private static boolean isBase64Url(String text) {
    try {
      return Base64.getUrlDecoder().decode(text).length > 0;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** RFC 7515 §2: base64url in JOSE has no padding. */
  private static String unpadded(String text) {
    return text.replace("=", "");
  }
}
