package sekisho.status;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import sekisho.certificate.CertificatePair;
import sekisho.certificate.SerialNumber;
import sekisho.control.RunningProxy;
import sekisho.model.CertificateSource;
import sekisho.model.TlsSettings;
import sekisho.runtime.Generation;
import sekisho.status.CertificateFacts.Source;
import sekisho.status.CertificateFacts.State;

/** The certificates that handshakes get now. */
final class CertificateReading {
  private CertificateReading() {}

  static List<CertificateFacts> of(RunningProxy proxy, Instant now) {
    Generation generation = proxy.generations().current();
    TlsSettings settings = generation.configuration().proxy().tls();
    List<CertificatePair> pairs = generation.tls().certificates();
    ServedNames served = new ServedNames(settings, pairs, localAddress(generation));
    List<CertificateFacts> facts = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      facts.add(of(pairs.get(i), i, settings.certificates(), served, now));
    }
    return List.copyOf(facts);
  }

  /** Where clients come to; also once nobody listens there any more. */
  private static InetAddress localAddress(Generation generation) {
    return generation.configuration().proxy().listen().getFirst().address();
  }

  private static CertificateFacts of(
      CertificatePair pair, int index, CertificateSource source, ServedNames served, Instant now) {
    X509Certificate leaf = pair.leaf();
    boolean named = index < source.pairs().size();
    return new CertificateFacts(
        pair.names().stream().map(Object::toString).toList(),
        pair.addresses().stream().map(NetUtil::toAddressString).toList(),
        leaf.getSubjectX500Principal().getName(),
        leaf.getIssuerX500Principal().getName(),
        SerialNumber.of(leaf),
        fingerprint(leaf),
        pair.notBefore(),
        pair.notAfter(),
        Duration.between(now, pair.notAfter()).toDays(),
        state(pair, now),
        keyType(pair),
        switch (source) {
          case CertificateSource.SelfSigned _ -> Source.SELF_SIGNED;
          case CertificateSource.Manual _ -> Source.FILE;
          case CertificateSource.Acme _ -> named ? Source.FILE : Source.ACME;
        },
        named ? Optional.of(source.pairs().get(index).certificate().toString()) : Optional.empty(),
        served.of(pair),
        pair.chain().size(),
        ChainProblems.of(pair.chain(), now));
  }

  static State state(CertificatePair pair, Instant now) {
    if (now.isAfter(pair.notAfter())) {
      return State.EXPIRED;
    }
    if (now.isBefore(pair.notBefore())) {
      return State.NOT_YET_VALID;
    }
    return now.isAfter(pair.expiresSoonFrom()) ? State.EXPIRES_SOON : State.VALID;
  }

  static String keyType(CertificatePair pair) {
    return switch (pair.leaf().getPublicKey()) {
      case ECPublicKey ec -> "EC P-" + ec.getParams().getCurve().getField().getFieldSize();
      case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
      default -> pair.leaf().getPublicKey().getAlgorithm();
    };
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("every JDK has SHA-256, and it was parsed", e);
    }
  }
}
