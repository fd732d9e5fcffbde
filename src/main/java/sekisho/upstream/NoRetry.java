package sekisho.upstream;

/**
 * Why a request whose connection was lost was not sent again (RFC 9110 §9.2.2); the code is stable,
 * for the access log.
 */
public enum NoRetry {
  /** It was the second try already. */
  SECOND_TRY("second_try"),
  /** A byte of an answer had come: the upstream had begun to do what was asked. */
  RESPONSE_BEGUN("response_begun"),
  /** A byte of the body had been taken from the client, and is not kept. */
  BODY_SENT("body_sent"),
  /** Its head may have reached the upstream, and doing it twice may be different. */
  NOT_IDEMPOTENT("not_idempotent");

  private final String code;

  NoRetry(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
