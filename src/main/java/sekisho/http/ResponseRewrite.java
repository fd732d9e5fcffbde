package sekisho.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sekisho.message.Fields;
import sekisho.model.FieldEdit;

/** The fields of an upstream's response as the client gets them, framing and Connection aside. */
final class ResponseRewrite {
  private ResponseRewrite() {}

  /**
   * @param serverHeader whether {@code Server} is ours
   * @param edits what the route sets and removes, over all of that
   */
  static Fields fields(Fields in, boolean serverHeader, List<FieldEdit> edits) {
    Fields out = endToEnd(in, serverHeader);
    if (serverHeader) {
      out.add("Server", Product.NAME);
    }
    if (!out.contains("Date")) {
      // RFC 9110 §6.6.1: a recipient with a clock adds what is missing.
      out.add("Date", HttpDate.now());
    }
    FieldEdits.apply(edits, out);
    return out;
  }

  /** Those of an interim response, to which nothing is added. */
  static Fields interim(Fields in) {
    // RFC 9110 §8.6: no Content-Length in a 1xx; a lax reader would take it for a body's.
    return endToEnd(in, false).remove("Content-Length");
  }

  private static Fields endToEnd(Fields in, boolean withoutServer) {
    String connection = HopByHop.connectionOf(in);
    Fields out = new Fields();
    for (int i = 0; i < in.size(); i++) {
      String name = in.name(i);
      if (passes(name, connection, withoutServer)) {
        out.add(name, in.value(i));
      }
    }
    return out;
  }

  private static boolean passes(String name, @Nullable String connection, boolean withoutServer) {
    return !HopByHop.isHopByHop(name, connection)
        && !(withoutServer && name.equalsIgnoreCase("Server"));
  }
}
