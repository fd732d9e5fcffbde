package sekisho.ui;

/**
 * What the admin server has for browsers. It asks on worker threads, several at once; an answer may
 * take its time and block. HEAD, {@code If-None-Match} and the fields that guard every answer
 * (Content-Security-Policy and its kin, {@code Cache-Control: no-store} where there is no other)
 * are the server's, as is everything that changes something: that goes to {@code /rpc}, {@code
 * /login} and {@code /logout} by POST, and is never asked for here.
 *
 * <p>What a page may use, by the server's policy: scripts, styles, pictures and fonts of this
 * server, connections to it, forms to it; {@code data:} for pictures. Nothing inline.
 */
public interface Pages {
  /**
   * A page, for somebody who may see it; a page with 404 where there is none of this path.
   *
   * @param request a GET for anything but {@code /login}, {@code /assets/}, {@code /live} and
   *     {@code /rpc}
   */
  Answer page(PageRequest request);

  /** The page by which somebody comes in; anybody may see it. */
  Answer login(LoginForm form);

  /**
   * A file that pages need, the same for everybody, whether or not they have come in; 404 where
   * there is none.
   *
   * @param name what follows {@code /assets/} in the path, decoded: text of a client, and not to be
   *     looked up in a file system
   * @param gzip whether the client takes {@code Content-Encoding: gzip}
   */
  Answer asset(String name, boolean gzip);
}
