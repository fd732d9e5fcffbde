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

  CertificateBinder(Path folder, Findings findings) {
    this.folder = folder;
    this.findings = findings;
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
      case MANUAL -> manual(tls, terminating);
      case SELF_SIGNED -> {
        warnOfFiles(tls);
        yield new CertificateSource.SelfSigned();
      }
      case ACME -> {
        findings.unusable(
            tls.word("mode").map(Word::position).orElse(tls.position()),
            tls.path().key("mode"),
            "\"acme\" is not available yet; allowed: \"manual\", \"self_signed\"");
        yield new CertificateSource.SelfSigned();
      }
    };
  }

  private CertificateSource manual(Block tls, Optional<Block> terminating) {
    needBoth(tls, "certificate", "private_key");
    needBoth(tls, "private_key", "certificate");
    needBoth(tls, "passphrase_file", "private_key");
    // findings know of a mode that is wrong; what it would have needed is unknown.
    boolean none = !tls.has("certificate") && !tls.has("private_key") && !tls.has("certificates");
    boolean modeIsSound = !findings.isUnusable(tls.path().key("mode"));
    if (none && modeIsSound && terminating.isPresent()) {
      findings.error(
          tls.position(),
          tls.path().key("certificate"),
          "is missing, and the TLS route on line "
              + terminating.get().line()
              + " needs one; allowed: certificate and private_key, certificates, or mode"
              + " \"self_signed\"");
    }
    List<CertificateSource.Pair> pairs = new ArrayList<>();
    Stream.concat(Stream.of(tls), tls.blocks("certificates").stream())
        .forEach(block -> pair(block).ifPresent(pairs::add));
    return new CertificateSource.Manual(pairs);
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

  private void warnOfFiles(Block tls) {
    for (String key : List.of("certificate", "private_key", "passphrase_file", "certificates")) {
      if (tls.has(key)) {
        findings.warning(
            tls.keyPosition(key), tls.path().key(key), "is not used with mode \"self_signed\"");
      }
    }
  }
}
