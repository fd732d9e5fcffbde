package sekisho.ui;

import java.util.Optional;

/** The login page and nothing else, without a style: what there is before there are pages. */
public final class PlainPages implements Pages {
  @Override
  public Answer page(PageRequest request) {
    return request.path().equals("/")
        ? html(
            200,
            "<p>You are "
                + escaped(request.visitor().name())
                + ".</p><form method=\"post\" action=\"/logout\"><button>Log out</button></form>")
        : html(404, "<p>There is no such page.</p>");
  }

  @Override
  public Answer login(LoginForm form) {
    StringBuilder fields = new StringBuilder();
    form.failure().ifPresent(why -> fields.append("<p>").append(escaped(why)).append("</p>"));
    form.next().ifPresent(next -> fields.append(field("hidden", "next", Optional.of(next))));
    if (form.token().isPresent()) {
      fields.append(field("hidden", "token", form.token()));
    } else {
      if (form.passwords()) {
        fields
            .append(field("text", "user", form.user()))
            .append(field("password", "password", Optional.empty()));
      }
      if (form.tokens()) {
        fields.append(field("password", "token", Optional.empty()));
      }
    }
    return html(
        form.status(),
        "<form method=\"post\" action=\"/login\">" + fields + "<button>Log in</button></form>");
  }

  @Override
  public Answer asset(String name, boolean gzip) {
    return html(404, "<p>There is no such file.</p>");
  }

  private static String field(String type, String name, Optional<String> value) {
    return "<label>"
        + (type.equals("hidden") ? "" : name + " ")
        + "<input type=\""
        + type
        + "\" name=\""
        + name
        + "\""
        + value.map(text -> " value=\"" + escaped(text) + "\"").orElse("")
        + "></label>";
  }

  private static Answer html(int status, String body) {
    String page =
        "<!doctype html><html lang=\"en\"><head><title>Sekisho</title></head><body><h1>Sekisho</h1>"
            + body
            + "</body></html>";
    return Answer.html(status, page);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
