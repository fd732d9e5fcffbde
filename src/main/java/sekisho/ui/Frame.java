package sekisho.ui;

import java.time.Instant;
import java.util.List;

/**
 * What every page has around it.
 *
 * @param title of the page
 * @param where which proxy this is, for somebody who has several open
 * @param at when the page's facts were read
 * @param pages all there are
 * @param problems how many things need attention
 * @param version of the program
 * @param user who looks
 * @param session whether there is something to log out of
 * @param charts whether the page has some
 */
record Frame(
    String title,
    String where,
    Instant at,
    List<Link> pages,
    int problems,
    String version,
    String user,
    boolean session,
    boolean charts) {
  Frame {
    pages = List.copyOf(pages);
  }

  /**
   * @param current whether it is the page that is shown
   * @param problems how many things on it need attention
   * @param apart whether a line is drawn before it
   */
  record Link(String path, String title, boolean current, long problems, boolean apart) {}
}
