package sekisho.explain;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sekisho.certificate.CertificatePair;
import sekisho.config.Origins;
import sekisho.config.ServerNameText;
import sekisho.explain.Explanation.Verdict;
import sekisho.hello.ClientHello;
import sekisho.hello.MalformedHello;
import sekisho.hello.ServerNameExtension;
import sekisho.http.ClientConnection;
import sekisho.http.ClientIdentity;
import sekisho.http.ExplainedRequest;
import sekisho.limit.LimiterSet;
import sekisho.limit.Limiters;
import sekisho.metrics.Reason;
import sekisho.model.Configuration;
import sekisho.model.ListenAddress;
import sekisho.model.RejectManner;
import sekisho.model.ServerName;
import sekisho.route.HttpRouter;
import sekisho.route.SniRouter;
import sekisho.runtime.Rules;

/**
 * Answers what would become of connections and requests under one configuration. Safe to share; it
 * does not block, and asks nothing of the network.
 *
 * <p>Limits are those of a proxy that nobody has used yet: it says what they are, never what is
 * left of them.
 */
public final class Explainer {
  /** What every present-day client offers: RSA-PSS and ECDSA, each with SHA-256. */
  private static final List<Integer> USUAL_SCHEMES = List.of(0x0403, 0x0804);

  private static final int HTTPS_PORT = 443;

  private final Configuration configuration;
  private final Origins origins;
  private final SniRouter sniRouter;
  private final HttpRouter httpRouter;
  private final Certificates certificates;

  /**
   * @param origins where the configuration stands in its file
   * @param pairs its certificates, in its order; empty where nothing terminates TLS
   */
  public Explainer(Configuration configuration, Origins origins, List<CertificatePair> pairs) {
    this.configuration = configuration;
    this.origins = origins;
    this.sniRouter = new SniRouter(configuration.proxy().tls().routing());
    this.httpRouter = new HttpRouter(configuration.proxy().http().routes());
    this.certificates = new Certificates(configuration.proxy().tls(), pairs);
  }

  /** Limiters of its own for each question, so that asking costs nobody a token. */
  private record Fresh(
      Configuration configuration, SniRouter sniRouter, HttpRouter httpRouter, LimiterSet limiters)
      implements Rules {}

  public Explanation explain(Question question) {
    Facts facts = new Facts(origins);
    Verdict verdict = connection(question, facts.section("connection"));
    return new Explanation(facts.sections(), verdict);
  }

  private Verdict connection(Question question, Facts facts) {
    if (question.serverName().isEmpty()) {
      facts.add("server name", "none");
      return named(Optional.empty(), question, facts);
    }
    String written = question.serverName().get();
    Optional<String> sent = ServerNameText.asSent(written);
    if (sent.isEmpty()) {
      return malformed(written, MalformedHello.SERVER_NAME_INVALID, facts);
    }
    return switch (ServerNameExtension.parse(sent.get())) {
      case ServerNameExtension.Result.Broken(MalformedHello reason) ->
          malformed(written, reason, facts);
      case ServerNameExtension.Result.Name(ServerName name) -> {
        facts.add(
            "server name",
            name.text().equals(written) ? written : name + " (written " + written + ")");
        yield named(Optional.of(name), question, facts);
      }
    };
  }

  /** A hello that is none meets no route. */
  private Verdict malformed(String written, MalformedHello why, Facts facts) {
    RejectManner manner = sniRouter.defaultManner();
    facts.add("server name", written + ": refused, " + why.text());
    facts.add("ends with", Words.manner(manner), "proxy.tls.routing.default", "reject_with");
    return new Verdict.Refused(Reason.HELLO_MALFORMED, Words.manner(manner));
  }

  private Verdict named(Optional<ServerName> name, Question question, Facts facts) {
    InetAddress client = question.client().orElseGet(Explainer::thisMachine);
    InetAddress local = local(question);
    facts.add(
        "client",
        NetUtil.toAddressString(client)
            + (question.client().isEmpty() ? ", since no other was named" : ""));
    ClientHello hello = new ClientHello(name, question.alpn(), true, USUAL_SCHEMES, true);
    Optional<Verdict> verdict =
        new SniDecision(configuration.proxy(), sniRouter.route(name), certificates, facts)
            .explain(hello, client, local);
    return verdict.orElseGet(() -> http(name, question, client, local, facts));
  }

  private Verdict http(
      Optional<ServerName> name,
      Question question,
      InetAddress client,
      InetAddress local,
      Facts facts) {
    ClientConnection connection =
        ClientConnection.of(
            new InetSocketAddress(client, 0),
            new InetSocketAddress(local, HTTPS_PORT),
            name,
            "TLSv1.3",
            // Whoever it will be: the fields of one that shows no certificate.
            new ClientIdentity(sniRouter.route(name).destination().clientAuth(), null));
    String host =
        question.host().orElseGet(() -> name.map(ServerName::text).orElseGet(() -> literal(local)));
    StringBuilder head =
        new StringBuilder()
            .append(question.method())
            .append(' ')
            .append(question.path())
            .append(" HTTP/1.1\r\nHost: ")
            .append(host);
    question.fields().forEach(line -> head.append("\r\n").append(line));
    Rules rules =
        new Fresh(
            configuration,
            sniRouter,
            httpRouter,
            new Limiters(System::nanoTime).of(configuration.proxy()));
    ExplainedRequest explained = ExplainedRequest.of(head.toString(), connection, rules);
    facts.section("request").add("asked for", question.method() + " " + question.path());
    facts.add("host", host + (question.host().isEmpty() ? ", since no other was named" : ""));
    return new RequestDecision(configuration.proxy(), explained, facts).explain();
  }

  /**
   * The address that the client connects to: who asks for none by name asks for that of the URL,
   * which is the Host.
   */
  private InetAddress local(Question question) {
    InetAddress named = question.host().map(Explainer::address).orElse(null);
    if (question.serverName().isEmpty() && named != null) {
      return named;
    }
    List<InetAddress> listened =
        configuration.proxy().listen().stream().map(ListenAddress::address).toList();
    return listened.stream()
        .filter(address -> !address.isAnyLocalAddress())
        .findFirst()
        .orElseGet(() ->
            listened.getFirst() instanceof Inet6Address
                ? InetAddress.ofLiteral("::1")
                : thisMachine());
  }

  /** Of a Host that is an address, with or without a port; null: it is none. */
  private static @Nullable InetAddress address(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') : host.indexOf(':');
    String bare = host.substring(host.startsWith("[") ? 1 : 0, end < 0 ? host.length() : end);
    return NetUtil.createInetAddressFromIpAddressString(bare);
  }

  private static InetAddress thisMachine() {
    return Inet4Address.ofLiteral("127.0.0.1");
  }

  private static String literal(InetAddress address) {
    String text = NetUtil.toAddressString(address);
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }
}
