package sekisho.scrape;

import io.prometheus.client.exporter.common.TextFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text that metrics can be written as. */
enum Format {
  /** OpenMetrics 1.0. */
  OPEN_METRICS("application", "openmetrics-text", "1.0.0", TextFormat.CONTENT_TYPE_OPENMETRICS_100),
  /** The text of Prometheus, which every client reads. */
  PROMETHEUS("text", "plain", "0.0.4", TextFormat.CONTENT_TYPE_004);

  private final String type;
  private final String subtype;
  private final String version;
  private final String contentType;

  Format(String type, String subtype, String version, String contentType) {
    this.type = type;
    this.subtype = subtype;
    this.version = version;
    this.contentType = contentType;
  }

  /** What {@code Content-Type} says. */
  String contentType() {
    return contentType;
  }

  /**
   * The one that the client likes better (RFC 9110 §12.5.1). OpenMetrics is for those who name it;
   * who wants neither gets what everybody can read.
   *
   * @param accept the field's value, or null
   */
  static Format of(@Nullable String accept) {
    List<Wanted> wanted = Wanted.list(accept);
    double openMetrics = OPEN_METRICS.quality(wanted);
    return openMetrics > 0 && openMetrics >= PROMETHEUS.quality(wanted) ? OPEN_METRICS : PROMETHEUS;
  }

  private double quality(List<Wanted> wanted) {
    Wanted best = null;
    for (Wanted range : wanted) {
      if (range.takes(this) && (best == null || range.precision() > best.precision())) {
        best = range;
      }
    }
    return best == null ? 0 : best.quality();
  }

  /**
   * An item of {@code Accept}.
   *
   * @param version that it asks for; null: any
   */
  private record Wanted(String type, String subtype, @Nullable String version, double quality) {
    private static final String ANY = "*";

    static List<Wanted> list(@Nullable String accept) {
      List<Wanted> list = new ArrayList<>();
      for (Weighted item : Weighted.list(accept)) {
        String range = item.value();
        int slash = range.indexOf('/');
        if (slash > 0) {
          list.add(
              new Wanted(
                  range.substring(0, slash),
                  range.substring(slash + 1),
                  item.parameter("version"),
                  item.quality()));
        }
      }
      return list;
    }

    boolean takes(Format format) {
      if (subtype.equals(ANY)) {
        // Whoever takes everything has not heard of OpenMetrics.
        return format == PROMETHEUS && (type.equals(ANY) || type.equals(format.type));
      }
      return type.equals(format.type)
          && subtype.equals(format.subtype)
          && (version == null || version.equals(format.version));
    }

    /** A closer description goes before a wider one. */
    int precision() {
      if (subtype.equals(ANY)) {
        return type.equals(ANY) ? 0 : 1;
      }
      return version == null ? 2 : 3;
    }
  }

  /** Whether the client takes gzip (RFC 9110 §12.5.3). */
  static boolean isGzipTaken(@Nullable String acceptEncoding) {
    double gzip = -1;
    double any = 0;
    for (Weighted item : Weighted.list(acceptEncoding)) {
      switch (item.value()) {
        case "gzip", "x-gzip" -> gzip = Math.max(gzip, item.quality());
        case Wanted.ANY -> any = item.quality();
        default -> {}
      }
    }
    return gzip < 0 ? any > 0 : gzip > 0;
  }
}
