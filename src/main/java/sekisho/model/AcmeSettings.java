package sekisho.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Certificates that the proxy gets by itself ({@code proxy.tls.acme}, RFC 8555).
 *
 * @param directory the authority's directory
 * @param dryRunDirectory where a dry run goes: the authority's staging directory where it is known
 *     to have one, else {@code directory}
 * @param contacts where the authority can reach the operator
 * @param identifiers what to get certificates for, in the file's order; never empty, none twice
 * @param group whether all identifiers share one certificate; else each has its own
 * @param profile the profile to ask for; empty: {@code shortlived} for addresses where it is
 *     offered, else none
 * @param challenges how control is shown, preferred first; never empty, none twice
 * @param storage the folder of the account, the certificates and their state
 * @param storagePlace where it is named; the place of the block where it is not
 * @param keyType of the certificates' keys
 * @param externalAccount what binds the account to one that the authority knows already
 * @param trust a PEM file of whom to believe that they are the authority, instead of the system's
 */
public record AcmeSettings(
    URI directory,
    URI dryRunDirectory,
    List<URI> contacts,
    List<AcmeIdentifier> identifiers,
    boolean group,
    Optional<String> profile,
    List<ChallengeType> challenges,
    Path storage,
    Place storagePlace,
    CertificateKeyType keyType,
    Optional<ExternalAccount> externalAccount,
    Optional<Path> trust) {
  public AcmeSettings {
    contacts = List.copyOf(contacts);
    identifiers = List.copyOf(identifiers);
    challenges = List.copyOf(challenges);
    Require.that(!identifiers.isEmpty(), "identifiers must not be empty");
    Require.that(!challenges.isEmpty(), "challenges must not be empty");
  }

  /** The same, equal to another that stands somewhere else. */
  public AcmeSettings anywhere() {
    return new AcmeSettings(
        directory,
        dryRunDirectory,
        contacts,
        identifiers,
        group,
        profile,
        challenges,
        storage,
        Place.ANYWHERE,
        keyType,
        externalAccount,
        trust);
  }

  /**
   * External account binding (RFC 8555 §7.3.4).
   *
   * @param keyId what the authority calls it
   * @param hmacKey the secret, in base64url
   */
  public record ExternalAccount(String keyId, String hmacKey) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "ExternalAccount[keyId=" + keyId + "]";
    }
  }
}
