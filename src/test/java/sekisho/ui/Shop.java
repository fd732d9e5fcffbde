package sekisho.ui;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sekisho.acme.CertificateState;
import sekisho.acme.CertificateStatus;
import sekisho.acme.TimelineEntry;
import sekisho.config.Difference;
import sekisho.control.LastReload;
import sekisho.control.ReloadOutcome;
import sekisho.control.ReloadTrigger;
import sekisho.explain.Explanation;
import sekisho.explain.Question;
import sekisho.journal.JournalEntry;
import sekisho.live.TlsFacts;
import sekisho.metrics.Histogram;
import sekisho.metrics.Reason;
import sekisho.model.Place;
import sekisho.status.AcmeFacts;
import sekisho.status.CertificateFacts;
import sekisho.status.ConnectionFacts;
import sekisho.status.ConnectionList;
import sekisho.status.ConnectionsFacts;
import sekisho.status.HandshakeFacts;
import sekisho.status.HttpFacts;
import sekisho.status.LimitFacts;
import sekisho.status.LogFacts;
import sekisho.status.ProgramFacts;
import sekisho.status.Quantiles;
import sekisho.status.ReasonCount;
import sekisho.status.RouteFacts;
import sekisho.status.UpstreamFacts;
import sekisho.status.UpstreamGroupFacts;

/**
 * A proxy on a bad day, as facts: an upstream is down, a certificate expires, a reload was refused,
 * a limit refuses. Whatever a client or an authority wrote in it is {@link #hostile}.
 */
final class Shop {
  static final Instant NOW = Instant.parse("2026-11-23T03:12:45Z");
  static final Times TIMES = new Times(Clock.fixed(NOW, ZoneOffset.UTC), ZoneOffset.UTC);

  /** Text that comes from outside, in the place that is named. */
  private final String hostile;

  Shop(String hostile) {
    this.hostile = hostile;
  }

  /** Nobody is hostile. */
  static Shop honest() {
    return new Shop("");
  }

  private String text(String honest) {
    return hostile.isEmpty() ? honest : hostile;
  }

  ProgramFacts program() {
    return new ProgramFacts(
        NOW,
        "0.1.0",
        "2026-11-20T10:00:00Z",
        "25.0.1, Eclipse Adoptium",
        "BoringSSL",
        4711,
        NOW.minus(Duration.ofHours(73)),
        Duration.ofHours(73).toSeconds(),
        true,
        List.of("0.0.0.0:443", "[::]:443"),
        List.of("0.0.0.0:80"),
        Optional.of(1843L),
        Optional.of(65536L),
        Optional.of(212_000_000L),
        48_000_000,
        268_000_000,
        31_000_000,
        23,
        4);
  }

  ConnectionsFacts connections() {
    Map<String, Long> byKind = new LinkedHashMap<>();
    byKind.put("http", 81_230L);
    byKind.put("tls_terminate", 5_112L);
    byKind.put("transparent", 1_870L);
    byKind.put("reject", 311L);
    return new ConnectionsFacts(
        NOW,
        1_284,
        32_640,
        88_523,
        byKind,
        List.of(count(Reason.TLS_HANDSHAKE, 211), count(Reason.HELLO_TIMEOUT, 36)),
        List.of(),
        Map.of(3, 1_284L),
        7_000_000_000L,
        91_000_000_000L);
  }

  ConnectionList list(int number) {
    List<ConnectionFacts> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      boolean relay = i % 5 == 3;
      all.add(
          new ConnectionFacts(
              88_523 - i,
              i % 4 == 1 ? "2001:db8:4:" + i + "::7" : "198.51.100." + (20 + i % 200),
              40_000 + 7 * i,
              "203.0.113.7",
              443,
              NOW.minusSeconds(3L + 61L * i),
              3 + 61 * i,
              Optional.of(relay ? "tls_terminate" : "http"),
              Optional.of(text(relay ? "sora-turn.example.com" : "sora.example.com")),
              Optional.of(relay ? 14 : 18),
              i == 2
                  ? Optional.empty()
                  : Optional.of(
                      new TlsFacts(
                          "TLSv1.3", "TLS_AES_128_GCM_SHA256", "X25519MLKEM768", i % 3 == 0)),
              Optional.of(text(relay ? "192.0.2.1:3478" : "http://127.0.0.1:5000/signaling")),
              relay ? 0 : 12L * i + 1,
              4_200L * (i + 1),
              131_000L * (i * i + 1),
              3));
    }
    return new ConnectionList(NOW, number == 0 ? 0 : 1_284, all);
  }

  RouteFacts routes() {
    RouteFacts.Guard open = new RouteFacts.Guard(List.of(), List.of(), List.of());
    return new RouteFacts(
        "/etc/sekisho/sekisho.jsonc",
        List.of(
            new RouteFacts.SniRoute(
                Optional.of(14),
                text("sora-turn.example.com"),
                "terminate_tcp",
                List.of("192.0.2.1:3478"),
                Optional.empty(),
                new RouteFacts.Guard(
                    List.of("50 connections per client address (IPv6 by /64); else drop"),
                    List.of(),
                    List.of("192.0.2.64/26")),
                "drop"),
            new RouteFacts.SniRoute(
                Optional.of(18),
                "sora.example.com",
                "terminate_http",
                List.of(),
                Optional.of("request, /etc/sekisho/ca.pem"),
                open,
                "drop"),
            new RouteFacts.SniRoute(
                Optional.of(21),
                "old.example.com",
                "reject",
                List.of(),
                Optional.empty(),
                open,
                "alert"),
            new RouteFacts.SniRoute(
                Optional.empty(),
                "everything else",
                "transparent",
                List.of("192.0.2.1:3478"),
                Optional.empty(),
                open,
                "drop")),
        List.of(
            new RouteFacts.HttpRoute(
                31,
                text("exact /signaling"),
                List.of("sora.example.com"),
                List.of(),
                true,
                List.of("http://127.0.0.1:5000/signaling"),
                open),
            new RouteFacts.HttpRoute(
                35,
                "regex ^/(whip|whep)/",
                List.of(),
                List.of("POST", "PATCH", "DELETE"),
                false,
                List.of("http://127.0.0.1:5000"),
                open),
            new RouteFacts.HttpRoute(
                38,
                "prefix /api",
                List.of(),
                List.of(),
                false,
                List.of("http://10.0.0.11:3000", "http://10.0.0.12:3000"),
                new RouteFacts.Guard(
                    List.of(
                        "200 at once, then one every 10 ms, per client address (IPv6 by /64);"
                            + " else 429"),
                    List.of(),
                    List.of()))));
  }

  List<UpstreamGroupFacts> upstreams() {
    UpstreamFacts.Failure refused =
        new UpstreamFacts.Failure(
            NOW.minusSeconds(4),
            "upstream_connect_refused",
            text("10.0.0.12:3000: Connection refused"),
            "Nothing listens at the upstream's address.",
            "Look whether the upstream's program runs and listens there.");
    return List.of(
        group("http", List.of(31, 35), up("http://127.0.0.1:5000/signaling", 812, 40, 48_112)),
        new UpstreamGroupFacts(
            "http",
            List.of(38),
            "least_connections",
            3,
            10,
            Optional.of("GET /ok every 5 s, within 2 s, expecting 2xx"),
            List.of(
                up("http://10.0.0.11:3000", 12, 31, 190_551),
                new UpstreamFacts(
                    "http://10.0.0.12:3000",
                    1,
                    UpstreamFacts.State.RESTING,
                    Optional.of("it failed 3 times in a row, and is tried again in 6 s"),
                    Optional.of(NOW.minusSeconds(4)),
                    0,
                    0,
                    188_903,
                    17,
                    3,
                    Optional.of(refused)))),
        group("tcp", List.of(0, 14), up("192.0.2.1:3478", 390, 0, 5_112)));
  }

  private static UpstreamGroupFacts group(
      String protocol, List<Integer> lines, UpstreamFacts member) {
    return new UpstreamGroupFacts(
        protocol, lines, "round_robin", 3, 10, Optional.empty(), List.of(member));
  }

  private static UpstreamFacts up(String url, int active, int idle, long begun) {
    return new UpstreamFacts(
        url,
        1,
        UpstreamFacts.State.UP,
        Optional.empty(),
        Optional.empty(),
        active,
        idle,
        begun,
        0,
        0,
        Optional.empty());
  }

  List<CertificateFacts> certificates() {
    return List.of(
        certificate(
            List.of("sora.example.com", "www.sora.example.com"), 61, CertificateFacts.State.VALID),
        certificate(List.of("sora-turn.example.com"), 6, CertificateFacts.State.EXPIRES_SOON));
  }

  private CertificateFacts certificate(
      List<String> names, long days, CertificateFacts.State state) {
    return new CertificateFacts(
        names,
        List.of(),
        "CN=" + names.getFirst(),
        text("CN=E7,O=Let's Encrypt,C=US"),
        "4f1c9b0e77a2",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        NOW.minus(Duration.ofDays(90 - days)),
        NOW.plus(Duration.ofDays(days)),
        days,
        state,
        "EC P-256",
        state == CertificateFacts.State.VALID
            ? CertificateFacts.Source.ACME
            : CertificateFacts.Source.FILE,
        state == CertificateFacts.State.VALID
            ? Optional.empty()
            : Optional.of("/etc/sekisho/turn.pem"),
        List.of(names.getFirst()),
        2,
        state == CertificateFacts.State.VALID
            ? List.of()
            : List.of(
                "the intermediate certificate is not sent: many clients will not believe it"));
  }

  AcmeSection acme() {
    var problem =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "urn:ietf:params:acme:error:dns")
            .put("detail", text("DNS problem: NXDOMAIN looking up A for new.example.com"))
            .put("status", 400);
    CertificateState good =
        state(
            0,
            entry(-3600, TimelineEntry.Event.ORDERED, "ordered at the authority"),
            entry(-3590, TimelineEntry.Event.CHALLENGED, "tls-alpn-01 for sora.example.com"),
            entry(-3580, TimelineEntry.Event.VALIDATED, "sora.example.com"),
            entry(-3575, TimelineEntry.Event.ISSUED, "valid for 90 days"));
    CertificateState bad =
        state(
            2,
            entry(-620, TimelineEntry.Event.ORDERED, "ordered at the authority"),
            new TimelineEntry(
                NOW.minusSeconds(600),
                TimelineEntry.Event.FAILED,
                text("new.example.com: DNS problem: NXDOMAIN looking up A (dns)"),
                Optional.of(problem)));
    return AcmeSection.of(
        new AcmeFacts(
            "https://acme-v02.api.letsencrypt.org/directory",
            Optional.empty(),
            List.of(
                new CertificateStatus(
                    "sora.example.com",
                    List.of("sora.example.com"),
                    Optional.empty(),
                    Optional.of(NOW.plus(Duration.ofDays(31))),
                    good),
                new CertificateStatus(
                    "new.example.com",
                    List.of("new.example.com"),
                    Optional.empty(),
                    Optional.of(NOW.plusSeconds(75)),
                    bad))));
  }

  private static TimelineEntry entry(long seconds, TimelineEntry.Event what, String text) {
    return new TimelineEntry(NOW.plusSeconds(seconds), what, text, Optional.empty());
  }

  private static CertificateState state(int failures, TimelineEntry... timeline) {
    return new CertificateState(
        failures, 0, Optional.empty(), Optional.empty(), Optional.empty(), List.of(timeline));
  }

  List<LimitFacts> limits() {
    return List.of(
        new LimitFacts(
            "requests_per_second",
            40,
            9,
            "proxy.http.routes[2].rate_limit",
            text("200 at once, then one every 10 ms, per client address (IPv6 by /64); else 429"),
            false,
            412),
        new LimitFacts(
            "connections",
            16,
            9,
            "proxy.tls.routing.sni[0].connection_limit",
            "50 connections per client address (IPv6 by /64); a dry run: nothing is refused",
            true,
            38));
  }

  List<ReasonCount> errors() {
    return List.of(
        count(Reason.UPSTREAM_CONNECT_REFUSED, 1_731),
        count(Reason.RATE_LIMITED, 918),
        count(Reason.TLS_HANDSHAKE, 211),
        count(Reason.CLIENT_ABORT, 96),
        count(Reason.HELLO_TIMEOUT, 36),
        count(Reason.NO_ROUTE, 12));
  }

  private static ReasonCount count(Reason reason, long times) {
    return new ReasonCount(
        reason.code(),
        reason.status(),
        times,
        switch (reason) {
          case UPSTREAM_CONNECT_REFUSED -> "Nothing listens at the upstream's address.";
          case RATE_LIMITED -> "The client sent more requests than rate_limit allows.";
          case TLS_HANDSHAKE -> "The TLS handshake failed: no common version or cipher.";
          case CLIENT_ABORT -> "The client went away before its answer was whole.";
          case HELLO_TIMEOUT -> "The client did not send a whole ClientHello in time.";
          default -> "No route takes the request's host and path.";
        },
        switch (reason) {
          case UPSTREAM_CONNECT_REFUSED ->
              "Look whether the upstream's program runs and listens there.";
          case RATE_LIMITED -> "See in the access log who it is; raise it if they are welcome.";
          case TLS_HANDSHAKE -> "Set log.level to debug to see each cause.";
          default -> "Nothing as a rule.";
        });
  }

  HttpFacts http() {
    Map<Integer, Long> byStatus = new HashMap<>();
    byStatus.put(200, 430_112L);
    byStatus.put(502, 1_731L);
    return new HttpFacts(
        NOW,
        436_880,
        byStatus,
        Map.of("2xx", 430_112L, "5xx", 1_731L),
        27,
        311,
        new Quantiles(
            436_880,
            Optional.of(0.004),
            Optional.of(0.0021),
            Optional.of(0.009),
            Optional.of(0.08)),
        errors(),
        918,
        0,
        List.of(count(Reason.SNI_CONNECTION_LIMITED, 14)),
        3);
  }

  HandshakeFacts tls() {
    Map<String, Long> versions = new LinkedHashMap<>();
    versions.put("1.2", 812L);
    versions.put("1.3", 85_530L);
    Map<String, Long> groups = new LinkedHashMap<>();
    groups.put("X25519MLKEM768", 70_122L);
    groups.put("x25519", 15_001L);
    return new HandshakeFacts(
        NOW,
        86_342,
        41_200,
        List.of(),
        versions,
        groups,
        new Quantiles(
            86_342,
            Optional.of(0.002),
            Optional.of(0.0012),
            Optional.of(0.003),
            Optional.of(0.021)));
  }

  LogFacts log() {
    List<JournalEntry> entries = new ArrayList<>();
    entries.add(line(1, -7200, JournalEntry.Level.INFO, "control", "listening on 0.0.0.0:443"));
    entries.add(line(2, -7199, JournalEntry.Level.INFO, "control", "ready"));
    entries.add(
        line(
            3,
            -86,
            JournalEntry.Level.WARN,
            "control",
            "reload refused: /etc/sekisho/sekisho.jsonc:38:7: proxy.http.routes[2].upsteam: unknown"
                + " key, did you mean upstream?"));
    entries.add(
        line(
            4,
            -4,
            JournalEntry.Level.ERROR,
            "access",
            text(
                "{\"status\":502,\"reason\":\"upstream_connect_refused\",\"host\":\"sora.example.com\",\"path\":\"/api/rooms\",\"upstream\":\"http://10.0.0.12:3000\"}")));
    return new LogFacts(4, entries);
  }

  private static JournalEntry line(
      long id, long seconds, JournalEntry.Level level, String source, String text) {
    return new JournalEntry(id, NOW.plusSeconds(seconds), level, source, text);
  }

  /** Ten minutes of traffic with a rise, and an upstream that is lost in the last two. */
  FigureHistory history() {
    FigureHistory history = new FigureHistory();
    for (int i = 0; i <= FigureHistory.POINTS; i++) {
      history.add(sample(i));
    }
    return history;
  }

  /** What is counted when so many intervals have passed. */
  Sample sample(int step) {
    double time = step * 2;
    long requests =
        Math.round(time * 340 + 9_000 * Math.sin(time / 95) + 25 * Math.sin(time * 1.7));
    long bad = Math.max(0, step - 240) * 29L;
    Map<Reason, Long> errors = new EnumMap<>(Reason.class);
    errors.put(Reason.TLS_HANDSHAKE, 150L + step / 5);
    errors.put(Reason.RATE_LIMITED, 700L + Math.max(0, step - 120));
    if (bad > 0) {
      errors.put(Reason.UPSTREAM_CONNECT_REFUSED, bad);
    }
    List<Long> byClass = List.of(0L, 0L, 100_000 + requests, 900 + step * 9L, 700L + step, bad);
    List<Histogram.Bucket> buckets =
        List.of(
            new Histogram.Bucket(0.001, 20L * step),
            new Histogram.Bucket(0.0025, 500L * step),
            new Histogram.Bucket(0.01, 90L * step + Math.round(25 * Math.sin(time / 40))),
            new Histogram.Bucket(0.1, 9L * step),
            new Histogram.Bucket(Double.POSITIVE_INFINITY, 0));
    return new Sample(
        NOW.minusSeconds(2L * (FigureHistory.POINTS - step)),
        1_240 + Math.round(44 * Math.sin(time / 70)),
        60_000 + Math.round(time * 21 + 300 * Math.sin(time / 60)),
        byClass,
        errors,
        new Histogram.Reading(buckets, time),
        2_000_000L * step,
        31_000_000L * step);
  }

  Configurations configurations() {
    return new Configurations() {
      @Override
      public Shown current() {
        return new Shown(3, "/etc/sekisho/sekisho.jsonc", NOW.minus(Duration.ofHours(9)), file());
      }

      @Override
      public Optional<Shown> withNumber(int number) {
        return number == 2
            ? Optional.of(
                new Shown(2, "/etc/sekisho/sekisho.jsonc", NOW.minus(Duration.ofHours(30)), file()))
            : Optional.empty();
      }

      @Override
      public List<Kept> kept() {
        return List.of(
            new Kept(3, NOW.minus(Duration.ofHours(9)), true, 1_180, true),
            new Kept(2, NOW.minus(Duration.ofHours(30)), false, 102, true),
            new Kept(1, NOW.minus(Duration.ofHours(300)), false, 2, false));
      }

      @Override
      public Optional<Difference> difference(int older, int newer) {
        return older == 2 && newer == 3
            ? Optional.of(
                new Difference(
                    List.of(
                        new Difference.Change.Changed(
                            "proxy.http.routes[2].upstream[1]",
                            "\"http://10.0.0.9:3000\"",
                            text("\"http://10.0.0.12:3000\""))),
                    List.of(
                        new Difference.Line.Kept(37, 37, "        { \"path_prefix\": \"/api\","),
                        new Difference.Line.Removed(38, "          \"http://10.0.0.9:3000\""),
                        new Difference.Line.Added(38, text("          \"http://10.0.0.12:3000\"")),
                        new Difference.Line.Kept(39, 39, "        },"))))
            : Optional.empty();
      }

      @Override
      public Optional<LastReload> lastReload() {
        return Optional.of(
            new LastReload(
                NOW.minusSeconds(86),
                new ReloadTrigger(ReloadTrigger.Kind.UI, text("admin")),
                new ReloadOutcome.Refused(
                    List.of(
                        new sekisho.config.Problem(
                            "/etc/sekisho/sekisho.jsonc",
                            38,
                            7,
                            text("proxy.http.routes[2].upsteam"),
                            sekisho.config.Problem.Severity.ERROR,
                            "unknown key, did you mean upstream?")))));
      }

      @Override
      public Explanation explain(Question question) {
        return new Explanation(
            List.of(
                new Explanation.Section(
                    "connection",
                    List.of(
                        new Explanation.Fact(
                            "server name",
                            question.serverName().orElse("none"),
                            new Explanation.Source.Protocol()),
                        new Explanation.Fact(
                            "SNI route",
                            "sora.example.com: TLS ends here, requests are routed",
                            new Explanation.Source.Line(
                                new Place(18, 9, "proxy.tls.routing.sni[1]"))))),
                new Explanation.Section(
                    "request",
                    List.of(
                        new Explanation.Fact(
                            "asked for",
                            question.method() + " " + question.path(),
                            new Explanation.Source.Protocol()),
                        new Explanation.Fact(
                            "upstream timeout", "60 s", new Explanation.Source.Default())))),
            new Explanation.Verdict.Forwarded(
                38, List.of("http://10.0.0.11:3000/rooms"), question.path()));
      }
    };
  }

  private String file() {
    return """
    {
      // The conference at sora.example.com
      "proxy": {
        "listen": ["0.0.0.0:443", "[::]:443"],
        "http_listen": ["0.0.0.0:80"],
        "tls": {
          "mode": "acme",
          "acme": {
            "directory": "letsencrypt",
            "terms_of_service_agreed": true,
            "contact": ["mailto:ops@example.com"],
          },
          "routing": {
            "sni": [
              { "server_name": "sora-turn.example.com", "mode": "tls_terminate", "upstream": "192.0.2.1:3478",
                "connection_limit": { "max": 50, "dry_run": true } },

              { "server_name": "sora.example.com", "mode": "tls_terminate", "handler": "http" },
              { "server_name": "%s", "mode": "reject" },
            ],
          },
        },
      },
      "ui": { "auth": { "token": "***" } },
    }
    """
        .formatted(text("old.example.com"));
  }

  /** The facts of a page with its frame, as its template takes them. */
  Map<String, Object> facts(BuiltInPage page, Map<String, List<String>> query) {
    PageRequest request = new PageRequest("/", query, new Visitor(text("admin"), true));
    FigureHistory history = history();
    List<Concern> problems = problems(history);
    Map<String, Object> facts =
        new HashMap<>(
            switch (page) {
              case OVERVIEW ->
                  OverviewPage.facts(
                      problems, program(), connections(), errors(), history, sample(301), TIMES);
              case CONNECTIONS ->
                  ConnectionsPage.facts(
                      ConnectionsPage.Filter.of(request), connections(), list(14));
              case ROUTES -> RoutesPage.facts(routes());
              case UPSTREAMS -> UpstreamsPage.facts(upstreams(), NOW);
              case CERTIFICATES -> CertificatesPage.facts(certificates(), Optional.of(acme()));
              case LIMITS ->
                  LimitsPage.facts(limits(), errors(), http().dryRuns(), history.aMinuteAgo());
              case CONFIG -> ConfigPage.facts(request, configurations());
              case EXPLAIN -> ExplainPage.facts(request, configurations()::explain);
              case LOG -> LogPage.facts(LogPage.Filter.of(request), log());
              case ABOUT ->
                  Map.of(
                      "program", program(),
                      "connections", connections(),
                      "http", http(),
                      "tls", tls());
            });
    facts.put(
        "frame",
        new Frame(
            page.title(),
            "/etc/sekisho/sekisho.jsonc",
            NOW,
            BuiltInPage.links(Optional.of(page), problems),
            problems.size(),
            "0.1.0",
            request.visitor().name(),
            true,
            page == BuiltInPage.OVERVIEW));
    return facts;
  }

  private List<Concern> problems(FigureHistory history) {
    List<Concern> problems = new ArrayList<>(UpstreamsPage.problems(upstreams(), NOW));
    problems.addAll(CertificatesPage.problems(certificates(), TIMES));
    problems.addAll(acme().problems());
    problems.addAll(ConfigPage.problems(configurations().lastReload()));
    problems.addAll(Attention.ofProgram(program(), connections()));
    problems.addAll(Attention.ofCounts(http(), errors(), history.aMinuteAgo()));
    return Attention.sorted(problems);
  }
}
