package io.playhead.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Who may do what.
 *
 * @param platformKeys SHA-256 of the tokens that may create sessions, hex
 * @param opsKeys SHA-256 of the tokens that may read the audit, hex
 */
public record AuthConfig(List<String> platformKeys, List<String> opsKeys) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  public AuthConfig {
    platformKeys = List.copyOf(platformKeys);
    opsKeys = List.copyOf(opsKeys);
    check("platformKeys", platformKeys);
    check("opsKeys", opsKeys);
  }

  private static void check(String name, List<String> keys) {
    for (String key : keys) {
      if (!SHA256.matcher(key).matches()) {
        throw new IllegalArgumentException(
            name + " holds something that is no SHA-256 in hex (64 digits)");
      }
    }
  }
}
