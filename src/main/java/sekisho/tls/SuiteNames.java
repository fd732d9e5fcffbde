package sekisho.tls;

import io.netty.handler.ssl.OpenSsl;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** TLS 1.2 cipher suites by their IANA names and by those that OpenSSL gives them. */
final class SuiteNames {
  private SuiteNames() {}

  /**
   * Names that the library understands.
   *
   * @throws IllegalArgumentException when there is a suite that it does not have
   */
  static List<String> understood(List<String> names, boolean boringSsl) {
    return boringSsl ? byBoringSsl(names) : byJdk(names);
  }

  /** Takes both kinds; who is silent about an unknown one makes a proxy that nobody can reach. */
  private static List<String> byBoringSsl(List<String> names) {
    for (String name : names) {
      if (!OpenSsl.isCipherSuiteAvailable(name)) {
        throw unsupported(name);
      }
    }
    return names;
  }

  /** Takes IANA's alone. */
  private static List<String> byJdk(List<String> names) {
    Map<String, String> known = new HashMap<>();
    for (String suite : supported()) {
      known.put(suite, suite);
      known.put(openSslName(suite), suite);
    }
    List<String> understood = new ArrayList<>();
    for (String name : names) {
      String suite = known.get(name);
      if (suite == null) {
        throw unsupported(name);
      }
      understood.add(suite);
    }
    return understood;
  }

  private static IllegalArgumentException unsupported(String name) {
    return new IllegalArgumentException("unsupported cipher suite: " + name);
  }

  private static List<String> supported() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // Without trust: the default context would bring the JDK's 150 authorities into memory.
      context.init(null, new TrustManager[0], null);
      return Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** As {@code ECDHE-RSA-AES128-GCM-SHA256} for {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}. */
  private static String openSslName(String suite) {
    return suite
        .replaceFirst("^TLS_(RSA_WITH_)?", "")
        .replace("_WITH_", "_")
        .replaceFirst("AES_(128|256)", "AES$1")
        .replace("_CBC_", "_")
        .replace("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305")
        .replace('_', '-');
  }
}
