package io.playhead.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The way of most reports, past the router, whose work for any request costs a tenth of theirs.
 *
 * <p>Takes only what is plain: a POST with a small body of told length for an id without escapes.
 * All else goes through the router, to the same resource and with the same answers.
 */
final class ReportDoor implements Handler<HttpServerRequest> {
  private static final String BEFORE_ID = "/v1/sessions/";
  private static final String AFTER_ID = "/playhead";
  private static final int MOST_DIGITS = 4;

  private final Handler<HttpServerRequest> router;
  private final AddressLimit addressLimit;
  private final PlayheadResource reports;
  private final int maxBodyBytes;

  ReportDoor(
      Handler<HttpServerRequest> router,
      AddressLimit addressLimit,
      PlayheadResource reports,
      int maxBodyBytes) {
    this.router = router;
    this.addressLimit = addressLimit;
    this.reports = reports;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public void handle(HttpServerRequest request) {
    String id = HttpMethod.POST.equals(request.method()) ? sessionId(request.path()) : null;
    if (id == null || !hasSmallBody(request)) {
      router.handle(request);
      return;
    }
    Reading reading = new Reading(request, id);
    request
        .handler(reading)
        .exceptionHandler(broken -> {}) // the client is gone, there is nobody to answer
        .endHandler(reading::end);
  }

  private static @Nullable String sessionId(@Nullable String path) {
    if (path == null || !path.startsWith(BEFORE_ID) || !path.endsWith(AFTER_ID)) {
      return null;
    }
    int end = path.length() - AFTER_ID.length();
    for (int i = BEFORE_ID.length(); i < end; i++) {
      char c = path.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && c != '-' && c != '_') {
        return null;
      }
    }
    return end > BEFORE_ID.length() ? path.substring(BEFORE_ID.length(), end) : null;
  }

  private boolean hasSmallBody(HttpServerRequest request) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length == null || length.isEmpty() || length.length() > MOST_DIGITS) {
      return false;
    }
    int bytes = 0;
    for (int i = 0; i < length.length(); i++) {
      bytes = bytes * 10 + length.charAt(i) - '0';
    }
    return bytes >= 0
        && bytes <= maxBodyBytes
        && !request.headers().contains(HttpHeaders.CONTENT_ENCODING);
  }

  private final class Reading implements Handler<Buffer> {
    private final HttpServerRequest request;
    private final String id;
    private Buffer body = Buffer.buffer(0);

    Reading(HttpServerRequest request, String id) {
      this.request = request;
      this.id = id;
    }

    @Override
    public void handle(Buffer chunk) {
      body = body.length() == 0 ? chunk : Buffer.buffer().appendBuffer(body).appendBuffer(chunk);
    }

    void end(Void end) {
      PublicApi.open(request.response());
      try {
        addressLimit.pass(request);
      } catch (ProblemException e) {
        ProblemHandler.answer(request.response(), e);
        return;
      }
      reports.answer(request.response(), id, body.getBytes());
    }
  }
}
