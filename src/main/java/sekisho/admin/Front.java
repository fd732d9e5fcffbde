package sekisho.admin;

import java.util.Optional;
import sekisho.admin.OriginCheck.Finding;
import sekisho.rpc.Methods;
import sekisho.ui.LiveFeed;
import sekisho.ui.Pages;

/**
 * What happens to a request of the admin server: the checks that each has to pass, in their order,
 * and who answers it then. For the event loop of its server.
 */
final class Front {
  private static final String LIVE = "/live";
  private static final String LOGIN = "/login";
  private static final String LOGOUT = "/logout";

  private final Doorkeeper door;
  private final Cookies cookies;
  private final LoginDesk login;
  private final RpcDesk rpc;
  private final PageDesk pages;
  private final LiveStreams live;

  /**
   * What is served, and by whom.
   *
   * @param rendering for pages, their files and figures
   * @param calling for methods
   * @param hashing for passwords
   * @param hashingForKnown for those of browsers that have come in before
   */
  record Contents(
      Methods methods,
      Pages pages,
      LiveFeed feed,
      Workers rendering,
      Workers calling,
      Workers hashing,
      Workers hashingForKnown) {}

  Front(Contents contents, Doorkeeper door, Cookies cookies) {
    this.door = door;
    this.cookies = cookies;
    this.login =
        new LoginDesk(
            door,
            contents.pages(),
            contents.rendering(),
            contents.hashing(),
            contents.hashingForKnown());
    this.rpc = new RpcDesk(contents.methods(), contents.calling());
    this.pages = new PageDesk(contents.pages(), contents.rendering());
    this.live = new LiveStreams(contents.feed(), contents.rendering());
  }

  LiveStreams live() {
    return live;
  }

  /**
   * @param remote the site elsewhere, which serves in place of the pages
   */
  void handle(AdminRequest asked, HostCheck hosts, Optional<RemoteUi> remote) {
    Optional<String> fault = hosts.fault(asked.fields().getAll("Host"));
    if (!asked.isFramed()) {
      asked.refuseFraming();
    } else if (fault.isPresent()) {
      asked.refuse(421, fault.get());
    } else if (!asked.target().startsWith("/")) {
      asked.refuse(400, "The request's target is no path.");
    } else {
      Finding finding = OriginCheck.of(asked.fields(), asked.host(), asked.isSecure());
      if (OriginCheck.isRefused(asked.fields(), finding, asked.isRead())) {
        asked.refuse(403, "Another site asks for this, by Origin or Sec-Fetch-Site.");
      } else {
        Visit visit = Visit.of(asked, door, cookies);
        if (visit instanceof Visit.Known known
            && known.session().isPresent()
            && finding == Finding.SILENT
            && !asked.isRead()) {
          asked.refuse(
              403,
              "A request by a session's cookie says where it comes from, by Origin or"
                  + " Sec-Fetch-Site. Programs use a bearer token.");
        } else {
          route(asked, visit, remote);
        }
      }
    }
  }

  private void route(AdminRequest asked, Visit visit, Optional<RemoteUi> remote) {
    switch (asked.path()) {
      case AdminRequest.RPC -> rpc.handle(asked, visit);
      case LOGIN -> login.login(asked, visit, cookies);
      case LOGOUT -> login.logout(asked, visit, cookies);
      default -> {
        // The login page's own, which is ours in any case.
        if (asked.path().startsWith(PageDesk.ASSETS)
            && (remote.isEmpty() || !(visit instanceof Visit.Known))) {
          pages.asset(asked);
        } else {
          view(asked, visit, remote);
        }
      }
    }
  }

  private void view(AdminRequest asked, Visit visit, Optional<RemoteUi> remote) {
    switch (visit) {
      case Visit.Known _ when remote.isPresent() -> remote.get().handle(asked);
      case Visit.Known known when asked.path().equals(LIVE) -> stream(asked, known);
      case Visit.Known known -> pages.page(asked, known);
      case Visit.Wrong _ -> unknown(asked);
      case Visit.Unknown _ -> {
        if (asked.isRead() && !asked.path().equals(LIVE)) {
          asked.seeOther(LoginDesk.of(asked.target()));
        } else {
          unknown(asked);
        }
      }
    }
  }

  private static void unknown(AdminRequest asked) {
    asked.response().putHeader("WWW-Authenticate", "Bearer realm=\"sekisho\"");
    asked.refuse(401, "Not logged in.");
  }

  private void stream(AdminRequest asked, Visit.Known known) {
    if (!asked.isGet()) {
      asked.refuseMethod("GET");
      return;
    }
    live.add(
        asked,
        // An open page is somebody who looks: his session does not end for want of requests.
        () ->
            known
                .session()
                .map(id -> door.bySession(id).isPresent())
                .orElseGet(() -> known.identity().isAdmittedBy(door.access())));
  }
}
