package io.playhead.session;

import org.jspecify.annotations.Nullable;

/** Makes an expanded tracker URL fit for sending, or says why it never can be. */
@FunctionalInterface
public interface Addressing {
  Address address(String expandedUrl);

  /**
   * Where a beacon goes.
   *
   * @param url what is called
   * @param host host and port, empty if there is none
   * @param rejected null, or why it cannot be sent
   */
  record Address(String url, String host, @Nullable String rejected) {}
}
