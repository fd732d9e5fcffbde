package sekisho.http;

import sekisho.message.Malformation;
import sekisho.metrics.Reason;

/** What the client is told about a message that cannot be understood. */
final class Refusals {
  private Refusals() {}

  /**
   * Answers what is not even a request as well as it can be; then the connection has to end.
   *
   * @return for the log
   */
  static AccessEntry answer(
      Reason reason, ClientConnection client, ResponseWriter writer, boolean serverHeader) {
    String requestId = RequestId.next();
    OwnAnswer answer = OwnAnswer.of(reason, requestId, null);
    answer.complete(serverHeader);
    answer.fields().add("Connection", "close");
    writer.answer(answer, false);
    return AccessEntry.ofUnreadable(reason, answer.body().length(), requestId, client);
  }

  static Reason of(Malformation malformation) {
    return switch (malformation) {
      case REQUEST_LINE, STATUS_LINE, STATUS, TARGET -> Reason.BAD_REQUEST_LINE;
      case TARGET_TOO_LONG -> Reason.REQUEST_TARGET_TOO_LONG;
      case VERSION -> Reason.VERSION_NOT_SUPPORTED;
      case FIELD_LINE, FIELD_NAME, FIELD_VALUE -> Reason.BAD_REQUEST_HEADER;
      case HEAD_TOO_LARGE -> Reason.REQUEST_HEADER_TOO_LARGE;
      case TRANSFER_CODING_UNKNOWN -> Reason.TRANSFER_CODING_NOT_IMPLEMENTED;
      case LINE_END,
          CONTENT_LENGTH,
          LENGTH_AND_CODING,
          TRANSFER_CODING,
          CHUNK,
          TRAILERS_TOO_LARGE ->
          Reason.BAD_REQUEST_FRAMING;
    };
  }
}
