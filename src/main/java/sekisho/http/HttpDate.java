package sekisho.http;

import io.netty.util.concurrent.FastThreadLocal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} field's value (RFC 9110 §5.6.7), made once a second per event loop. */
final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final FastThreadLocal<HttpDate> LAST =
      new FastThreadLocal<>() {
        @Override
        protected HttpDate initialValue() {
          return new HttpDate();
        }
      };

  private long second = -1;
  private String text = "";

  private HttpDate() {}

  static String now() {
    HttpDate last = LAST.get();
    long second = System.currentTimeMillis() / 1000;
    if (second != last.second) {
      last.second = second;
      last.text = IMF_FIXDATE.format(Instant.ofEpochSecond(second));
    }
    return last.text;
  }
}
