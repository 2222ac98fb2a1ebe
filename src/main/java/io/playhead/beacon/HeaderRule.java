package io.playhead.beacon;

import io.vertx.core.MultiMap;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A change to the headers of beacons to some hosts.
 *
 * @param host a host name, {@code *.example.com} for all hosts of a domain, or {@code *}
 * @param omit names of headers to leave out, in any case
 * @param rename names of headers, in any case, and the names that they get instead; one that a
 *     beacon does not have stays away
 * @param set headers to add or replace
 */
public record HeaderRule(
    String host, Set<String> omit, Map<String, String> rename, Map<String, String> set) {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** They say how the request is sent, not for whom. */
  private static final Set<String> OURS =
      Set.of("host", "connection", "content-length", "transfer-encoding");

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if one is no header name (RFC 9110, 5.6.2), naming it
   */
  public HeaderRule {
    check(omit);
    check(rename.keySet());
    check(rename.values());
    check(set.keySet());
    omit = Set.copyOf(omit);
    rename = Map.copyOf(rename);
    set = Map.copyOf(set);
  }

  private static void check(Collection<String> names) {
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("not a header name: " + name);
      }
      if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(name + " is not a header that a rule may change");
      }
    }
  }

  void apply(MultiMap headers) {
    omit.forEach(headers::remove);
    rename.forEach(
        (name, other) -> {
          String value = headers.get(name);
          if (value != null) {
            headers.remove(name).set(other, value);
          }
        });
    set.forEach((name, value) -> headers.set(name, DeviceHeaders.clean(value)));
  }

  boolean covers(String name) {
    String pattern = host.toLowerCase(Locale.ROOT);
    return pattern.equals("*")
        || pattern.equals(name)
        || (pattern.startsWith("*.") && name.endsWith(pattern.substring(1)));
  }
}
