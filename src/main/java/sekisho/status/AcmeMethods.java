package sekisho.status;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import sekisho.acme.CertificateStatus;
import sekisho.acme.Renewals;
import sekisho.acme.TimelineEntry;
import sekisho.certificate.CertificatePair;
import sekisho.rpc.Arguments;
import sekisho.rpc.ObjectType;
import sekisho.rpc.Parameter;
import sekisho.rpc.ParameterType;
import sekisho.rpc.ResultType;
import sekisho.rpc.RpcException;
import sekisho.rpc.RpcMethod;

/**
 * What can be asked of the certificates that the proxy gets by itself: how they stand, and more of
 * them.
 */
final class AcmeMethods {
  /** An order takes five minutes at most; some may stand before it. */
  private static final long PATIENCE_MINUTES = 30;

  private static final int REFUSED = 1;

  private static final ResultType<TimelineEntry> ENTRY =
      ObjectType.<TimelineEntry>of()
          .with("at", ResultType.TIME, "when it happened", TimelineEntry::at)
          .with(
              "what",
              ResultType.TEXT,
              "ordered, challenged, validated, issued, tried, failed or requested",
              entry -> entry.what().name().toLowerCase(Locale.ROOT))
          .with("text", ResultType.TEXT, "for people", TimelineEntry::text)
          .with(
              "problem",
              ResultType.optional(ResultType.TEXT),
              "the authority's own words, a problem document of RFC 7807 as it came",
              entry -> entry.problem().map(Object::toString))
          .type();

  private static final ResultType<CertificateStatus> STATUS =
      ObjectType.<CertificateStatus>of()
          .with("name", ResultType.TEXT, "what it is called", CertificateStatus::name)
          .with(
              "identifiers",
              ResultType.listOf(ResultType.TEXT),
              "the names and addresses it is for",
              CertificateStatus::identifiers)
          .with(
              "not_before",
              ResultType.optional(ResultType.TIME),
              "since when it is valid; null: there is none yet",
              status -> status.pair().map(CertificatePair::notBefore))
          .with(
              "not_after",
              ResultType.optional(ResultType.TIME),
              "until when it is valid",
              status -> status.pair().map(CertificatePair::notAfter))
          .with(
              "issuer",
              ResultType.optional(ResultType.TEXT),
              "who has signed it",
              status -> status.pair().map(pair -> pair.leaf().getIssuerX500Principal().toString()))
          .with(
              "due",
              ResultType.optional(ResultType.TIME),
              "when it is ordered next; null: now",
              CertificateStatus::due)
          .with(
              "failures",
              ResultType.WHOLE,
              "how often it has failed in a row",
              status -> (long) status.state().failures())
          .with(
              "timeline",
              ResultType.listOf(ENTRY),
              "what happened, oldest first",
              status -> status.state().timeline())
          .type();

  private static final Parameter<Optional<List<String>>> NAMES =
      Parameter.optional(
          "names", ParameterType.listOf(ParameterType.TEXT), "of certificates; without: all");

  private static final Parameter<Optional<Boolean>> DRY_RUN =
      Parameter.optional(
          "dry_run",
          ParameterType.FLAG,
          "whether to order at the staging directory, and to throw away what comes");

  private AcmeMethods() {}

  /**
   * @param renewals what gets certificates at present; empty: nothing does
   */
  static List<RpcMethod<?>> of(Status status, Supplier<Optional<Renewals>> renewals) {
    return List.of(
        new RpcMethod<>(
                "acme.status",
                "Says how each certificate that the proxy gets by itself stands.",
                List.of(),
                ResultType.listOf(STATUS),
                (_, _) -> certificates(present(status.acme())))
            .failing(
                REFUSED,
                "the proxy gets no certificates by itself, or their storage cannot be read"),
        new RpcMethod<>(
                "acme.renew",
                "Orders certificates now, due or not, and says how they stand then. Takes as long as"
                    + " the authority does.",
                List.of(NAMES, DRY_RUN),
                ResultType.listOf(STATUS),
                (arguments, _) -> renew(present(renewals.get()), arguments))
            .failing(
                REFUSED,
                "the proxy gets no certificates by itself, there is none of that name, nothing can"
                    + " be ordered here, or it takes longer than "
                    + PATIENCE_MINUTES
                    + " minutes and goes on"));
  }

  private static <T> T present(Optional<T> acme) throws RpcException {
    return acme.orElseThrow(() ->
        RpcException.of(
            REFUSED,
            "the running proxy gets no certificates by itself: its proxy.tls.mode is not acme"));
  }

  private static List<CertificateStatus> certificates(AcmeFacts acme) throws RpcException {
    if (acme.trouble().isPresent()) {
      throw RpcException.of(REFUSED, acme.trouble().get());
    }
    return acme.certificates();
  }

  private static List<CertificateStatus> renew(Renewals renewals, Arguments arguments)
      throws RpcException {
    var asked =
        renewals.renew(
            arguments.valueOf(NAMES).orElse(List.of()), arguments.valueOf(DRY_RUN).orElse(false));
    try {
      return asked.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw RpcException.of(REFUSED, String.valueOf(cause.getMessage()));
    } catch (TimeoutException e) {
      throw RpcException.of(
          REFUSED, "it takes longer than " + PATIENCE_MINUTES + " minutes, and goes on");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RpcException.of(REFUSED, "the proxy stops");
    }
  }
}
