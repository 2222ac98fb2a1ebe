package io.playhead.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request, read one by one; every complaint names its parameter. */
public final class Query {
  private static final int MAX_TEXT = 1024;

  private final MultiMap parameters;

  private Query(MultiMap parameters) {
    this.parameters = parameters;
  }

  /** All parameters, also those that nobody will ask for. */
  public static Query of(RoutingContext context) {
    return new Query(context.queryParams());
  }

  /** The same where a parameter that is not known, or is given twice, is a mistake. */
  public static Query of(RoutingContext context, Set<String> known, String... more) {
    MultiMap parameters = context.queryParams();
    Set<String> all = new TreeSet<>(known);
    all.addAll(List.of(more));
    for (String name : parameters.names()) {
      if (!all.contains(name)) {
        throw bad(name, "is not known here; there are " + String.join(", ", all));
      }
      if (parameters.getAll(name).size() > 1) {
        throw bad(name, "is given more than once");
      }
    }
    return new Query(parameters);
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

  /** {@code true} or {@code false}; the latter where there is none. */
  public boolean flag(String name) {
    String value = text(name);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw bad(name, "must be true or false");
    }
    return "true".equals(value);
  }

  /** One of some values by its name; null where there is none. */
  public <T> @Nullable T oneOf(String name, T[] values, Function<T, String> wireName) {
    String value = text(name);
    return value == null ? null : named(name, value, values, wireName);
  }

  /** The elements of a list with commas, each at most once. */
  public <T> List<T> listOf(String name, T[] values, Function<T, String> wireName) {
    String list = text(name);
    List<T> found = new ArrayList<>();
    if (list == null) {
      return found;
    }
    for (String element : list.split(",", -1)) {
      T value = named(name, element, values, wireName);
      if (found.contains(value)) {
        throw bad(name, "names " + element + " twice");
      }
      found.add(value);
    }
    return found;
  }

  private static <T> T named(String name, String value, T[] values, Function<T, String> wireName) {
    for (T each : values) {
      if (wireName.apply(each).equals(value)) {
        return each;
      }
    }
    throw bad(
        name,
        "must be one of " + Arrays.stream(values).map(wireName).collect(Collectors.joining(", ")));
  }

  /** A complaint about a parameter. */
  public static ProblemException bad(String name, String detail) {
    return Problem.invalid("?" + name, detail).exception();
  }
}
