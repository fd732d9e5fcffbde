package sekisho.testing.acme;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import sekisho.testing.ReservedPort;
import sekisho.testing.TlsCertificates;

/**
 * What {@link Pebble} is to be. Validation is not slowed, no good nonce refused, nobody just
 * believed.
 */
public final class PebbleLaunch {
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final ObjectNode externalAccounts = Json.object();
  private final int tlsPort;
  private int httpPort;
  private Duration lifetime = Duration.ofDays(90);

  PebbleLaunch(int tlsPort) {
    this.tlsPort = tlsPort;
    this.httpPort = tlsPort;
    environment.put("PEBBLE_VA_NOSLEEP", "1");
    environment.put("PEBBLE_WFE_NONCEREJECT", "0");
    environment.put("PEBBLE_AUTHZREUSE", "0");
  }

  /** Where HTTP-01 asks, instead of 80. */
  public PebbleLaunch httpPort(int port) {
    httpPort = port;
    return this;
  }

  /** So many of a hundred good nonces are refused. */
  public PebbleLaunch refusingNonces(int percent) {
    environment.put("PEBBLE_WFE_NONCEREJECT", Integer.toString(percent));
    return this;
  }

  /** So many of a hundred identifiers that were validated before are not validated again. */
  public PebbleLaunch reusing(int percent) {
    environment.put("PEBBLE_AUTHZREUSE", Integer.toString(percent));
    return this;
  }

  /** Before each of its questions it sleeps for less than this, in whole seconds. */
  public PebbleLaunch validatingSlowly(Duration limit) {
    environment.remove("PEBBLE_VA_NOSLEEP");
    environment.put("PEBBLE_VA_SLEEPTIME", Long.toString(limit.toSeconds()));
    return this;
  }

  /** How many intermediates a chain has. */
  public PebbleLaunch intermediates(int count) {
    environment.put("PEBBLE_CHAIN_LENGTH", Integer.toString(count));
    return this;
  }

  /**
   * New accounts have to be bound (RFC 8555 §7.3.4).
   *
   * @param secret in base64url
   */
  public PebbleLaunch externalAccount(String keyId, String secret) {
    externalAccounts.put(keyId, secret);
    return this;
  }

  /** Of its certificates, from now. */
  public PebbleLaunch lifetime(Duration time) {
    lifetime = time;
    return this;
  }

  /** Variables of its environment. */
  Map<String, String> environment() {
    return environment;
  }

  /** Starts it; all its files are in a new folder below {@code parent}. */
  public Pebble start(Path parent) {
    try {
      return Pebble.start(this, Files.createTempDirectory(parent, "pebble"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ObjectNode json(TlsCertificates.Pair pair, ReservedPort port, ReservedPort management) {
    ObjectNode pebble =
        Json.object()
            .put("listenAddress", "127.0.0.1:" + port.number())
            .put("managementListenAddress", "127.0.0.1:" + management.number())
            .put("certificate", pair.certificate().toString())
            .put("privateKey", pair.privateKey().toString())
            .put("httpPort", httpPort)
            .put("tlsPort", tlsPort)
            .put("externalAccountBindingRequired", !externalAccounts.isEmpty())
            .put("certificateValidityPeriod", lifetime.toSeconds());
    pebble.set("externalAccountMACKeys", externalAccounts);
    ObjectNode whole = Json.object();
    whole.set("pebble", pebble);
    return whole;
  }
}
