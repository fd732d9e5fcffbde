package sekisho.status;

import java.util.List;
import sekisho.rpc.ObjectType;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcMethod;

/** What can be asked of certificates, but for those that are not there yet (acme.status). */
final class CertificateMethods {
  private static final ResultType<CertificateFacts> CERTIFICATE =
      ObjectType.<CertificateFacts>of()
          .with("names", FactTypes.TEXTS, "DNS names and wildcards", CertificateFacts::names)
          .with("addresses", FactTypes.TEXTS, "IP addresses", CertificateFacts::addresses)
          .with("subject", ResultType.TEXT, "as RFC 2253 writes it", CertificateFacts::subject)
          .with("issuer", ResultType.TEXT, "likewise", CertificateFacts::issuer)
          .with("serial", ResultType.TEXT, "whole octets, hexadecimal", CertificateFacts::serial)
          .with(
              "fingerprint", ResultType.TEXT, "SHA-256, hexadecimal", CertificateFacts::fingerprint)
          .with(
              "not_before", ResultType.TIME, "since when it is valid", CertificateFacts::notBefore)
          .with("not_after", ResultType.TIME, "until when it is valid", CertificateFacts::notAfter)
          .with(
              "days_left",
              ResultType.WHOLE,
              "whole days until then; negative: since then",
              CertificateFacts::daysLeft)
          .with(
              "state",
              ResultType.TEXT,
              "valid, not_yet_valid, expired, or expires_soon: within 14 days, or in the last"
                  + " third of its life where that is shorter",
              facts -> RouteReading.lower(facts.state()))
          .with("key_type", ResultType.TEXT, "as EC P-256 or RSA 2048", CertificateFacts::keyType)
          .with(
              "source",
              ResultType.TEXT,
              "file, acme or self_signed",
              facts -> RouteReading.lower(facts.source()))
          .with(
              "file",
              FactTypes.MAYBE_TEXT,
              "the PEM file; null: the configuration names none",
              CertificateFacts::file)
          .with(
              "routes",
              FactTypes.TEXTS,
              "who gets it: names of SNI routes; no name: who asks for none at the default route",
              CertificateFacts::routes)
          .with(
              "chain_length",
              ResultType.WHOLE,
              "certificates that are sent",
              facts -> (long) facts.chainLength())
          .with(
              "problems",
              FactTypes.TEXTS,
              "what clients may object to in its chain, for people",
              CertificateFacts::problems)
          .type();

  private CertificateMethods() {}

  static List<RpcMethod<?>> of(Status status) {
    return List.of(
        new RpcMethod<>(
            "certificates.list",
            "Lists the certificates that clients get, and who gets which.",
            List.of(),
            ResultType.listOf(CERTIFICATE),
            (_, _) -> status.certificates()));
  }
}
