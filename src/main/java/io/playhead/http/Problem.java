package io.playhead.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error answer (RFC 9457).
 *
 * @param status HTTP status
 * @param title the same for all problems of a kind
 * @param detail what went wrong this time
 * @param errors where in the request, as far as it can be pointed at
 */
public record Problem(int status, String title, String detail, List<Pointed> errors) {
  public static final String CONTENT_TYPE = "application/problem+json";

  /**
   * One thing wrong with a request.
   *
   * @param pointer JSON pointer into the body, or {@code ?name} for a query parameter
   * @param detail what is wrong there
   */
  public record Pointed(String pointer, String detail) {}

  public static Problem of(int status, String title, String detail) {
    return new Problem(status, title, detail, List.of());
  }

  /** A request that cannot be understood, pointing at the place. */
  public static Problem invalid(String pointer, String detail) {
    return new Problem(
        400,
        "Invalid request",
        (pointer.isEmpty() ? "the body" : pointer) + " " + detail,
        List.of(new Pointed(pointer, detail)));
  }

  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    if (!errors.isEmpty()) {
      JsonArray array = new JsonArray();
      errors.forEach(
          error ->
              array.add(
                  new JsonObject().put("pointer", error.pointer()).put("detail", error.detail())));
      json.put("errors", array);
    }
    return json;
  }

  /** This problem to be thrown. */
  public ProblemException exception() {
    return new ProblemException(this, 0, null);
  }

  /** This problem to be thrown, and after how many seconds it will have passed. */
  public ProblemException exceptionUntil(int retryAfterS) {
    return new ProblemException(this, retryAfterS, null);
  }

  /** This problem to be thrown, with what caused it. */
  public ProblemException exception(@Nullable Throwable cause) {
    return new ProblemException(this, 0, cause);
  }
}
