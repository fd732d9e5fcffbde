package sekisho.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sekisho.model.CertificateSource;

/** Where {@code proxy.tls} says certificates come from, and whether that is enough. */
final class CertificateBinder {
  private final Path folder;
  private final Findings findings;
  private final AcmeBinder acme;

  /**
   * @param hasHttpListener whether plain HTTP is listened for
   */
  CertificateBinder(Path folder, Findings findings, boolean hasHttpListener) {
    this.folder = folder;
    this.findings = findings;
    this.acme = new AcmeBinder(folder, findings, hasHttpListener);
  }

  private enum Mode {
    MANUAL,
    ACME,
    SELF_SIGNED
  }

  /**
   * @param terminating the first route that needs a certificate, if one does
   */
  CertificateSource bind(Block tls, Optional<Block> terminating) {
    return switch (tls.choice("mode", Mode.class).orElseThrow()) {
      case MANUAL -> {
        warnOf(tls, "manual", "acme");
        List<CertificateSource.Pair> pairs = pairs(tls);
        requirePair(tls, terminating);
        yield new CertificateSource.Manual(pairs);
      }
      case SELF_SIGNED -> {
        warnOf(
            tls,
            "self_signed",
            "certificate",
            "private_key",
            "passphrase_file",
            "certificates",
            "acme");
        yield new CertificateSource.SelfSigned();
      }
      case ACME -> {
        List<CertificateSource.Pair> pairs = pairs(tls);
        yield acme.bind(tls)
            .<CertificateSource>map(settings -> new CertificateSource.Acme(settings, pairs))
            // Of a file with errors, which is not used.
            .orElseGet(() -> new CertificateSource.Manual(pairs));
      }
    };
  }

  /** Without any, nothing can end TLS. */
  private void requirePair(Block tls, Optional<Block> terminating) {
    // findings know of a mode that is wrong; what it would have needed is unknown.
    boolean none = !tls.has("certificate") && !tls.has("private_key") && !tls.has("certificates");
    boolean modeIsSound = !findings.isUnusable(tls.path().key("mode"));
    if (none && modeIsSound && terminating.isPresent()) {
      findings.error(
          tls.position(),
          tls.path().key("certificate"),
          "is missing, and the TLS route on line "
              + terminating.get().line()
              + " needs one; allowed: certificate and private_key, certificates, mode \"acme\" or"
              + " mode \"self_signed\"");
    }
  }

  private List<CertificateSource.Pair> pairs(Block tls) {
    needBoth(tls, "certificate", "private_key");
    needBoth(tls, "private_key", "certificate");
    needBoth(tls, "passphrase_file", "private_key");
    List<CertificateSource.Pair> pairs = new ArrayList<>();
    Stream.concat(Stream.of(tls), tls.blocks("certificates").stream())
        .forEach(block -> pair(block).ifPresent(pairs::add));
    return pairs;
  }

  private void needBoth(Block tls, String present, String missing) {
    if (tls.has(present) && !tls.has(missing)) {
      findings.unusable(
          tls.keyPosition(present),
          tls.path().key(missing),
          "is missing; " + present + " needs it beside it");
    }
  }

  private Optional<CertificateSource.Pair> pair(Block block) {
    Optional<Word> certificate = block.word("certificate");
    Optional<Word> key = block.word("private_key");
    if (certificate.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CertificateSource.Pair(
            folder.resolve(certificate.get().value()),
            certificate.get().place(),
            folder.resolve(key.get().value()),
            key.get().place(),
            block.word("passphrase_file").map(word -> folder.resolve(word.value()))));
  }

  private void warnOf(Block tls, String mode, String... keys) {
    // A mode that is wrong counts as the default; which keys it would have used is unknown.
    if (findings.isUnusable(tls.path().key("mode"))) {
      return;
    }
    Stream.of(keys)
        .filter(tls::has)
        .filter(key -> !findings.isUnusable(tls.path().key(key)))
        .forEach(key ->
            findings.warning(
                tls.keyPosition(key),
                tls.path().key(key),
                "is not used with mode \"" + mode + "\""));
  }
}
