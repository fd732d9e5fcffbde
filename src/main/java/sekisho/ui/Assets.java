package sekisho.ui;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * The files that pages need: one closed list of names, read and compressed when they are first
 * asked for, kept from then on. Safe from every thread.
 */
final class Assets {
  private static final String STYLES = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String OWN = "webui/assets/";
  private static final String CHARTS =
      "META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

  private static final Map<String, Source> SOURCES =
      Map.ofEntries(
          own("sekisho.css", STYLES),
          own("favicon.svg", "image/svg+xml"),
          own("theme.js", SCRIPT),
          own("app.js", SCRIPT),
          own("actions.js", SCRIPT),
          own("charts.js", SCRIPT),
          own("dialog.js", SCRIPT),
          own("refresh.js", SCRIPT),
          own("rpc.js", SCRIPT),
          own("stream.js", SCRIPT),
          own("theme-switch.js", SCRIPT),
          Map.entry("chart.js", new Source(CHARTS, SCRIPT)));

  private final Map<String, Content> contents = new ConcurrentHashMap<>();

  /** Where a file is on the class path, and what it is. */
  private record Source(String path, String type) {}

  private static Map.Entry<String, Source> own(String name, String type) {
    return Map.entry(name, new Source(OWN + name, type));
  }

  /**
   * @param name any text
   * @param gzip whether it may be compressed
   */
  Optional<Answer> answer(String name, boolean gzip) {
    Source source = SOURCES.get(name);
    if (source == null) {
      return Optional.empty();
    }
    return Optional.of(contents.computeIfAbsent(name, _ -> read(source)).answer(gzip));
  }

  private static Content read(Source source) {
    try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(source.path())) {
      if (in == null) {
        throw new IllegalStateException(source.path() + " is not in the program");
      }
      byte[] plain = in.readAllBytes();
      return new Content(
          source.type(), source.path().equals(CHARTS) ? withoutSourceMap(plain) : plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its map is not served; a browser's tools would ask for it. */
  private static byte[] withoutSourceMap(byte[] script) {
    return new String(script, UTF_8).replaceFirst("//# sourceMappingURL=\\S+", "").getBytes(UTF_8);
  }

  /** A file, as it is and compressed. */
  private static final class Content {
    private static final int TAG_BYTES = 12;

    private final Answer plain;
    private final Answer compressed;

    Content(String type, byte[] content) throws IOException {
      String tag = tag(content);
      // no-cache: asked for again with its tag each time, so that versions never mix.
      this.plain =
          Answer.of(
              200,
              type,
              content,
              Map.of(
                  "ETag", '"' + tag + '"', "Cache-Control", "no-cache", "Vary", "Accept-Encoding"));
      this.compressed =
          Answer.of(
              200,
              type,
              compressed(content),
              Map.of(
                  "ETag", '"' + tag + "-gzip\"",
                  "Cache-Control", "no-cache",
                  "Vary", "Accept-Encoding",
                  "Content-Encoding", "gzip"));
    }

    Answer answer(boolean gzip) {
      return gzip ? compressed : plain;
    }

    private static byte[] compressed(byte[] plain) throws IOException {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
        gzip.write(plain);
      }
      return compressed.toByteArray();
    }

    private static String tag(byte[] content) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
        return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
