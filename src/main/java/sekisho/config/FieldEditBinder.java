package sekisho.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import sekisho.model.FieldEdit;

/**
 * {@code set_request_headers}, {@code set_response_headers} and {@code remove_response_headers}:
 * those of {@code proxy.http} hold for every route, those of a route are stronger.
 */
final class FieldEditBinder {
  private static final String SET_IN_REQUESTS = "set_request_headers";
  private static final String SET_IN_RESPONSES = "set_response_headers";
  private static final String REMOVE_FROM_RESPONSES = "remove_response_headers";

  /** What a block says that has none of the keys, as most routes. */
  private static final SequencedMap<String, FieldEdit> NONE =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

  private final Findings findings;
  private final SequencedMap<String, FieldEdit> requestOfAll;
  private final SequencedMap<String, FieldEdit> responseOfAll;

  /**
   * @param http {@code proxy.http}
   */
  FieldEditBinder(Findings findings, Block http) {
    this.findings = findings;
    this.requestOfAll = requestEdits(http);
    this.responseOfAll = responseEdits(http);
  }

  /**
   * @param forwarded lower-case names of what passes as the client sent it, over what holds for all
   */
  List<FieldEdit> request(Block route, List<String> forwarded) {
    SequencedMap<String, FieldEdit> own = requestEdits(route);
    for (FieldEdit edit : own.values()) {
      if (forwarded.contains(lowerCase(edit.name()))) {
        unusable(
            route.blockOrEmpty(SET_IN_REQUESTS),
            edit.name(),
            "is in forward_headers too; allowed: in one of both");
      }
      if (isHost(edit.name()) && route.flag("preserve_host")) {
        unusable(
            route.blockOrEmpty(SET_IN_REQUESTS),
            edit.name(),
            "contradicts preserve_host; allowed: one of both");
      }
    }
    List<FieldEdit> edits = merged(requestOfAll, own);
    edits.removeIf(edit -> forwarded.contains(lowerCase(edit.name())));
    edits.removeIf(edit -> isHost(edit.name()) && route.flag("preserve_host"));
    return edits;
  }

  List<FieldEdit> response(Block route) {
    return merged(responseOfAll, responseEdits(route));
  }

  private static List<FieldEdit> merged(
      SequencedMap<String, FieldEdit> ofAll, SequencedMap<String, FieldEdit> own) {
    if (ofAll.isEmpty() || own.isEmpty()) {
      return new ArrayList<>((own.isEmpty() ? ofAll : own).values());
    }
    SequencedMap<String, FieldEdit> edits = new LinkedHashMap<>(ofAll);
    edits.putAll(own);
    return new ArrayList<>(edits.values());
  }

  private SequencedMap<String, FieldEdit> requestEdits(Block block) {
    if (!block.has(SET_IN_REQUESTS)) {
      return NONE;
    }
    SequencedMap<String, FieldEdit> edits = edits(block, SET_IN_REQUESTS);
    if (edits.containsKey("host")) {
      checkHost(block.blockOrEmpty(SET_IN_REQUESTS));
    }
    return edits;
  }

  private SequencedMap<String, FieldEdit> responseEdits(Block block) {
    if (!block.has(SET_IN_RESPONSES) && !block.has(REMOVE_FROM_RESPONSES)) {
      return NONE;
    }
    SequencedMap<String, FieldEdit> edits = edits(block, SET_IN_RESPONSES);
    if (block.has(REMOVE_FROM_RESPONSES)) {
      for (Word word : block.words(REMOVE_FROM_RESPONSES)) {
        if (edits.get(lowerCase(word.value())) instanceof FieldEdit.Set) {
          findings.unusable(
              word.position(),
              word.path(),
              word.shown() + " is in set_response_headers too; allowed: in one of both");
        }
        findings
            .origins()
            .addNamed(block.path().key(REMOVE_FROM_RESPONSES).key(word.value()), word.position());
        edits.put(lowerCase(word.value()), new FieldEdit.Remove(word.value()));
      }
    }
    return edits;
  }

  /** What a block sets, by lower-case names, in the file's order. */
  private SequencedMap<String, FieldEdit> edits(Block block, String key) {
    SequencedMap<String, FieldEdit> edits = new LinkedHashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    block
        .block(key)
        .ifPresent(set ->
            set.named()
                .forEach((name, word) -> {
                  Integer earlier = lines.putIfAbsent(lowerCase(name), word.line());
                  if (earlier != null) {
                    unusable(
                        set,
                        name,
                        "is set on line "
                            + earlier
                            + " already, names have no case; allowed: once");
                  }
                  edits.put(lowerCase(name), edit(name, word.value()));
                }));
    return edits;
  }

  private static FieldEdit edit(String name, String text) {
    // RFC 9110 §5.5: values are octets, and white space around them is none of theirs.
    String value = new String(text.strip().getBytes(UTF_8), ISO_8859_1);
    return value.isEmpty() ? new FieldEdit.Remove(name) : new FieldEdit.Set(name, value);
  }

  private void checkHost(Block set) {
    set.named()
        .forEach((name, word) -> {
          if (isHost(name)) {
            HostPortText.parse(word.value().strip())
                .fault()
                .ifPresent(fault ->
                    findings.unusable(
                        word.position(),
                        word.path(),
                        word.shown() + " " + fault + "; allowed: a host, with or without a port"));
          }
        });
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isHost(String name) {
    return name.equalsIgnoreCase("Host");
  }

  private void unusable(Block set, String name, String message) {
    findings.unusable(set.keyPosition(name), set.path().key(name), message);
  }
}
