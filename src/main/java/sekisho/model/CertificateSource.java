package sekisho.model;

import java.nio.file.Path;
import java.util.List;

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
  record SelfSigned() implements CertificateSource {}

  /**
   * @param certificate a PEM file: the certificate, then its intermediates
   * @param certificatePlace where it is named
   * @param privateKey a PEM file with the certificate's private key
   * @param privateKeyPlace where it is named
   */
  record Pair(Path certificate, Place certificatePlace, Path privateKey, Place privateKeyPlace) {}
}
