package io.playhead.stream;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a URL as they were written: what is passed on is passed on to the byte. */
record RawQuery(List<String> parameters) {
  private static final Pattern NAME_IN_BRACES = Pattern.compile("\\{([A-Za-z0-9._~-]{1,64})\\}");

  static RawQuery of(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return new RawQuery(List.of());
    }
    List<String> parameters = new ArrayList<>(4);
    for (int from = 0; from <= query.length(); ) {
      int end = query.indexOf('&', from);
      end = end < 0 ? query.length() : end;
      parameters.add(query.substring(from, end));
      from = end + 1;
    }
    return new RawQuery(parameters);
  }

  /** The first value that one of some names has, decoded; null if there is none. */
  @Nullable String value(Collection<String> names) {
    for (String parameter : parameters) {
      if (names.contains(nameOf(parameter))) {
        return decoded(
            parameter.substring(Math.min(parameter.length(), nameLength(parameter) + 1)));
      }
    }
    return null;
  }

  /** A template in which names in braces are replaced by the values of these parameters. */
  String fill(String template) {
    if (template.indexOf('{') < 0) {
      return template;
    }
    return NAME_IN_BRACES
        .matcher(template)
        .replaceAll(
            match -> {
              String value = value(List.of(match.group(1)));
              return value == null ? "" : URLEncoder.encode(value, StandardCharsets.UTF_8);
            });
  }

  private static @Nullable String decoded(String value) {
    if (value.indexOf('%') < 0 && value.indexOf('+') < 0) {
      return value;
    }
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Those whose name is as wanted, in their order. */
  RawQuery only(Predicate<String> wanted) {
    return new RawQuery(
        parameters.stream().filter(parameter -> wanted.test(nameOf(parameter))).toList());
  }

  /** As it stands behind a question mark. */
  String text() {
    return String.join("&", parameters);
  }

  private static String nameOf(String parameter) {
    return parameter.substring(0, nameLength(parameter));
  }

  private static int nameLength(String parameter) {
    int equals = parameter.indexOf('=');
    return equals < 0 ? parameter.length() : equals;
  }
}
