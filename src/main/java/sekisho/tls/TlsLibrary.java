package sekisho.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** Which TLS implementation serves: BoringSSL where its native library loads, else the JDK's. */
public final class TlsLibrary {
  private TlsLibrary() {}

  public static boolean isBoringSsl() {
    return OpenSsl.isAvailable();
  }

  static SslProvider provider() {
    return isBoringSsl() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
  }

  /** Its name and version, for people. */
  public static String description() {
    return isBoringSsl() ? OpenSsl.versionString() : "JDK " + Runtime.version();
  }
}
