package sekisho.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sekisho.deadline.Deadline;
import sekisho.deadline.Deadlines;

/**
 * Names to addresses, on one event loop: the hosts file and DNS with its TTLs, and the last good
 * answer while DNS has none to give. {@code localhost} is both loopback addresses, whichever of
 * them the hosts file lists.
 *
 * <p>Never blocks. The callback is called in the event loop, at once where the answer is known.
 */
final class Resolver implements AutoCloseable {
  /** Names come from the configuration, so few are expected; a bound all the same. */
  private static final int MAX_KNOWN_NAMES = 1024;

  /**
   * How long name servers are waited for.
   *
   * @param query for one answer: two tries fit into the time a client waits for a connection
   * @param retry while DNS is down, the last good answer serves at once; so often it is asked again
   */
  record Patience(Duration query, Duration retry) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  private final EventLoop loop;
  private final long retryNanos;
  private final DnsNameResolver dns;
  private final Map<String, KnownName> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KnownName> eldest) {
          return size() > MAX_KNOWN_NAMES;
        }
      };

  /** What is remembered of a name. */
  private static final class KnownName {
    List<InetAddress> lastGood = List.of();

    /** Where somebody was the last time; it is tried first. */
    @Nullable InetAddress preferred;

    /**
     * Until when the last good answer is not asked for again, by the nano clock; 0: DNS answers.
     */
    long downUntil;

    Resolution resolution() {
      if (preferred == null || !lastGood.contains(preferred)) {
        return new Resolved(lastGood);
      }
      List<InetAddress> ordered = new ArrayList<>(lastGood);
      ordered.remove(preferred);
      ordered.addFirst(preferred);
      return new Resolved(ordered);
    }

    boolean serves() {
      return !lastGood.isEmpty() && downUntil != 0 && System.nanoTime() - downUntil < 0;
    }
  }

  /** What became of a name. */
  sealed interface Resolution {}

  /**
   * @param addresses to try in this order; never empty
   */
  record Resolved(List<InetAddress> addresses) implements Resolution {}

  record Unresolved(String why) implements Resolution {}

  /**
   * RFC 6761 §6.3: localhost is the loopback of both families, whatever a hosts file leaves out; a
   * server there may listen on either alone.
   */
  private static final List<InetAddress> LOOPBACK = List.of(NetUtil.LOCALHOST4, NetUtil.LOCALHOST6);

  /** Asks the name servers of the system. */
  Resolver(EventLoop loop) {
    this(loop, DnsServerAddressStreamProviders.platformDefault(), Patience.USUAL);
  }

  Resolver(EventLoop loop, DnsServerAddressStreamProvider nameServers, Patience patience) {
    this.loop = loop;
    this.retryNanos = patience.retry().toNanos();
    this.dns =
        new DnsNameResolverBuilder(loop)
            .nameServerProvider(nameServers)
            .datagramChannelFactory(EpollDatagramChannel::new)
            // A socket for each question: one that could not be had is had the next time, and
            // nobody knows beforehand which port to send a forged answer to (RFC 5452 §9.2).
            .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
            // A truncated answer is asked for again over TCP (RFC 7766).
            .socketChannelFactory(EpollSocketChannel::new)
            .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
            .queryTimeoutMillis(patience.query().toMillis())
            .build();
  }

  /**
   * @param timeout how long DNS may take; an answer that comes later is good for the next time
   */
  void resolve(String host, Duration timeout, Consumer<Resolution> callback) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      callback.accept(literal(host, literal));
      return;
    }
    KnownName name = known.computeIfAbsent(host, _ -> new KnownName());
    if (isLocalhost(host)) {
      name.lastGood = LOOPBACK;
      callback.accept(name.resolution());
      return;
    }
    if (name.serves()) {
      callback.accept(name.resolution());
      return;
    }
    Future<List<InetAddress>> answer = dns.resolveAll(host);
    if (answer.isDone()) {
      callback.accept(resolution(host, name, answer));
    } else {
      new Question(host, name, answer, callback).await(timeout);
    }
  }

  /** Somebody waits for an answer, and not forever. */
  private final class Question {
    private final String host;
    private final KnownName name;
    private final Future<List<InetAddress>> answer;
    private final Consumer<Resolution> callback;
    private final Deadline patience;

    Question(
        String host,
        KnownName name,
        Future<List<InetAddress>> answer,
        Consumer<Resolution> callback) {
      this.host = host;
      this.name = name;
      this.answer = answer;
      this.callback = callback;
      this.patience = Deadlines.of(loop).create(this::unanswered);
    }

    void await(Duration timeout) {
      patience.arm(timeout.toMillis());
      answer.addListener(_ -> {
        Resolution resolution = resolution(host, name, answer);
        if (patience.isArmed()) {
          patience.disarm();
          callback.accept(resolution);
        }
      });
    }

    private void unanswered() {
      callback.accept(withoutAnswer(name, host + " does not resolve in time"));
    }
  }

  /**
   * Somebody was at this address of {@code host} where an earlier one failed: it is tried first
   * from now on.
   */
  void prefer(String host, InetAddress address) {
    KnownName name = known.get(host);
    if (name != null) {
      name.preferred = address;
    }
  }

  private static boolean isLocalhost(String host) {
    return host.equalsIgnoreCase("localhost") || host.equalsIgnoreCase("localhost.");
  }

  private static Resolution literal(String host, byte[] address) {
    try {
      return new Resolved(List.of(InetAddress.getByAddress(address)));
    } catch (UnknownHostException impossible) {
      return new Unresolved(host + " is no address");
    }
  }

  private Resolution resolution(String host, KnownName name, Future<List<InetAddress>> answer) {
    if (answer.isSuccess() && !answer.getNow().isEmpty()) {
      name.lastGood = List.copyOf(answer.getNow());
      name.downUntil = 0;
      return name.resolution();
    }
    if (isNameError(answer.cause())) {
      name.lastGood = List.of();
      name.downUntil = 0;
    }
    return withoutAnswer(name, host + " does not resolve");
  }

  private Resolution withoutAnswer(KnownName name, String why) {
    if (name.lastGood.isEmpty()) {
      return new Unresolved(why);
    }
    name.downUntil = System.nanoTime() + retryNanos;
    return name.resolution();
  }

  /** RFC 1035 §4.1.1: the authority says that there is no such name, which is an answer. */
  private static boolean isNameError(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof DnsErrorCauseException error) {
        return error.getCode().equals(DnsResponseCode.NXDOMAIN);
      }
    }
    return false;
  }

  @Override
  public void close() {
    dns.close();
  }
}
