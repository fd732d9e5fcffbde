package sekisho.scrape;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An item of a list whose items have weights (RFC 9110 §12.4.2). */
record Weighted(String value, List<String> parameters) {

  static List<Weighted> list(@Nullable String field) {
    List<Weighted> items = new ArrayList<>();
    if (field != null) {
      for (String item : field.toLowerCase(Locale.ROOT).split(",", -1)) {
        String[] parts = item.split(";", -1);
        items.add(new Weighted(parts[0].strip(), List.of(parts).subList(1, parts.length)));
      }
    }
    return items;
  }

  @Nullable String parameter(String name) {
    for (String parameter : parameters) {
      String[] pair = parameter.split("=", 2);
      if (pair.length == 2 && pair[0].strip().equals(name)) {
        return pair[1].strip().replace("\"", "");
      }
    }
    return null;
  }

  /** What is no weight is not wanted. */
  double quality() {
    String q = parameter("q");
    if (q == null) {
      return 1;
    }
    return q.matches("[01](\\.[0-9]{0,3})?") ? Math.min(1, Double.parseDouble(q)) : 0;
  }
}
