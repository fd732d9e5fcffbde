package sekisho.testing;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of the test's own, made by openssl, and what it signs. */
public final class TlsCertificates {
  private static final List<String> ECDSA_KEY =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
  private static final List<String> RSA_KEY = List.of("-newkey", "rsa:2048");

  private final Path folder;

  private TlsCertificates(Path folder) {
    this.folder = folder;
  }

  /**
   * @param certificate the leaf, PEM
   * @param privateKey its key, PKCS#8 PEM, not encrypted
   */
  public record Pair(Path certificate, Path privateKey) {}

  /** Makes the authority; all files stay in {@code folder}. */
  public static TlsCertificates in(Path folder) {
    TlsCertificates made = new TlsCertificates(folder);
    made.openssl(
        ECDSA_KEY,
        "-subj",
        "/CN=Test authority",
        "-addext",
        "keyUsage=critical,keyCertSign,cRLSign",
        "-keyout",
        made.file("authority.key"),
        "-out",
        made.file("authority.pem"));
    return made;
  }

  /** Another authority, whose certificate is from this one; its files are in a folder below. */
  public TlsCertificates intermediate(String name) {
    try {
      TlsCertificates made = new TlsCertificates(Files.createDirectory(folder.resolve(name)));
      openssl(
          ECDSA_KEY,
          "-subj",
          "/CN=" + name,
          "-addext",
          "basicConstraints=critical,CA:TRUE",
          "-addext",
          "keyUsage=critical,keyCertSign,cRLSign",
          "-CA",
          file("authority.pem"),
          "-CAkey",
          file("authority.key"),
          "-keyout",
          made.file("authority.key"),
          "-out",
          made.file("authority.pem"));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An ECDSA P-256 pair for somebody.
   *
   * @param subject as openssl writes it: {@code /O=Example/CN=Somebody}
   */
  public Pair subject(String name, String subject) {
    return issue(ECDSA_KEY, name, subject, "DNS:" + name);
  }

  /** The authority's certificate. */
  public Path authority() {
    return folder.resolve("authority.pem");
  }

  /**
   * An ECDSA P-256 pair.
   *
   * @param name the files' name
   * @param alternativeNames as openssl writes them: {@code DNS:a.example}, {@code IP:127.0.0.1}
   */
  public Pair ecdsa(String name, String... alternativeNames) {
    return issue(ECDSA_KEY, name, "/CN=" + name, alternativeNames);
  }

  /** An RSA 2048 pair; see {@link #ecdsa}. */
  public Pair rsa(String name, String... alternativeNames) {
    return issue(RSA_KEY, name, "/CN=" + name, alternativeNames);
  }

  private Pair issue(List<String> key, String name, String subject, String... alternativeNames) {
    openssl(
        key,
        "-utf8",
        "-subj",
        subject,
        "-addext",
        "subjectAltName=" + String.join(",", alternativeNames),
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-CA",
        file("authority.pem"),
        "-CAkey",
        file("authority.key"),
        "-keyout",
        file(name + ".key"),
        "-out",
        file(name + ".pem"));
    return new Pair(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
  }

  /** A context of a client that trusts the authority and nobody else; it keeps its own sessions. */
  public SSLContext trustingContext() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A context of a client that trusts everybody, for tests of who answers. */
  public static SSLContext credulousContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore trusted() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", read(authority()));
    return store;
  }

  /** The first certificate of a PEM file. */
  public static X509Certificate read(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void openssl(List<String> key, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Tools.require("openssl").toString(), "req", "-x509", "-nodes"));
    command.addAll(List.of("-days", "30"));
    command.addAll(key);
    command.addAll(List.of(arguments));
    Command.run(command).mustSucceed();
  }
}
