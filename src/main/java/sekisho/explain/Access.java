package sekisho.explain;

import java.net.InetAddress;
import sekisho.model.AccessList;

/** What {@code allow} and {@code deny} of a route say of a client. */
final class Access {
  private Access() {}

  /** Says so, if they say anything. */
  static void explain(AccessList list, InetAddress client, String block, Facts facts) {
    AccessList.Verdict verdict = list.verdict(client);
    String key =
        switch (verdict) {
          case AccessList.Verdict.Everybody _, AccessList.Verdict.Denied _ -> "deny";
          case AccessList.Verdict.Allowed _, AccessList.Verdict.NotAllowed _ -> "allow";
        };
    if (!list.allow().isEmpty() || !list.deny().isEmpty()) {
      facts.add("addresses", Words.verdict(verdict), block, key);
    }
  }
}
