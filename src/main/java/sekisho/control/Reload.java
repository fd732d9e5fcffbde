package sekisho.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import sekisho.config.ConfigurationText;
import sekisho.config.Difference;
import sekisho.config.Problem;
import sekisho.http.AccessLog;
import sekisho.model.Configuration;
import sekisho.runtime.Generation;

/**
 * Puts the configuration as it is now in the place of the one in force: everything that may fail is
 * done first, and only then is anything changed. One at a time; blocking.
 */
final class Reload {
  private static final Logger LOG = Logger.getLogger(Reload.class);

  /** For the one before, which loads certificates and binds ports. */
  private static final long PATIENCE_SECONDS = 30;

  /** Whoever asked by a signal reads them nowhere else; all of them are in {@code config.get}. */
  private static final int MAX_LOGGED_CHANGES = 20;

  private final DataPath path;
  private final ConfigurationSource source;
  private final Compiler compiler;
  private final ServiceNotices notices;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile Optional<LastReload> last = Optional.empty();

  /** What was asked for last, whatever became of it. */
  private volatile ConfigurationText read;

  private volatile boolean over;

  /** The configuration as it is now and, if it is usable, how it differs from the one in force. */
  private record Candidate(ConfigurationCheck check, Difference difference) {}

  /**
   * @param notices told of every reload
   */
  Reload(
      DataPath path,
      ConfigurationSource source,
      Compiler compiler,
      ServiceNotices notices,
      Clock clock) {
    this.path = path;
    this.source = source;
    this.compiler = compiler;
    this.notices = notices;
    this.clock = clock;
    this.read = path.inForce().check().text();
  }

  /** The one that was asked for last; empty: none was yet. */
  Optional<LastReload> last() {
    return last;
  }

  /** The configuration as it is now, without any effect. */
  ConfigurationCheck check() {
    return source.check();
  }

  /**
   * What it is read of: its file, and what that includes in the generation in force, or in what was
   * refused since: a file that was not there then is waited for.
   */
  List<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    source
        .file()
        .ifPresent(file -> {
          files.add(file);
          Stream.of(path.inForce().check().text(), read)
              .flatMap(text -> text.included().stream())
              .forEach(name -> files.add(file.resolveSibling(name)));
        });
    return List.copyOf(files);
  }

  /** There is none any more; waits for the one that is going on. */
  void end() {
    over = true;
    try {
      if (lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        lock.unlock();
      } else {
        LOG.warn("a reload has not ended, and is not waited for");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reloads; whoever asks meanwhile waits until it is over, and is served then. */
  ReloadOutcome run(ReloadTrigger trigger) {
    try {
      if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return refusedUntried(
            trigger, "another reload has not ended for " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refusedUntried(trigger, "the proxy stops");
    }
    try {
      if (over) {
        return refusedUntried(trigger, "the proxy is stopping");
      }
      LOG.infof("reload, asked for by %s", trigger.text());
      notices.reloading("reloading, asked for by " + trigger.text());
      ReloadOutcome outcome;
      try {
        outcome = attempt();
        last = Optional.of(new LastReload(clock.instant(), trigger, outcome));
      } finally {
        notices.ready(path.status(last));
      }
      tell(outcome);
      return outcome;
    } finally {
      lock.unlock();
    }
  }

  /** Never fails: what goes wrong is why it is refused, be it that there is no memory. */
  private ReloadOutcome attempt() {
    try {
      Candidate next = BehindOthers.compute(RuntimeException.class, this::read);
      read = next.check().text();
      return attempt(next);
    } catch (RuntimeException | Error e) {
      path.reopenAccessLog();
      return new ReloadOutcome.Refused(List.of(unexpected(path.inForce().check(), e)));
    }
  }

  private static Problem unexpected(ConfigurationCheck check, Throwable fault) {
    LOG.error("a reload failed unexpectedly", fault);
    return check.problem("the reload failed unexpectedly: " + fault);
  }

  private Candidate read() {
    ConfigurationCheck before = path.inForce().check();
    ConfigurationCheck check = source.check();
    if (!check.isUsable()) {
      return new Candidate(check, Difference.NONE);
    }
    // The texts of the last generations are all kept, and mostly alike.
    ConfigurationCheck shared = check.sharing(before);
    return new Candidate(shared, shared.text().from(before.text()));
  }

  private ReloadOutcome.Refused refusedUntried(ReloadTrigger trigger, String why) {
    LOG.errorf("a reload, asked for by %s, was refused: %s", trigger.text(), why);
    return new ReloadOutcome.Refused(List.of(path.inForce().check().problem(why)));
  }

  private void tell(ReloadOutcome outcome) {
    switch (outcome) {
      case ReloadOutcome.Published done -> {
        done.warnings().forEach(LOG::warn);
        List<Difference.Change> changes = done.difference().changes();
        LOG.infof(
            "generation %d is in force, with %d %s",
            done.generation(), changes.size(), changes.size() == 1 ? "change" : "changes");
        changes.stream().limit(MAX_LOGGED_CHANGES).forEach(change -> LOG.info(change.text()));
      }
      case ReloadOutcome.Refused not -> {
        not.problems().forEach(LOG::error);
        LOG.errorf("the reload was refused: everything is as it was");
      }
    }
  }

  private ReloadOutcome attempt(Candidate next) {
    ConfigurationCheck check = next.check();
    if (!check.isUsable()) {
      // A file that was moved away is to be opened anew all the same.
      path.reopenAccessLog();
      return new ReloadOutcome.Refused(check.problems());
    }
    InForce before = path.inForce();
    Preparation preparation = new Preparation();
    try {
      if (!over) {
        prepare(check, before, preparation);
      }
      if (over) {
        throw new StartFailure("the proxy is stopping");
      }
    } catch (StartFailure | RuntimeException | Error e) {
      preparation.abandon();
      path.reopenAccessLog();
      List<Problem> problems = new ArrayList<>(check.problems());
      problems.add(
          e instanceof StartFailure failure
              ? check.problem(failure.key(), failure.withoutKey())
              : unexpected(check, e));
      return new ReloadOutcome.Refused(problems);
    }
    preparation.publish();
    return new ReloadOutcome.Published(
        path.inForce().generation().number(), next.difference(), check.problems(), notes(before));
  }

  private void prepare(ConfigurationCheck check, InForce before, Preparation preparation)
      throws StartFailure {
    Configuration configuration = check.configuration();
    Credentials credentials =
        check
            .credentials()
            .following(
                configuration, before.configuration(), before.certificates().served(), clock);
    Generation generation =
        BehindOthers.compute(
            StartFailure.class,
            () -> compiler.next(configuration, credentials, before.generation()));
    preparation.add(path.prepared(check, credentials, generation));
    preparation.add(path.listeners().prepare(configuration));
    preparation.add(preparedAccessLog(configuration));
    for (Companion companion : path.companions()) {
      preparation.add(companion.prepare(configuration));
    }
  }

  private Companion.Prepared preparedAccessLog(Configuration configuration) throws StartFailure {
    AccessLog.Opened opened;
    try {
      opened = path.accessLog().prepare(configuration.proxy().http().accessLog());
    } catch (IOException e) {
      throw DataPath.accessLogFailure(configuration, e);
    }
    return new Companion.Prepared() {
      @Override
      public void publish() {
        opened.use();
      }

      @Override
      public void abandon() {
        opened.abandon();
      }
    };
  }

  /** What is not for everybody at once. */
  private List<String> notes(InForce before) {
    List<String> notes = new ArrayList<>();
    int earlier =
        path.generations().living().stream()
            .filter(living -> living.generation().number() <= before.generation().number())
            .mapToInt(living -> living.connections())
            .sum();
    if (earlier > 0) {
      notes.add(
          earlier
              + (earlier == 1 ? " connection lives" : " connections live")
              + " on under an earlier generation, until the next request or the end");
    }
    return notes;
  }
}
