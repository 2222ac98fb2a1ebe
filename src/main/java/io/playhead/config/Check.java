package io.playhead.config;

import java.util.List;

/** Bounds of single settings. */
final class Check {
  private Check() {}

  static void range(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", must be " + least + " to " + most);
    }
  }

  static void oneOf(String name, String value, List<String> choices) {
    if (!choices.contains(value)) {
      throw new IllegalArgumentException(
          name + " is '" + value + "', must be one of " + String.join(", ", choices));
    }
  }
}
