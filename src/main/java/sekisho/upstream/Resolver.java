package sekisho.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Names to addresses, on one event loop: the hosts file and DNS with its TTLs, and the last good
 * answer while DNS has none to give. {@code localhost} is both loopback addresses, whichever of
 * them the hosts file lists.
 *
 * <p>Never blocks. The callback is called in the event loop, at once where the answer is known.
 */
final class Resolver implements AutoCloseable {
  /** Names come from the configuration, so few are expected; a bound all the same. */
  private static final int MAX_LAST_GOOD = 1024;

  private final DnsNameResolver dns;
  private final Map<String, List<InetAddress>> lastGood =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<InetAddress>> eldest) {
          return size() > MAX_LAST_GOOD;
        }
      };

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
  private static final Resolution LOOPBACK =
      new Resolved(List.of(NetUtil.LOCALHOST4, NetUtil.LOCALHOST6));

  Resolver(EventLoop loop) {
    dns =
        new DnsNameResolverBuilder(loop)
            .datagramChannelFactory(EpollDatagramChannel::new)
            // A socket for each question: one that could not be had is had the next time, and
            // nobody knows beforehand which port to send a forged answer to (RFC 5452 §9.2).
            .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
            // A truncated answer is asked for again over TCP (RFC 7766).
            .socketChannelFactory(EpollSocketChannel::new)
            .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
            .build();
  }

  void resolve(String host, Consumer<Resolution> callback) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      callback.accept(literal(host, literal));
      return;
    }
    if (isLocalhost(host)) {
      callback.accept(LOOPBACK);
      return;
    }
    Future<List<InetAddress>> answer = dns.resolveAll(host);
    if (answer.isDone()) {
      callback.accept(resolution(host, answer));
    } else {
      answer.addListener(_ -> callback.accept(resolution(host, answer)));
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

  private Resolution resolution(String host, Future<List<InetAddress>> answer) {
    if (answer.isSuccess() && !answer.getNow().isEmpty()) {
      List<InetAddress> addresses = List.copyOf(answer.getNow());
      lastGood.put(host, addresses);
      return new Resolved(addresses);
    }
    List<InetAddress> last = lastGood.get(host);
    return last != null ? new Resolved(last) : new Unresolved(host + " does not resolve");
  }

  @Override
  public void close() {
    dns.close();
  }
}
