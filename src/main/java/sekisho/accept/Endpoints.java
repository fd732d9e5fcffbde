package sekisho.accept;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/**
 * Between whom a connection is: by its socket or, where a trusted proxy speaks for the client, by
 * its PROXY header.
 *
 * @param client who is served; limits, logs and upstreams hear of this one
 * @param destination what the client connected to: the certificate of a client that names nobody is
 *     chosen by it
 */
record Endpoints(InetSocketAddress client, InetSocketAddress destination) {

  static Endpoints ofSocket(Channel channel) {
    return new Endpoints(
        (InetSocketAddress) channel.remoteAddress(), (InetSocketAddress) channel.localAddress());
  }
}
