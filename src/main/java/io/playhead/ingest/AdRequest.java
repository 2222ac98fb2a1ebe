package io.playhead.ingest;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * On whose behalf ads are resolved, and under which rules.
 *
 * @param headers to send with each request: the viewer's device (VAST 4.3, 1.1.3)
 * @param macros replaces the macros of an ad tag
 * @param allowMultipleAds whether the response may be a pod
 * @param followWrappers whether it may be a wrapper
 * @param deadline for everything together; each document has at most {@link AdResolver#HOP_MS} of
 *     it
 */
public record AdRequest(
    Map<String, String> headers,
    UnaryOperator<String> macros,
    boolean allowMultipleAds,
    boolean followWrappers,
    Deadline deadline) {
  public AdRequest {
    headers = Map.copyOf(headers);
  }

  /** A request without headers, that takes what comes. */
  public static AdRequest of(UnaryOperator<String> macros, Deadline deadline) {
    return new AdRequest(Map.of(), macros, true, true, deadline);
  }

  AdRequest withRules(boolean multipleAds, boolean wrappers) {
    return new AdRequest(headers, macros, multipleAds, wrappers, deadline);
  }
}
