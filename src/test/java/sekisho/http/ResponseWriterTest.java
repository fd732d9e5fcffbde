package sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;
import static sekisho.http.WrittenResponse.HEAD;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sekisho.http.ResponseWriter.Framing;
import sekisho.message.Fields;
import sekisho.metrics.Reason;

class ResponseWriterTest {
  @AutoClose private final WrittenResponse response = new WrittenResponse(60_000);

  @Test
  void head_and_body_of_one_turn_leave_in_one_write() {
    response.client.turn(() -> {
      response.head(Framing.LENGTH);
      response.body("Wiki");
      response.body("pedia");
      assertThat(response.client.writes).isZero();
    });

    assertThat(response.client.writes).isOne();
    assertThat(response.client.taken).hasToString(HEAD + "Wikipedia");
  }

  @Test
  void the_end_does_not_wait_for_the_turn_to_be_over() {
    response.head(Framing.LENGTH);
    response.body("Wiki");

    response.end();

    assertThat(response.client.taken).hasToString(HEAD + "Wiki");
    assertThat(response.heard).containsExactly("written");
  }

  @Test
  void chunks_are_framed_and_the_last_one_carries_the_trailers() {
    response.head(Framing.CHUNKED);
    response.body("Wiki");
    response.body("pedia in chunks.");

    response.end(new Fields().add("X-Sum", "9"));

    assertThat(response.client.taken)
        .hasToString(HEAD + "4\r\nWiki\r\n10\r\npedia in chunks.\r\n0\r\nX-Sum: 9\r\n\r\n");
  }

  @Test
  void a_chunk_is_whole_when_its_turn_is_over() {
    response.client.turn(() -> {
      response.head(Framing.CHUNKED);
      response.body("Wiki");
      response.body("pedia");
    });

    assertThat(response.client.taken).hasToString(HEAD + "4\r\nWiki\r\n5\r\npedia\r\n");
    assertThat(response.client.writes).isOne();

    response.end();

    assertThat(response.client.taken).hasToString(HEAD + "4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n");
  }

  @Test
  void an_empty_piece_is_no_last_chunk() {
    response.head(Framing.CHUNKED);
    response.body("");
    response.body("Wiki");
    response.body("");

    response.end();

    assertThat(response.client.taken).hasToString(HEAD + "4\r\nWiki\r\n0\r\n\r\n");
  }

  @Test
  void a_chunked_body_of_nothing_is_a_last_chunk_alone() {
    response.head(Framing.CHUNKED);

    response.end();

    assertThat(response.client.taken).hasToString(HEAD + "0\r\n\r\n");
  }

  @Test
  void a_response_after_another_begins_its_chunks_anew() {
    response.head(Framing.CHUNKED);
    response.body("a");
    response.end();
    response.head(Framing.CHUNKED);
    response.body("b");
    response.end();

    assertThat(response.client.taken)
        .hasToString(HEAD + "1\r\na\r\n0\r\n\r\n" + HEAD + "1\r\nb\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"LENGTH", "UNTIL_CLOSE"})
  void other_bodies_are_their_bytes_and_nothing_ends_them(Framing framing) {
    response.head(framing);
    response.body("Wiki");

    response.end(new Fields().add("X-Sum", "9"));

    assertThat(response.client.taken).hasToString(HEAD + "Wiki");
  }

  @Test
  void where_there_is_no_body_none_is_written_whatever_comes() {
    response.head(Framing.NONE);
    response.body("Wiki");

    response.end();

    assertThat(response.client.taken).hasToString(HEAD);
  }

  @Test
  void an_own_answer_to_head_is_its_head_alone() {
    OwnAnswer answer = OwnAnswer.of(Reason.NO_ROUTE, "id", null);
    answer.complete(true);

    response.writer.answer(answer, true);
    response.end();

    assertThat(response.client.taken.toString())
        .startsWith("HTTP/1.1 404 Not Found\r\n")
        .contains("Content-Length: " + answer.body().length() + "\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void it_is_written_when_the_last_byte_is_taken_and_not_before() {
    response.client.room = 0;
    response.head(Framing.LENGTH);
    response.body("Wiki");
    response.end();

    response.client.take(HEAD.length() + 3);
    assertThat(response.heard).isEmpty();
    response.client.take(1);

    assertThat(response.heard).containsExactly("written");
  }

  @Test
  void an_end_on_a_connection_that_is_gone_is_lost() {
    response.head(Framing.LENGTH);
    response.client.close();
    response.body("Wiki");

    response.end();

    assertThat(response.heard).containsExactly("lost");
  }

  @Test
  void an_end_that_waits_is_lost_with_its_connection() {
    response.client.room = 0;
    response.head(Framing.LENGTH);
    response.end();

    response.client.close();
    response.client.runPendingTasks();

    assertThat(response.heard).containsExactly("lost");
  }
}
