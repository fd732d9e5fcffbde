package sekisho.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks file systems for their space, and waits for none of them for long: NFS without its server
 * does not answer, and nothing can interrupt who has asked.
 *
 * <p>A few threads share the questions of a round; one that gets no answer stays with its mount
 * point, which is asked nothing more until it has answered. So there is one thread, at most, for
 * each that hangs. They are daemons: they hold up nobody's end.
 */
final class FileSystems {
  /** Four hanging ones in one round, and the others are not asked until the next. */
  private static final int THREADS_PER_ROUND = 4;

  private static final ThreadFactory THREADS =
      Thread.ofPlatform().daemon().name("file-system-", 0).factory();

  private final SpaceQuery query;
  private final Duration patience;

  /** Mount points that somebody is asking, or is about to. */
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  /**
   * @param patience for all of a round
   */
  FileSystems(SpaceQuery query, Duration patience) {
    this.query = query;
    this.patience = patience;
  }

  /** A mount to ask for, and the path by which it is reached. */
  record Place(Mount mount, String path) {}

  /** One question of a round. */
  private record Question(Place place, CompletableFuture<Optional<FileSystem.Space>> answer) {
    String mountPoint() {
      return place.mount().mountPoint();
    }
  }

  /** Asks all that are not known to hang. Blocks, for its patience at most; one round at a time. */
  synchronized List<FileSystem> ask(List<Place> places) {
    long end = System.nanoTime() + patience.toNanos();
    List<Question> questions = new ArrayList<>();
    Queue<Question> open = new ConcurrentLinkedQueue<>();
    for (Place place : places) {
      Question question = new Question(place, new CompletableFuture<>());
      questions.add(question);
      if (asked.add(question.mountPoint())) {
        open.add(question);
      } else {
        question.answer().complete(Optional.empty());
      }
    }
    for (int i = Math.min(THREADS_PER_ROUND, open.size()); i > 0; i--) {
      THREADS.newThread(() -> answer(open)).start();
    }
    List<FileSystem> answered = new ArrayList<>();
    for (Question question : questions) {
      Mount mount = question.place().mount();
      answered.add(new FileSystem(mount.mountPoint(), mount.type(), await(question.answer(), end)));
    }
    // Whoever hangs and comes back finds no more to do.
    for (Question left = open.poll(); left != null; left = open.poll()) {
      asked.remove(left.mountPoint());
    }
    return answered;
  }

  private void answer(Queue<Question> open) {
    for (Question next = open.poll(); next != null; next = open.poll()) {
      Optional<FileSystem.Space> space = Optional.empty();
      try {
        space = query.of(next.place().path());
      } finally {
        // In this order: whoever hears of the answer may ask again.
        asked.remove(next.mountPoint());
        next.answer().complete(space);
      }
    }
  }

  private static Optional<FileSystem.Space> await(
      CompletableFuture<Optional<FileSystem.Space>> answer, long end) {
    try {
      return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer never fails", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** How many do not answer now. */
  int hanging() {
    return asked.size();
  }
}
