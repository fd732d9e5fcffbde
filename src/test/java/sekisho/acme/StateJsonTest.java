package sekisho.acme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.acme.CertificateState.PendingOrder;
import sekisho.acme.CertificateState.Suggestion;
import sekisho.acme.TimelineEntry.Event;

class StateJsonTest {
  private static final Instant AT = Instant.parse("2030-01-01T00:00:00.123Z");

  @Test
  void a_state_comes_back_as_it_was() throws IOException {
    CertificateState state =
        new CertificateState(
            3,
            1,
            Optional.of(AT),
            Optional.of(new PendingOrder("https://ca.example/order/1", List.of("a.example"))),
            Optional.of(
                new Suggestion(AT, AT.plusSeconds(9), Optional.of("https://x/"), AT, "ab12")),
            List.of(
                new TimelineEntry(
                    AT,
                    Event.FAILED,
                    "\u001b[31m\"no\"",
                    Optional.of(StateJson.MAPPER.readTree("{\"type\":\"x\",\"n\":[1,{}]}")))));

    assertThat(StateJson.read(StateJson.write(state))).isEqualTo(state);
    assertThat(StateJson.read(StateJson.write(CertificateState.NEW)))
        .isEqualTo(CertificateState.NEW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "{\"timeline\":[{\"at\":\"yesterday\"}]}",
        "{\"next_attempt\":\"soon\"}",
        "{\"timeline\":[{\"at\":\"2030-01-01T00:00:00Z\",\"what\":\"dreamt\",\"text\":\"\"}]}"
      })
  void what_is_no_state_is_refused(String text) {
    assertThatThrownBy(() -> StateJson.read(text.getBytes(UTF_8))).isInstanceOf(IOException.class);
  }

  @Test
  void a_timeline_keeps_the_newest() {
    CertificateState state = CertificateState.NEW;
    for (int i = 0; i < 200; i++) {
      state =
          state.with(new TimelineEntry(AT.plusSeconds(i), Event.ORDERED, "" + i, Optional.empty()));
    }

    assertThat(state.timeline()).hasSize(CertificateState.MAX_TIMELINE);
    assertThat(state.timeline().getLast().text()).isEqualTo("199");
  }
}
