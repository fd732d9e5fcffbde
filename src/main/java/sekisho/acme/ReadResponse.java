package sekisho.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSession;

/**
 * A response whose body has been read to its end: no longer than it may be, and in no more time.
 */
final class ReadResponse implements HttpResponse<InputStream> {
  /** A chain of certificates has 10 KiB; nothing an authority says has more. */
  private static final int MAX_BYTES = 1024 * 1024;

  private final HttpResponse<InputStream> response;
  private final byte[] bytes;

  private ReadResponse(HttpResponse<InputStream> response, byte[] bytes) {
    this.response = response;
    this.bytes = bytes;
  }

  /**
   * Reads. The JDK's time for a request ends with the head of its answer.
   *
   * @throws IOException when the body does not end as it should
   */
  static ReadResponse of(HttpResponse<InputStream> response, Duration time) throws IOException {
    FutureTask<byte[]> reading = new FutureTask<>(() -> response.body().readNBytes(MAX_BYTES + 1));
    Thread.ofVirtual().name("acme-body").start(reading);
    try {
      byte[] bytes = reading.get(time.toMillis(), TimeUnit.MILLISECONDS);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("the authority's answer is longer than " + MAX_BYTES + " bytes");
      }
      return new ReadResponse(response, bytes);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("the answer does not end");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      response.body().close();
    }
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public int statusCode() {
    return response.statusCode();
  }

  @Override
  public HttpRequest request() {
    return response.request();
  }

  @Override
  public Optional<HttpResponse<InputStream>> previousResponse() {
    return response.previousResponse();
  }

  @Override
  public HttpHeaders headers() {
    return response.headers();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return response.sslSession();
  }

  @Override
  public URI uri() {
    return response.uri();
  }

  @Override
  public HttpClient.Version version() {
    return response.version();
  }
}
