package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.http.WrittenResponse.HEAD;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import sekisho.deadline.Deadlines;
import sekisho.http.ResponseWriter.Framing;
import sekisho.testing.Await;

/** How long a client may take nothing of a response. */
class ResponseWriteTimeTest {
  private static final long SHORT_MILLIS = 200;

  @AutoClose private final WrittenResponse response = new WrittenResponse(SHORT_MILLIS);

  @Test
  void a_client_that_takes_nothing_of_the_end_is_given_up() {
    response.client.room = 0;
    response.head(Framing.LENGTH);
    response.end();
    long began = System.nanoTime();

    response.await("gave up");

    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(SHORT_MILLIS * 1_000_000);
    assertThat(response.heard).containsExactly("gave up");
  }

  @Test
  void a_client_that_takes_a_little_is_waited_for_again_and_again() {
    response.client.room = 0;
    response.head(Framing.LENGTH);
    response.body("Wikipedia");
    response.end();

    for (int i = 0; i < HEAD.length() + 8; i += 5) {
      Await.passing(Duration.ofMillis(SHORT_MILLIS / 2));
      response.client.runScheduledPendingTasks();
      response.client.take(5);
    }
    response.client.take(100);

    assertThat(response.heard).containsExactly("written");
    assertThat(response.client.taken).hasToString(HEAD + "Wikipedia");
  }

  @Test
  void room_for_more_does_not_stop_the_clock_of_an_end_that_waits() {
    response.client.room = 0;
    response.head(Framing.LENGTH);
    response.end();

    response.writer.becameWritable();

    response.await("gave up");
    assertThat(response.heard).containsExactly("gave up");
  }

  @Test
  void a_client_that_does_not_take_the_middle_of_a_body_is_given_up() {
    response.fill();

    response.await("gave up");

    assertThat(response.heard).containsExactly("gave up");
  }

  @Test
  void once_there_is_room_again_nobody_is_given_up() {
    response.fill();

    response.client.take(Integer.MAX_VALUE);
    response.writer.becameWritable();
    Await.passing(Duration.ofMillis(2 * SHORT_MILLIS));
    response.client.runScheduledPendingTasks();

    assertThat(response.writer.isWritable()).isTrue();
    assertThat(response.heard).isEmpty();
  }

  @Test
  void a_client_that_takes_is_not_given_up_because_more_has_come_meanwhile() {
    response.fill();
    response.body("x".repeat(50_000));
    response.client.runPendingTasks();

    response.client.take(40_000);
    Await.passing(Duration.ofMillis(SHORT_MILLIS + 2 * Deadlines.TICK_MILLIS));
    response.client.runScheduledPendingTasks();

    assertThat(response.heard).isEmpty();
    response.await("gave up");
    assertThat(response.heard).as("then it takes nothing").containsExactly("gave up");
  }
}
