package sekisho.http;

import org.jspecify.annotations.Nullable;

/**
 * How much a client wants a media type, by its Accept (RFC 9110 §12.5.1).
 *
 * <p>Parameters of media ranges are not compared: own answers come in one variant of each type. An
 * element that cannot be read says nothing.
 */
final class Accept {
  /** Weights in thousandths (RFC 9110 §12.4.2). */
  private static final int FULL_WEIGHT = 1000;

  private Accept() {}

  /**
   * Whether HTML is wanted more than JSON; who wants both alike, or says nothing, gets JSON.
   *
   * @param accept all lines joined, or null
   */
  static boolean prefersHtml(@Nullable String accept) {
    return accept != null && weight(accept, "text", "html") > weight(accept, "application", "json");
  }

  /** 0 to 1000: the weight of the most specific range that the type is in. */
  static int weight(String accept, String type, String subtype) {
    int weight = 0;
    int best = -1;
    for (String element : accept.split(",", -1)) {
      int semicolon = element.indexOf(';');
      String range = (semicolon < 0 ? element : element.substring(0, semicolon)).strip();
      int specific = specificity(range, type, subtype);
      if (specific > best) {
        int given = semicolon < 0 ? FULL_WEIGHT : weight(element.substring(semicolon + 1));
        if (given >= 0) {
          best = specific;
          weight = given;
        }
      }
    }
    return weight;
  }

  /** 2: the type itself, 1: every subtype, 0: everything, -1: another. */
  private static int specificity(String range, String type, String subtype) {
    if (range.equals("*/*")) {
      return 0;
    }
    int slash = range.indexOf('/');
    if (slash < 0 || !range.substring(0, slash).equalsIgnoreCase(type)) {
      return -1;
    }
    String of = range.substring(slash + 1);
    return of.equals("*") ? 1 : of.equalsIgnoreCase(subtype) ? 2 : -1;
  }

  /** The q among parameters, full where there is none, -1 where it is none. */
  private static int weight(String parameters) {
    for (String parameter : parameters.split(";", -1)) {
      String plain = parameter.strip();
      if (plain.regionMatches(true, 0, "q=", 0, 2)) {
        return thousandths(plain.substring(2));
      }
    }
    return FULL_WEIGHT;
  }

  /** RFC 9110 §12.4.2: 0 or 1, with at most three decimals, and nothing above 1. */
  private static int thousandths(String text) {
    if (!text.matches("(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
      return -1;
    }
    return (int) Math.round(Double.parseDouble(text) * FULL_WEIGHT);
  }
}
