package sekisho.admin;

import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sekisho.control.Companion;
import sekisho.control.StartFailure;
import sekisho.model.Configuration;
import sekisho.model.ListenAddress;
import sekisho.model.UiSettings;
import sekisho.rpc.Methods;
import sekisho.ui.LiveFeed;
import sekisho.ui.Pages;

/**
 * The admin server as a part of the proxy: set up at start, and again at each reload. Sessions and
 * what is known of failed logins outlive a reload; an address that stays keeps its socket and its
 * connections.
 */
public final class AdminListener implements Companion {
  private static final Logger LOG = Logger.getLogger(AdminListener.class);

  /** Pages are made in a moment, of facts that are there. */
  private static final int RENDERING_THREADS = 4;

  /** A method may take half an hour: a renewal. */
  private static final int CALLING_THREADS = 8;

  private static final int MAX_WAITING = 64;

  /**
   * So that guessing takes one core at most, and nobody waits for more than some seconds. Browsers
   * that have come in before have a thread of their own: however many guess, they come in.
   */
  private static final int HASHING_THREADS = 1;

  private static final int MAX_WAITING_FOR_HASHES = 16;

  private final Vertx vertx;
  private final LongSupplier nanoTime;
  private final Front.Contents contents;
  private final LoginNotice notice;
  private final OneTimeToken oneTime;
  private @Nullable Doorkeeper door;
  private volatile @Nullable AdminServer server;
  private boolean isTold;

  /**
   * @param methods what {@code /rpc} answers
   * @param pages made when the first is asked for
   * @param notice where the one-time token is told
   */
  public AdminListener(
      Vertx vertx, Methods methods, Pages pages, LiveFeed feed, LoginNotice notice) {
    this(vertx, methods, pages, feed, notice, System::nanoTime);
  }

  AdminListener(
      Vertx vertx,
      Methods methods,
      Pages pages,
      LiveFeed feed,
      LoginNotice notice,
      LongSupplier nanoTime) {
    this.vertx = vertx;
    this.nanoTime = nanoTime;
    this.notice = notice;
    this.oneTime = new OneTimeToken(this::tell);
    this.contents =
        new Front.Contents(
            methods,
            pages,
            feed,
            new Workers("admin-page", RENDERING_THREADS, MAX_WAITING),
            new Workers("admin-rpc", CALLING_THREADS, MAX_WAITING),
            new Workers("admin-login", HASHING_THREADS, MAX_WAITING_FOR_HASHES),
            new Workers("admin-known", HASHING_THREADS, MAX_WAITING_FOR_HASHES));
  }

  @Override
  public Prepared prepare(Configuration configuration) throws StartFailure {
    @Nullable AdminServer before = server;
    if (configuration.ui().isEmpty()) {
      return new Change(before, null, this::withdraw, () -> {});
    }
    UiSettings settings = configuration.ui().get();
    Site site = Site.of(settings);
    Doorkeeper.Admission admission = new Doorkeeper.Admission(settings.access(), oneTime);
    @Nullable Doorkeeper known = door;
    Doorkeeper keeper = known == null ? new Doorkeeper(nanoTime, admission) : known;
    AdminServer next = server(before, site, keeper);
    Optional<RemoteUi> remote;
    try {
      remote = site.remote(vertx, next.cookies());
    } catch (StartFailure e) {
      if (next != before) {
        next.close();
      }
      throw e;
    }
    Runnable inForce =
        () -> {
          door = keeper;
          keeper.admit(admission);
          next.serve(site, remote);
          announce(next, settings, next != before);
        };
    return new Change(before, next, inForce, () -> remote.ifPresent(RemoteUi::close));
  }

  /** The one that listens already, or a new one. */
  private AdminServer server(@Nullable AdminServer before, Site site, Doorkeeper keeper)
      throws StartFailure {
    if (before != null && before.address().equals(site.settings().listen())) {
      if (before.isSecure() != site.certificate().isPresent()) {
        throw new StartFailure(
                "ui.tls cannot come or go while ui.listen stays "
                    + before.address()
                    + ": restart, or change ui.listen too")
            .about("ui.tls");
      }
      return before;
    }
    return AdminServer.bind(vertx, site, contents, keeper, nanoTime);
  }

  /** What replaces what; the same server twice where it stays. */
  private final class Change implements Prepared {
    private final @Nullable AdminServer before;
    private final @Nullable AdminServer next;
    private final Runnable inForce;
    private final Runnable givenUp;

    private Change(
        @Nullable AdminServer before,
        @Nullable AdminServer next,
        Runnable inForce,
        Runnable givenUp) {
      this.before = before;
      this.next = next;
      this.inForce = inForce;
      this.givenUp = givenUp;
    }

    @Override
    public void publish() {
      server = next;
      inForce.run();
      if (before != null && before != next) {
        before.close();
      }
    }

    @Override
    public void abandon() {
      givenUp.run();
      if (next != null && next != before) {
        next.close();
      }
    }
  }

  private void announce(AdminServer now, UiSettings settings, boolean isNew) {
    if (isNew) {
      LOG.infof("admin UI on %s", url(now));
    }
    if (settings.access() instanceof UiSettings.Access.OneTimeToken) {
      if (!isTold || isNew) {
        isTold = false;
        oneTime.tell();
      }
    } else {
      withdraw();
    }
  }

  private void tell(String token) {
    @Nullable AdminServer now = server;
    if (now != null) {
      notice.tell(url(now) + "login?token=" + token, !isTold);
      isTold = true;
    }
  }

  private void withdraw() {
    if (isTold) {
      notice.withdraw();
      isTold = false;
    }
  }

  private static String url(AdminServer server) {
    ListenAddress real = new ListenAddress(server.address().address(), server.port());
    return (server.isSecure() ? "https://" : "http://") + real + "/";
  }

  /** The port that is listened on. */
  int port() {
    @Nullable AdminServer now = server;
    if (now == null) {
      throw new IllegalStateException("nothing is listened on");
    }
    return now.port();
  }

  @Override
  public void close() {
    @Nullable AdminServer now = server;
    if (now != null) {
      server = null;
      now.close();
    }
    withdraw();
    contents.rendering().close();
    contents.calling().close();
    contents.hashing().close();
    contents.hashingForKnown().close();
  }
}
