package sekisho.http;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import sekisho.message.Fields;
import sekisho.model.FieldEdit;

/**
 * The trailer fields that go on (RFC 9110 §6.5): all but those that frame, route or authenticate a
 * message, since a recipient that merges trailers into the head would believe them there (§6.5.1).
 */
final class Trailers {
  private static final Set<String> FOR_HEADS_ONLY = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    FOR_HEADS_ONLY.addAll(
        Set.of(
            "Authorization",
            "Content-Encoding",
            "Content-Length",
            "Content-Range",
            "Content-Type",
            "Cookie",
            "Date",
            "Expect",
            "Host",
            "Max-Forwards",
            "Set-Cookie",
            "Trailer",
            "Via",
            "WWW-Authenticate"));
  }

  private Trailers() {}

  /**
   * New fields, or {@code trailers} where there are none.
   *
   * @param edits what the configuration sets or removes in the head, and a trailer must not undo
   */
  static Fields passing(Fields trailers, List<FieldEdit> edits) {
    if (trailers.size() == 0) {
      return trailers;
    }
    Fields passing = new Fields();
    for (int i = 0; i < trailers.size(); i++) {
      String name = trailers.name(i);
      boolean stays =
          FOR_HEADS_ONLY.contains(name)
              || HopByHop.isHopByHop(name, null)
              || RequestRewrite.isOfProxies(name)
              || FieldEdits.concern(edits, name);
      if (!stays) {
        passing.add(name, trailers.value(i));
      }
    }
    return passing;
  }
}
