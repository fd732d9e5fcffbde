package sekisho.upstream;

import io.netty.channel.EventLoop;

/**
 * What one event loop has for reaching upstreams, whatever the configuration says of them: answers
 * of DNS, and idle connections. Belongs to that loop.
 */
record LoopWays(EventLoop loop, Resolver resolver, ConnectionPool pool) {
  static LoopWays of(EventLoop loop, LoopPool limits) {
    // Now, not at the first name: the files it reads want descriptors, which may be short then.
    return new LoopWays(loop, new Resolver(loop), new ConnectionPool(limits));
  }

  /** From any thread. */
  void close() {
    loop.execute(() -> {
      pool.close();
      resolver.close();
    });
  }
}
