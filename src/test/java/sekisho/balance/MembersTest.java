package sekisho.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sekisho.model.UpstreamGroup;
import sekisho.model.UpstreamGroup.Balance;
import sekisho.model.UpstreamGroup.Share;

class MembersTest {
  private static final int MAX_FAILS = 2;
  private static final long REST_NANOS = Duration.ofSeconds(10).toNanos();

  private static final Instant AT = Instant.parse("2026-11-23T03:00:00Z");
  private static final Failure FAILURE = new Failure(AT, "upstream_reset", "closed");

  /** A nano clock may stand anywhere, below zero too. */
  private long now = -5;

  @Test
  void one_alone_is_always_next_and_there_is_none_after_it() {
    Members<String> members = members(Balance.ROUND_ROBIN, 1);
    Member<String> only = members.next();
    fail(only, 10);

    assertThat(members.next()).isSameAs(only);
    assertThat(members.nextBut(only.bit())).isNull();
  }

  @Test
  void members_take_turns_by_their_weights() {
    assertThat(counts(members(Balance.ROUND_ROBIN, 3, 1), 400))
        .isEqualTo(Map.of("0", 300, "1", 100));
  }

  @Test
  void the_least_busy_for_its_weight_is_next() {
    Members<String> members = members(Balance.LEAST_CONNECTIONS, 1, 3);

    List<String> taken = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Member<String> next = members.next();
      next.begin();
      taken.add(next.upstream());
    }

    assertThat(taken.stream().filter("0"::equals).count()).isEqualTo(2);
    members.all().get(0).done();
    assertThat(members.next().upstream()).isEqualTo("0");
  }

  @Test
  void equally_idle_members_take_turns() {
    assertThat(counts(members(Balance.LEAST_CONNECTIONS, 1, 1, 1), 300))
        .isEqualTo(Map.of("0", 100, "1", 100, "2", 100));
  }

  @Test
  void who_fails_as_often_in_a_row_as_allowed_rests_and_no_earlier() {
    Members<String> members = members(Balance.ROUND_ROBIN, 1, 1);
    Member<String> first = members.all().getFirst();

    assertThat(first.failed(FAILURE)).isFalse();
    first.succeeded();
    assertThat(first.failed(FAILURE)).isFalse();
    assertThat(first.isResting()).isFalse();
    assertThat(first.failed(FAILURE)).isTrue();

    assertThat(first.isResting()).isTrue();
    assertThat(counts(members, 10)).isEqualTo(Map.of("1", 10));
  }

  @Test
  void without_a_bound_on_failures_nobody_ever_rests() {
    Members<String> members =
        new Members<>(
            new UpstreamGroup<>(
                shares(1, 1), Balance.ROUND_ROBIN, 0, Duration.ofSeconds(10), Optional.empty()),
            () -> now);
    fail(members.all().getFirst(), 100);

    assertThat(counts(members, 10)).isEqualTo(Map.of("0", 5, "1", 5));
  }

  @Test
  void after_its_rest_one_alone_tries_it_until_it_answers() {
    Members<String> members = members(Balance.ROUND_ROBIN, 1, 1);
    Member<String> first = members.all().getFirst();
    fail(first, MAX_FAILS);
    now += REST_NANOS;

    assertThat(counts(members, 10)).isEqualTo(Map.of("0", 1, "1", 9));
    assertThat(first.succeeded()).isTrue();
    assertThat(counts(members, 10)).isEqualTo(Map.of("0", 5, "1", 5));
  }

  @Test
  void who_fails_again_after_its_rest_rests_again_at_once() {
    Members<String> members = members(Balance.ROUND_ROBIN, 1, 1);
    Member<String> first = members.all().getFirst();
    fail(first, MAX_FAILS);
    now += REST_NANOS;
    assertThat(counts(members, 2)).containsEntry("0", 1);
    first.failed(FAILURE);

    now += REST_NANOS - 1;
    assertThat(counts(members, 10)).isEqualTo(Map.of("1", 10));
    now += 1;
    assertThat(counts(members, 10)).isEqualTo(Map.of("0", 1, "1", 9));
  }

  @Test
  void one_that_was_tried_and_never_came_to_an_end_is_tried_again_after_another_rest() {
    Members<String> members = members(Balance.ROUND_ROBIN, 1, 1);
    fail(members.all().getFirst(), MAX_FAILS);
    now += REST_NANOS;
    assertThat(counts(members, 10)).containsEntry("0", 1);

    now += REST_NANOS;

    assertThat(counts(members, 10)).containsEntry("0", 1);
  }

  @Test
  void who_is_not_healthy_gets_nothing_until_it_is() {
    Members<String> members = members(Balance.ROUND_ROBIN, 1, 1);
    Member<String> first = members.all().getFirst();

    assertThat(first.checked("status 500", AT)).isTrue();
    assertThat(first.checked("status 503", AT.plusSeconds(1))).isFalse();
    assertThat(first.ailment()).isEqualTo("status 503");
    assertThat(counts(members, 10)).isEqualTo(Map.of("1", 10));

    assertThat(first.checked(null, AT)).isTrue();
    assertThat(counts(members, 10)).isEqualTo(Map.of("0", 5, "1", 5));
  }

  @Test
  void what_went_wrong_last_and_since_when_is_remembered() {
    Member<String> only = members(Balance.ROUND_ROBIN, 1).all().getFirst();
    Failure later = new Failure(AT.plusSeconds(5), "upstream_timeout", "silent");
    only.failed(FAILURE);
    only.failed(later);

    assertThat(only.lastFailure()).contains(later);
    assertThat(only.failures()).isEqualTo(2);
    assertThat(only.failuresInRow()).isEqualTo(2);
    assertThat(only.troubledSince()).contains(AT);

    only.succeeded();

    assertThat(only.lastFailure()).contains(later);
    assertThat(only.failuresInRow()).isZero();
    assertThat(only.troubledSince()).isEmpty();
  }

  @Test
  void
      it_is_ailing_since_the_first_bad_check_and_resting_since_the_failure_that_was_one_too_many() {
    Member<String> first = members(Balance.ROUND_ROBIN, 1, 1).all().getFirst();
    first.failed(FAILURE);
    first.failed(new Failure(AT.plusSeconds(5), "upstream_timeout", "silent"));

    assertThat(first.troubledSince()).contains(AT.plusSeconds(5));

    first.checked("status 500", AT.plusSeconds(6));
    first.checked("status 503", AT.plusSeconds(7));

    assertThat(first.troubledSince()).contains(AT.plusSeconds(6));
  }

  @Test
  void where_nobody_is_available_everybody_is_tried() {
    Members<String> members = members(Balance.ROUND_ROBIN, 1, 1);
    fail(members.all().getFirst(), MAX_FAILS);
    members.all().getLast().checked("status 500", AT);

    assertThat(counts(members, 10)).isEqualTo(Map.of("0", 5, "1", 5));
  }

  @Test
  void those_that_were_tried_are_not_next_the_unavailable_come_last_and_then_there_is_none() {
    Members<String> members = members(Balance.ROUND_ROBIN, 1, 1, 1);
    fail(members.all().get(1), MAX_FAILS);
    Member<String> one = members.next();
    Member<String> two = members.nextBut(one.bit());

    Member<String> three = members.nextBut(one.bit() | two.bit());

    assertThat(List.of(one.upstream(), two.upstream())).containsExactlyInAnyOrder("0", "2");
    assertThat(three.upstream()).isEqualTo("1");
    assertThat(members.nextBut(0b111)).isNull();
  }

  @Test
  void a_second_choice_takes_nobodys_turn() {
    Members<String> members = members(Balance.ROUND_ROBIN, 1, 1, 1);
    Map<String, Integer> asked = new HashMap<>();
    for (int i = 0; i < 30; i++) {
      Member<String> first = members.next();
      asked.merge(first.upstream(), 1, Integer::sum);
      if (first.upstream().equals("0")) {
        asked.merge("after " + members.nextBut(first.bit()).upstream(), 1, Integer::sum);
      }
    }

    assertThat(asked).containsEntry("0", 10).containsEntry("1", 10).containsEntry("2", 10);
  }

  @Test
  void an_answer_ends_a_rest_whatever_the_failures_before_were_counted_as() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      Member<String> member = members(Balance.ROUND_ROBIN, 1, 1).all().getFirst();
      member.failed(FAILURE);
      Thread other = Thread.ofPlatform().start(() -> member.failed(FAILURE));
      member.succeeded();
      other.join();

      member.succeeded();

      assertThat(member.isResting()).as("round %d", i).isFalse();
    }
  }

  @Test
  void of_two_that_see_the_end_of_a_rest_one_tries_it() {
    Members<String> members = members(Balance.ROUND_ROBIN, 1, 1);
    Member<String> first = members.all().getFirst();
    fail(first, MAX_FAILS);
    now += REST_NANOS;

    assertThat(first.claim()).isTrue();
    assertThat(first.claim()).isFalse();
  }

  private static Map<String, Integer> counts(Members<String> members, int times) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < times; i++) {
      counts.merge(members.next().upstream(), 1, Integer::sum);
    }
    return counts;
  }

  private static void fail(Member<String> member, int times) {
    for (int i = 0; i < times; i++) {
      member.failed(FAILURE);
    }
  }

  private Members<String> members(Balance balance, int... weights) {
    return new Members<>(
        new UpstreamGroup<>(
            shares(weights), balance, MAX_FAILS, Duration.ofNanos(REST_NANOS), Optional.empty()),
        () -> now);
  }

  /** Members named by their index. */
  private static List<Share<String>> shares(int... weights) {
    List<Share<String>> shares = new ArrayList<>();
    for (int weight : weights) {
      shares.add(new Share<>(Integer.toString(shares.size()), weight));
    }
    return shares;
  }
}
