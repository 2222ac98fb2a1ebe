package io.playhead.beacon;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A change to the headers of beacons to some hosts.
 *
 * @param host a host name, {@code *.example.com} for all hosts of a domain, or {@code *}
 * @param set headers to add or replace
 * @param omit names of headers to leave out, in any case
 */
public record HeaderRule(String host, Map<String, String> set, Set<String> omit) {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if one is no header name (RFC 9110, 5.6.2), naming it
   */
  public HeaderRule {
    for (String name : set.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("not a header name: " + name);
      }
    }
    set = Map.copyOf(set);
    omit = Set.copyOf(omit);
  }

  boolean covers(String name) {
    String pattern = host.toLowerCase(Locale.ROOT);
    return pattern.equals("*")
        || pattern.equals(name)
        || (pattern.startsWith("*.") && name.endsWith(pattern.substring(1)));
  }
}
