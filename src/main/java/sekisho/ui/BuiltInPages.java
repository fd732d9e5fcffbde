package sekisho.ui;

import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import sekisho.control.RunningProxy;
import sekisho.status.ProgramFacts;
import sekisho.status.Status;

/**
 * The pages that come with the program, and what they are told while they are open.
 *
 * <p>Writes the history from its making until it is closed; templates and files are read when they
 * are asked for first. Safe from every thread.
 */
public final class BuiltInPages implements Pages, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BuiltInPages.class);

  private final Status status;
  private final RunningProxy proxy;
  private final Configurations configurations;
  private final Times times;
  private final FigureHistory history = new FigureHistory();
  private final Sampler sampler;
  private final Templates templates;
  private final Assets assets = new Assets();

  public BuiltInPages(Status status, RunningProxy proxy) {
    this.status = status;
    this.proxy = proxy;
    this.configurations = new LoadedConfigurations(proxy);
    this.times = new Times(Clock.systemUTC(), ZoneId.systemDefault());
    this.templates = new Templates(times);
    this.sampler = new Sampler(this::sampleIfShown, history);
    sampler.start();
  }

  private Sample sample() {
    return Sample.of(proxy.meters(), proxy.connections(), times.now());
  }

  /** Empty: there is no UI to show it, which a reload may change. */
  private Optional<Sample> sampleIfShown() {
    return proxy.generations().current().configuration().ui().map(_ -> sample());
  }

  /** What open pages are told. */
  public LiveFeed feed() {
    return new Feed(history, this::sample, times);
  }

  @Override
  public Answer page(PageRequest request) {
    try {
      return BuiltInPage.of(request.path())
          .map(page -> Answer.html(200, rendered(page, request)))
          .orElseGet(() -> noSuchPage(request));
    } catch (RuntimeException e) {
      LOG.errorf(e, "the page %s could not be made", request.path());
      return failure(
          500,
          "This page could not be made",
          "That is a fault of the program; its log says more. Other pages may work.");
    }
  }

  private String rendered(BuiltInPage page, PageRequest request) {
    Optional<AcmeSection> acme = status.acme().map(AcmeSection::of);
    List<Concern> problems = problems(acme);
    Map<String, Object> facts = new HashMap<>(facts(page, request, acme, problems));
    facts.put("frame", frame(Optional.of(page), page.title(), request.visitor(), problems));
    return templates.render(page.template(), facts);
  }

  private List<Concern> problems(Optional<AcmeSection> acme) {
    return Attention.of(status, acme, configurations.lastReload(), history.aMinuteAgo(), times);
  }

  private Map<String, Object> facts(
      BuiltInPage page, PageRequest request, Optional<AcmeSection> acme, List<Concern> problems) {
    return switch (page) {
      case OVERVIEW ->
          OverviewPage.facts(
              problems,
              status.program(),
              status.connections(),
              status.errors(),
              history,
              sample(),
              times);
      case CONNECTIONS -> {
        ConnectionsPage.Filter filter = ConnectionsPage.Filter.of(request);
        yield ConnectionsPage.facts(
            filter, status.connections(), status.connections(filter.query()));
      }
      case ROUTES -> RoutesPage.facts(status.routes());
      case UPSTREAMS -> UpstreamsPage.facts(status.upstreams(), times.now());
      case CERTIFICATES -> CertificatesPage.facts(status.certificates(), acme);
      case LIMITS ->
          LimitsPage.facts(
              status.limits(), status.errors(), status.http().dryRuns(), history.aMinuteAgo());
      case CONFIG -> ConfigPage.facts(request, configurations);
      case EXPLAIN -> ExplainPage.facts(request, configurations::explain);
      case LOG -> {
        LogPage.Filter filter = LogPage.Filter.of(request);
        yield LogPage.facts(filter, status.log(filter.query()));
      }
      case ABOUT ->
          Map.of(
              "program", status.program(),
              "connections", status.connections(),
              "http", status.http(),
              "tls", status.tls());
    };
  }

  private Frame frame(
      Optional<BuiltInPage> page, String title, Visitor visitor, List<Concern> problems) {
    ProgramFacts program = status.program();
    return new Frame(
        title,
        configurations.current().file(),
        times.now(),
        BuiltInPage.links(page, problems),
        problems.size(),
        program.version(),
        visitor.name(),
        visitor.session(),
        page.equals(Optional.of(BuiltInPage.OVERVIEW)));
  }

  private Answer noSuchPage(PageRequest request) {
    Frame frame =
        frame(Optional.empty(), "No such page", request.visitor(), problems(Optional.empty()));
    return Answer.html(
        404, templates.render("missing", Map.of("frame", frame, "path", request.path())));
  }

  @Override
  public Answer login(LoginForm form) {
    return Answer.html(
        form.status(), templates.render("login", Map.of("title", "Log in", "form", form)));
  }

  /** A page that says what went wrong; anybody may see it. */
  Answer failure(int code, String headline, String text) {
    return Answer.html(
        code,
        templates.render("failure", Map.of("title", headline, "headline", headline, "text", text)));
  }

  @Override
  public Answer asset(String name, boolean gzip) {
    return assets
        .answer(name, gzip)
        .orElseGet(() -> failure(404, "No such file", "No page of this program asks for it."));
  }

  @Override
  public void close() {
    sampler.close();
  }
}
