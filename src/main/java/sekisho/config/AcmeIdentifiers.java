package sekisho.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.model.AcmeIdentifier;
import sekisho.model.ServerNamePattern;

/**
 * What {@code proxy.tls.acme} asks for certificates for: what it lists, else the names of the
 * routes that end TLS.
 */
final class AcmeIdentifiers {
  private static final String KEY = "identifiers";

  private final Findings findings;
  private final Block tls;
  private final Block acme;

  /**
   * @param tls {@code proxy.tls}
   * @param acme its block of that name
   */
  AcmeIdentifiers(Findings findings, Block tls, Block acme) {
    this.findings = findings;
    this.tls = tls;
    this.acme = acme;
  }

  /** An identifier, and the text that it was read of. */
  record Named(AcmeIdentifier identifier, Word word) {}

  /** None twice, in the file's order; empty: the findings say why. */
  List<Named> bind() {
    List<Named> listed = listed();
    if (!listed.isEmpty() || isListUnusable()) {
      return listed;
    }
    List<Named> routed = routed();
    if (routed.isEmpty() && areRoutesSound()) {
      findings.error(
          acme.keyPosition(KEY),
          acme.path().key(KEY),
          "is empty, and no route with mode \"tls_terminate\" has a server_name without *; allowed:"
              + " at least one DNS name or IP address");
    }
    return routed;
  }

  /** Adds what authorities that browsers trust would say. */
  void checkPublic(List<Named> named) {
    for (Named one : named) {
      Word word = one.word();
      Objection.to(one.identifier())
          .ifPresent(objection -> {
            String message =
                word.shown()
                    + " "
                    + objection.reason()
                    + ", and no public authority certifies it; allowed: "
                    + (isListed() ? "" : "proxy.tls.acme.identifiers without it, ")
                    + "what the whole Internet knows, or the directory of an authority of your own";
            switch (objection.severity()) {
              case ERROR -> findings.unusable(word.position(), word.path(), message);
              case WARNING -> findings.warning(word.position(), word.path(), message);
            }
          });
    }
  }

  /** Those that stand in the list, sound or not with each other. */
  List<Named> listed() {
    List<Named> named = new ArrayList<>();
    Map<AcmeIdentifier, Word> seen = new HashMap<>();
    for (Word word : acme.words(KEY)) {
      if (AcmeIdentifierText.parse(word.value())
          instanceof Parsed.Good<AcmeIdentifier>(AcmeIdentifier identifier)) {
        Word earlier = seen.putIfAbsent(identifier, word);
        if (earlier == null) {
          named.add(new Named(identifier, word));
        } else {
          findings.unusable(
              word.position(),
              word.path(),
              word.shown() + " is " + earlier.path() + " already; allowed: once");
        }
      }
    }
    return named;
  }

  private List<Named> routed() {
    List<Named> named = new ArrayList<>();
    for (Block route : routes()) {
      Optional<Word> name = route.word("server_name");
      if (endsTls(route)
          && name.isPresent()
          && ServerNameText.parse(name.get().value())
              instanceof Parsed.Good<ServerNamePattern>(ServerNamePattern.Exact exact)) {
        named.add(new Named(new AcmeIdentifier.Name(exact.name()), name.get()));
      }
    }
    return named;
  }

  static boolean endsTls(Block route) {
    return route.word("mode").filter(mode -> mode.value().equals("tls_terminate")).isPresent();
  }

  private boolean isListed() {
    return !acme.words(KEY).isEmpty();
  }

  /** Whether there is a list of which nothing can be used. */
  private boolean isListUnusable() {
    KeyPath path = acme.path().key(KEY);
    return findings.isUnusable(path) || findings.isUnusable(path.item(0));
  }

  private boolean areRoutesSound() {
    return routes().stream().allMatch(route -> route.hasSound("server_name", "mode"));
  }

  private List<Block> routes() {
    return tls.blockOrEmpty("routing").blocks("sni");
  }
}
