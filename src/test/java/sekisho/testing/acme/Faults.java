package sekisho.testing.acme;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Which requests meet a {@link Fault}. Those of the earliest plan that fits, one per request. */
public final class Faults {
  private static final Set<Resource> EVERYTHING = EnumSet.allOf(Resource.class);
  private static final int ALL_PERCENT = 100;

  private final List<Plan> plans = new ArrayList<>();
  private CountDownLatch silence = new CountDownLatch(1);
  private int badNoncePercent;
  private int badNonceShare;

  private static final class Plan {
    private final Set<Resource> where;
    private final Fault fault;
    private long left;

    private Plan(Set<Resource> where, Fault fault, long times) {
      this.where = where;
      this.fault = fault;
      this.left = times;
    }
  }

  Faults() {}

  /** The next requests for whatever it is. */
  public Faults next(int times, Fault fault) {
    return plan(EVERYTHING, fault, times);
  }

  /** The next requests for one kind of resource. */
  public Faults next(int times, Resource where, Fault fault) {
    return plan(Set.of(where), fault, times);
  }

  /** Every request, until {@link #clear}. */
  public Faults always(Fault fault) {
    return plan(EVERYTHING, fault, Long.MAX_VALUE);
  }

  /** Every request for one kind of resource, until {@link #clear}. */
  public Faults always(Resource where, Fault fault) {
    return plan(Set.of(where), fault, Long.MAX_VALUE);
  }

  private synchronized Faults plan(Set<Resource> where, Fault fault, long times) {
    plans.add(new Plan(where, fault, times));
    return this;
  }

  /**
   * So many of a hundred good nonces are refused (RFC 8555 §6.5), evenly: of 25 percent every
   * fourth.
   */
  public synchronized Faults badNonces(int percent) {
    badNoncePercent = percent;
    badNonceShare = 0;
    return this;
  }

  /** All is well again; who waits in silence loses its connection. */
  public synchronized Faults clear() {
    plans.clear();
    badNoncePercent = 0;
    silence.countDown();
    silence = new CountDownLatch(1);
    return this;
  }

  synchronized Optional<Fault> meet(Resource resource) {
    Optional<Plan> plan =
        plans.stream().filter(p -> p.left > 0 && p.where.contains(resource)).findFirst();
    plan.ifPresent(p -> p.left--);
    return plan.map(p -> p.fault);
  }

  synchronized boolean refuseNonce() {
    badNonceShare += badNoncePercent;
    boolean refused = badNonceShare >= ALL_PERCENT;
    if (refused) {
      badNonceShare -= ALL_PERCENT;
    }
    return refused;
  }

  void awaitClear() {
    try {
      current().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized CountDownLatch current() {
    return silence;
  }
}
