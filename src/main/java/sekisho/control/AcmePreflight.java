package sekisho.control;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import sekisho.certificate.TrustAnchors;
import sekisho.certificate.UnusableCertificateException;
import sekisho.config.Origins;
import sekisho.config.Problem;
import sekisho.model.AcmeSettings;
import sekisho.model.CertificateSource;
import sekisho.model.Configuration;
import sekisho.model.Place;

/**
 * Whether this machine has what getting certificates needs: a folder that what comes of it can be
 * kept in, and the file of whom to believe.
 *
 * <p>Looks and makes nothing; whoever keeps things makes the folder. It answers for the user who
 * asks: a check by root says nothing of the service's user. Blocking.
 */
final class AcmePreflight {
  private final String file;
  private final Predicate<Path> writable;

  /**
   * @param file the configuration's name, for problems
   */
  AcmePreflight(String file) {
    this(file, folder -> Files.isWritable(folder) && Files.isExecutable(folder));
  }

  /**
   * @param writable whether this user can make files in a folder that is there
   */
  AcmePreflight(String file, Predicate<Path> writable) {
    this.file = file;
    this.writable = writable;
  }

  /**
   * What is missing; nothing, where no certificate is to be got.
   *
   * @param origins where the configuration stands in its file
   */
  List<Problem> problems(Configuration configuration, Origins origins) {
    if (!(configuration.proxy().tls().certificates()
        instanceof CertificateSource.Acme(AcmeSettings acme, _))) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    storage(acme.storage()).ifPresent(wrong -> problems.add(error(acme.storagePlace(), wrong)));
    Place trust =
        origins
            .of("proxy.tls.acme", "ca_certificate")
            .map(Origins.Origin::place)
            .orElse(acme.storagePlace());
    acme.trust()
        .flatMap(AcmePreflight::trust)
        .ifPresent(wrong -> problems.add(error(trust, wrong)));
    return problems;
  }

  private Optional<String> storage(Path storage) {
    Path nearest = nearest(storage);
    // A link to nothing is there too, and is no folder.
    if (!Files.isDirectory(nearest)) {
      return Optional.of(nearest + " is no folder; allowed: a folder that this user can write");
    }
    if (writable.test(nearest)) {
      return Optional.empty();
    }
    String user = System.getProperty("user.name");
    return Optional.of(
        nearest.equals(storage)
            ? "%s cannot be written by the user %s; allowed: a folder of that user"
                .formatted(storage, user)
            : "%s cannot be made: %s cannot be written by the user %s; allowed: a folder that can"
                .formatted(storage, nearest, user));
  }

  /** It, or what of its path is there. */
  private static Path nearest(Path path) {
    Path nearest = path;
    while (!Files.exists(nearest, LinkOption.NOFOLLOW_LINKS) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    return nearest;
  }

  private static Optional<String> trust(Path authorities) {
    try {
      TrustAnchors.load(authorities);
      return Optional.empty();
    } catch (UnusableCertificateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Problem error(Place place, String message) {
    return new Problem(
        file, place.line(), place.column(), place.path(), Problem.Severity.ERROR, message);
  }
}
