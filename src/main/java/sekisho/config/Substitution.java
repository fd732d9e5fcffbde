package sekisho.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Puts environment variables and files in the place of <code>${NAME}</code>, <code>${NAME:-default}
 * </code> and <code>${file:path}</code>; <code>$${</code> stands for <code>${</code>. What was put
 * in is not looked at again.
 */
final class Substitution {
  // Tokens and password hashes; a longer file is the wrong one.
  private static final int MAX_FILE_BYTES = 65_536;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String FILE = "file:";
  private static final String DEFAULT = ":-";

  private final Map<String, String> environment;
  private final Path folder;
  private final Findings findings;

  Substitution(Map<String, String> environment, Path folder, Findings findings) {
    this.environment = environment;
    this.folder = folder;
    this.findings = findings;
  }

  Element apply(Element element, KeyPath path) {
    return switch (element) {
      case Element.Text text -> text.value().contains("${") ? apply(text, path) : text;
      case Element.Sequence sequence -> apply(sequence, path);
      case Element.Structure structure -> apply(structure, path);
      case Element.Numeral _, Element.Flag _, Element.Nothing _ -> element;
    };
  }

  private Element.Sequence apply(Element.Sequence sequence, KeyPath path) {
    List<Element> items = new ArrayList<>(sequence.items());
    boolean changed = false;
    for (int i = 0; i < items.size(); i++) {
      Element applied = apply(items.get(i), path.item(i));
      changed |= isOther(applied, items.get(i));
      items.set(i, applied);
    }
    return changed ? new Element.Sequence(sequence.position(), items) : sequence;
  }

  /** Itself, where nothing in it is substituted: most of a file is as it is written. */
  private Element.Structure apply(Element.Structure structure, KeyPath path) {
    Map<String, Element.Member> changed = new HashMap<>();
    structure
        .members()
        .forEach((key, member) -> {
          Element applied = apply(member.value(), path.key(key));
          if (isOther(applied, member.value())) {
            changed.put(key, new Element.Member(member.key(), applied));
          }
        });
    return changed.isEmpty()
        ? structure
        : new Element.Structure(structure.position(), structure.members().with(changed));
  }

  /** Cheaper than to compare them, and as good: what is not substituted is itself. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isOther(Element applied, Element element) {
    return applied != element;
  }

  private Element apply(Element.Text text, KeyPath path) {
    String value = text.value();
    StringBuilder out = new StringBuilder();
    List<String> origins = new ArrayList<>();
    int at = 0;
    for (int mark = value.indexOf("${"); mark >= 0; mark = value.indexOf("${", at)) {
      if (mark > at && value.charAt(mark - 1) == '$') {
        out.append(value, at, mark - 1).append("${");
        at = mark + 2;
        continue;
      }
      int end = value.indexOf('}', mark);
      if (end < 0) {
        return failed(text, path, "has a ${ without its }; $${ stands for a literal ${");
      }
      String inside = value.substring(mark + 2, end);
      switch (resolve(inside)) {
        case Parsed.Good<String>(String found) -> out.append(value, at, mark).append(found);
        case Parsed.Bad<String>(String reason) -> {
          return failed(text, path, reason);
        }
      }
      origins.add("${" + name(inside) + "}");
      at = end + 1;
    }
    out.append(value, at, value.length());
    return new Element.Text(text.position(), out.toString(), origins);
  }

  private Element.Text failed(Element.Text text, KeyPath path, String reason) {
    findings.unusable(text.position(), path, reason);
    return text;
  }

  private Parsed<String> resolve(String inside) {
    if (inside.startsWith(FILE)) {
      return file(inside.substring(FILE.length()));
    }
    String name = name(inside);
    if (!NAME.matcher(name).matches()) {
      return Parsed.bad(
          Shown.text(name)
              + " is no name of a variable; allowed: ${NAME}, ${NAME:-default}, ${file:path}");
    }
    String found = environment.get(name);
    int mark = inside.indexOf(DEFAULT);
    if (mark < 0) {
      return found == null
          ? Parsed.bad("the environment variable " + name + " is not set, and no default is given")
          : Parsed.good(found);
    }
    String otherwise = inside.substring(mark + DEFAULT.length());
    if (otherwise.contains("${")) {
      return Parsed.bad("a default cannot hold another ${");
    }
    // As in a shell, an empty variable counts as one that is not set.
    return Parsed.good(found == null || found.isEmpty() ? otherwise : found);
  }

  private Parsed<String> file(String path) {
    try {
      return switch (FileText.read(folder.resolve(path), MAX_FILE_BYTES)) {
        case FileText.Content(String text) -> Parsed.good(withoutLastNewline(text));
        case FileText.Refused(_, String reason) -> Parsed.bad("the file " + path + " " + reason);
      };
    } catch (InvalidPathException _) {
      return Parsed.bad(Shown.text(path) + " is no path of a file");
    }
  }

  private static String withoutLastNewline(String text) {
    if (!text.endsWith("\n")) {
      return text;
    }
    int end = text.length() - (text.endsWith("\r\n") ? 2 : 1);
    return text.substring(0, end);
  }

  private static String name(String inside) {
    int mark = inside.startsWith(FILE) ? -1 : inside.indexOf(DEFAULT);
    return mark < 0 ? inside : inside.substring(0, mark);
  }
}
