package sekisho.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sekisho.hello.ClientHellos;
import sekisho.testing.Ending;
import sekisho.testing.RawConnection;

/** The three manners of refusing, as a client's socket sees them. */
class RejectionTest {
  private static final byte[] HELLO = ClientHellos.plain("a.example.com");
  private static final String UNRECOGNIZED_NAME = "15030300020270"; // RFC 6066 §3: 112
  private static final int LINGERING_BYTES = 256 * 1024;

  @AutoClose private AcceptFixture proxy;

  @Test
  void drop_is_fin_without_a_byte() throws IOException {
    try (RawConnection client = rejected("drop")) {
      Ending ending = client.readToEnd();

      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
    }
  }

  @Test
  void reset_is_rst_without_a_byte() throws IOException {
    try (RawConnection client = rejected("reset")) {
      Ending ending = client.readToEnd();

      assertThat(ending.bytes()).isEmpty();
      assertThat(ending.manner()).isEqualTo(Ending.Manner.RST);
    }
  }

  @Test
  void an_alert_is_seven_bytes_and_fin() throws IOException {
    try (RawConnection client = rejected("alert")) {
      Ending ending = client.readToEnd();

      assertThat(ending.bytes()).asHexString().isEqualTo(UNRECOGNIZED_NAME);
      assertThat(ending.manner()).isEqualTo(Ending.Manner.FIN);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "alert"})
  void bytes_that_were_on_their_way_do_not_turn_the_end_into_a_reset(String manner)
      throws IOException {
    try (RawConnection client = rejected(manner)) {
      client.write(new byte[LINGERING_BYTES / 2]);

      assertThat(client.readToEnd().manner()).isEqualTo(Ending.Manner.FIN);
      client.write(new byte[1000]).write(new byte[1000]);
    }
    proxy.awaitNobody();
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "alert"})
  void a_client_that_has_ended_already_is_let_go_of(String manner) throws IOException {
    try (RawConnection client = rejected(manner)) {
      client.finish();

      assertThat(client.readToEnd().manner()).isEqualTo(Ending.Manner.FIN);
      proxy.awaitNobody();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "alert"})
  void a_client_that_stays_is_let_go_of_after_a_while(String manner) throws IOException {
    try (RawConnection client = rejected(manner)) {
      assertThat(client.readToEnd().manner()).isEqualTo(Ending.Manner.FIN);

      proxy.awaitNobody();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drop", "alert"})
  void a_client_that_resets_in_return_leaves_nothing_behind(String manner) throws IOException {
    try (RawConnection client = rejected(manner)) {
      assertThat(client.readToEnd().manner()).isEqualTo(Ending.Manner.FIN);
      client.reset();

      proxy.awaitNobody();
    }
  }

  @Test
  void a_client_that_does_not_stop_sending_is_cut() throws IOException {
    try (RawConnection client = rejected("drop")) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.write(new byte[LINGERING_BYTES]);
                }
              })
          .isInstanceOf(IOException.class);
    }
    proxy.awaitNobody();
  }

  private RawConnection rejected(String manner) throws IOException {
    proxy = AcceptFixture.routing(AcceptFixture.reject(manner));
    return proxy.connect().write(HELLO);
  }
}
