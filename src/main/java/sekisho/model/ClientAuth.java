package sekisho.model;

import java.nio.file.Path;

/**
 * Whether clients have to show a certificate, and whose ({@code client_auth}).
 *
 * @param ca a PEM file of the authorities that it must come from
 * @param mode what becomes of a client without one
 */
public record ClientAuth(Path ca, Mode mode) {

  /** A certificate that is shown and not sound ends the handshake in either mode. */
  public enum Mode {
    /** No certificate, no connection. */
    REQUIRE,
    /** Clients may come without one. */
    REQUEST
  }
}
