package sekisho.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the certificates come from ({@code proxy.tls.mode}). */
public sealed interface CertificateSource {

  /**
   * Files that somebody else keeps up to date.
   *
   * @param pairs certificate chains with their keys, in the file's order; the first serves who
   *     names nobody
   */
  record Manual(List<Pair> pairs) implements CertificateSource {
    public Manual {
      pairs = List.copyOf(pairs);
    }
  }

  /** A certificate made in memory at start, for trying out: nobody trusts it. */
  record SelfSigned() implements CertificateSource {
    @Override
    public List<Pair> pairs() {
      return List.of();
    }
  }

  /**
   * The proxy gets them by itself.
   *
   * @param acme from whom, and for what
   * @param pairs files beside them, for names that no authority is asked about
   */
  record Acme(AcmeSettings acme, List<Pair> pairs) implements CertificateSource {
    public Acme {
      pairs = List.copyOf(pairs);
    }
  }

  /** Those that somebody else keeps up to date, in the file's order. */
  List<Pair> pairs();

  /**
   * @param certificate a PEM file: the certificate, then its intermediates
   * @param certificatePlace where it is named
   * @param privateKey a PEM file with the certificate's private key
   * @param privateKeyPlace where it is named
   * @param passphrase a file with the passphrase of an encrypted private key
   */
  record Pair(
      Path certificate,
      Place certificatePlace,
      Path privateKey,
      Place privateKeyPlace,
      Optional<Path> passphrase) {

    /** Every file that it is made of. */
    public List<Path> files() {
      return Stream.concat(Stream.of(certificate, privateKey), passphrase.stream()).toList();
    }
  }
}
