package sekisho.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import sekisho.journal.JournalEntry.Level;

class JournalTest {
  private static final Instant AT = Instant.parse("2026-11-23T03:00:00Z");
  private static final int MORE_THAN_IS_KEPT = 3000;

  private final Journal journal = new Journal();

  @Test
  void lines_come_back_in_order_with_who_said_them() {
    journal.add(AT, Level.INFO, "control", "ready");
    journal.addAccess(AT.plusSeconds(1), Level.WARN, "{\"status\":502}");
    journal.add(AT.plusSeconds(2), Level.ERROR, "upstream", "no");

    assertThat(journal.since(0, Level.DEBUG, 10))
        .containsExactly(
            new JournalEntry(1, AT, Level.INFO, "control", "ready"),
            new JournalEntry(2, AT.plusSeconds(1), Level.WARN, "access", "{\"status\":502}"),
            new JournalEntry(3, AT.plusSeconds(2), Level.ERROR, "upstream", "no"));
    assertThat(journal.lastId()).isEqualTo(3);
  }

  @Test
  void who_asks_on_gets_what_is_new_and_bad_enough_and_no_more_than_was_asked_for() {
    for (Level level : Level.values()) {
      journal.add(AT, level, "control", level.name());
    }

    assertThat(texts(journal.since(2, Level.DEBUG, 10))).containsExactly("WARN", "ERROR");
    assertThat(texts(journal.since(0, Level.WARN, 10))).containsExactly("WARN", "ERROR");
    assertThat(texts(journal.since(0, Level.DEBUG, 1))).containsExactly("ERROR");
  }

  @Test
  void a_flood_of_bad_requests_takes_nothing_of_the_programs_own_log() {
    journal.add(AT, Level.WARN, "control", "what matters");
    for (int i = 0; i < MORE_THAN_IS_KEPT; i++) {
      journal.addAccess(AT, Level.WARN, "request " + i);
    }

    List<String> texts = texts(journal.since(0, Level.DEBUG, Integer.MAX_VALUE));
    assertThat(texts).first().isEqualTo("what matters");
    assertThat(texts).last().isEqualTo("request " + (MORE_THAN_IS_KEPT - 1));
    assertThat(texts).hasSizeLessThan(MORE_THAN_IS_KEPT);
  }

  @Test
  void long_lines_are_cut_and_do_not_take_more_memory_than_there_is_for_all() {
    for (int i = 0; i < MORE_THAN_IS_KEPT; i++) {
      journal.add(AT, Level.INFO, "control", "x".repeat(100_000));
    }

    List<String> texts = texts(journal.since(0, Level.DEBUG, Integer.MAX_VALUE));
    assertThat(texts).isNotEmpty().allSatisfy(text -> assertThat(text).hasSizeLessThan(10_000));
    assertThat(texts.stream().mapToInt(String::length).sum()).isLessThanOrEqualTo(1 << 20);
  }

  @Test
  void a_text_stays_on_its_line() {
    journal.add(AT, Level.INFO, "accept", "one\ntwo\u001b[31m");

    assertThat(texts(journal.since(0, Level.DEBUG, 1))).containsExactly("one\\ntwo\\u001b[31m");
  }

  private static List<String> texts(List<JournalEntry> entries) {
    return entries.stream().map(JournalEntry::text).toList();
  }
}
