package io.playhead.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request, read one by one; every complaint names its parameter. */
public final class Query {
  private static final int MAX_TEXT = 1024;

  private final MultiMap parameters;

  private Query(MultiMap parameters) {
    this.parameters = parameters;
  }

  public static Query of(RoutingContext context) {
    return new Query(context.queryParams());
  }

  /** All names that the request has. */
  public Iterable<String> names() {
    return parameters.names();
  }

  /** A text of at most 1,024 characters; null where there is none, or an empty one. */
  public @Nullable String text(String name) {
    String value = parameters.get(name);
    if (value != null && value.length() > MAX_TEXT) {
      throw bad(name, "must be at most " + MAX_TEXT + " characters long");
    }
    return value == null || value.isEmpty() ? null : value;
  }

  /** An integer within bounds; {@code otherwise} where there is none. */
  public long integer(String name, long otherwise, long least, long most) {
    String value = text(name);
    if (value == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw bad(name, "must be an integer from " + least + " to " + most);
  }

  /** A complaint about a parameter. */
  public ProblemException bad(String name, String detail) {
    return Problem.invalid("?" + name, detail).exception();
  }
}
