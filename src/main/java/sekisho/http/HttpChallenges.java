package sekisho.http;

import java.net.InetAddress;
import java.util.Optional;

/** What authorities may ask over plain HTTP right now (RFC 8555 §8.3). Thread-safe. */
public interface HttpChallenges {

  /**
   * What a token is answered with, whatever the request's host.
   *
   * @param asker who asks; remembered where there is an answer
   * @return ASCII; empty: the token is not being validated
   */
  Optional<String> keyAuthorization(String token, InetAddress asker);
}
