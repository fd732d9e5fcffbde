package sekisho.limit;

import java.util.function.LongSupplier;
import sekisho.model.ProxySettings;

/** Makes the limiters of each configuration; the program has one of these. */
public final class Limiters {
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime a clock that never goes back
   */
  public Limiters(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Those of {@code proxy}; nobody has used up anything of them. */
  public LimiterSet of(ProxySettings proxy) {
    return new LimiterSet(proxy, nanoTime, null);
  }

  /** Those of {@code proxy}; where a limit is one of {@code before}, its state goes on. */
  public LimiterSet of(ProxySettings proxy, LimiterSet before) {
    return new LimiterSet(proxy, nanoTime, before);
  }
}
