package io.playhead.config;

import java.util.List;

/**
 * What is logged to the console.
 *
 * @param format {@code text}, or {@code json} for an object a line
 */
public record LogConfig(String format) {
  public LogConfig {
    Check.oneOf("format", format, List.of("text", "json"));
  }
}
