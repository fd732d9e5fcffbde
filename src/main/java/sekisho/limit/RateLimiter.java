package sekisho.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import sekisho.model.RateLimit;

/**
 * The token buckets of one rate limit: each key has {@code burst} tokens, and gets them back at the
 * limit's rate.
 *
 * <p>At most {@link #MAX_KEYS} buckets are kept; beyond that the one that was asked for least
 * recently goes, and its key begins with a full one. A bucket that has rested for as long as it
 * takes to fill is full anyway, so that nothing is lost but in a flood.
 *
 * <p>Safe from every thread.
 */
public final class RateLimiter {
  /** 120 bytes each, measured: 8 MB for a limit, whatever comes. */
  public static final int MAX_KEYS = 65_536;

  private final Rate rate;
  private final BucketConfiguration configuration;
  private final LongSupplier nanoTime;
  private final Stripe[] stripes =
      Stream.generate(Stripe::new).limit(Striping.STRIPES).toArray(Stripe[]::new);

  /** Buckets of some of the keys, the idlest first; it is its own lock. */
  private static final class Stripe extends LinkedHashMap<ClientKey, BucketState> {
    private static final int INITIAL_CAPACITY = 16;
    private static final float LOAD_FACTOR = 0.75f;

    Stripe() {
      super(INITIAL_CAPACITY, LOAD_FACTOR, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<ClientKey, BucketState> idlest) {
      return size() > MAX_KEYS / Striping.STRIPES;
    }
  }

  RateLimiter(RateLimit limit, LongSupplier nanoTime) {
    this.rate = Rate.perSecond(limit.requestsPerSecond());
    this.configuration =
        BucketConfiguration.builder()
            .addLimit(
                Bandwidth.builder()
                    .capacity(limit.burst())
                    .refillGreedy(rate.tokens(), Duration.ofNanos(rate.periodNanos()))
                    .build())
            .build();
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a token.
   *
   * @return 0: taken; else the nanoseconds until there is one, if nobody else takes it
   */
  public long take(ClientKey key) {
    Stripe stripe = stripes[Striping.of(key)];
    synchronized (stripe) {
      long now = nanoTime.getAsLong();
      BucketState bucket = stripe.get(key);
      if (bucket == null) {
        bucket = BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now);
        stripe.put(key, bucket);
      } else {
        bucket.refillAllBandwidth(now);
      }
      if (bucket.getAvailableTokens() > 0) {
        bucket.consume(1);
        return 0;
      }
      // Not the library's own answer: it is rounded down, at times to 0.
      return Math.ceilDiv(rate.periodNanos() - bucket.getRoundingError(0), rate.tokens());
    }
  }

  /** How many keys have a bucket. */
  public int keys() {
    int keys = 0;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        keys += stripe.size();
      }
    }
    return keys;
  }
}
