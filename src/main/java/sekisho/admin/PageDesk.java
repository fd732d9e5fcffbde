package sekisho.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.regex.Pattern;
import sekisho.ui.PageRequest;
import sekisho.ui.Pages;

/** The pages of {@code ui} and their files. */
final class PageDesk {
  static final String ASSETS = "/assets/";

  private static final int MAX_PARAMETERS = 64;
  private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._/-]{0,199}");
  private static final Pattern GZIP =
      Pattern.compile("(^|,)\\s*gzip\\s*(;\\s*q=(1|0\\.[0-9]*[1-9][0-9]*|1\\.0*)\\s*)?(,|$)");

  private final Pages pages;
  private final Workers workers;

  PageDesk(Pages pages, Workers workers) {
    this.pages = pages;
    this.workers = workers;
  }

  /** Anybody's. */
  void asset(AdminRequest asked) {
    if (!asked.isRead()) {
      asked.refuseMethod("GET, HEAD");
      return;
    }
    String name = asked.path().substring(ASSETS.length());
    // Before it gets anywhere: our own files have plain names.
    if (!ASSET.matcher(name).matches() || name.contains("..") || name.contains("//")) {
      asked.refuse(404, "There is no such file.");
      return;
    }
    boolean gzip = GZIP.matcher(asked.field("Accept-Encoding").orElse("")).find();
    workers
        .run(asked.context(), () -> pages.asset(name, gzip))
        .onSuccess(asked::answer)
        .onFailure(asked::failed);
  }

  /** For who has come in. */
  void page(AdminRequest asked, Visit.Known known) {
    if (!asked.isRead()) {
      asked.refuseMethod("GET, HEAD");
      return;
    }
    PageRequest request;
    try {
      QueryStringDecoder target =
          new QueryStringDecoder(asked.target(), UTF_8, true, MAX_PARAMETERS);
      request = new PageRequest(target.path(), target.parameters(), known.visitor());
    } catch (IllegalArgumentException _) {
      asked.refuse(400, "The address is malformed.");
      return;
    }
    workers
        .run(asked.context(), () -> pages.page(request))
        .onSuccess(asked::answer)
        .onFailure(asked::failed);
  }
}
