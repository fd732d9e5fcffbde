package sekisho.upstream;

import io.vertx.core.http.HttpClientRequest;

/**
 * A request on the connection it has got, until its exchange is over.
 *
 * @param received tells whether the upstream has sent anything in this exchange
 * @param release the exchange is over and the connection as good as it was: to be run once
 */
record Lease(
    HttpDriver driver, HttpClientRequest request, ReceivedBytes received, Runnable release) {

  /** Gives the request up: what was begun cannot be taken back, so its connection is closed. */
  void reset() {
    driver.inContext(request::reset);
  }
}
