package io.playhead.session;

import io.playhead.tracking.TrackingPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was said of a session at its creation, beside its timeline. None of it changes.
 *
 * @param contentId the caller's name of the content
 * @param policy the session's own tracking policy, null for the service's
 * @param epochMs wall clock of stream position 0, epoch milliseconds, for live; -1 if not told
 * @param macros values of VAST macros by name
 */
public record SessionDetails(
    @Nullable String contentId,
    @Nullable TrackingPolicy policy,
    long epochMs,
    Map<String, String> macros) {
  public static final long NO_EPOCH = -1;

  public SessionDetails {
    macros = Map.copyOf(macros);
  }
}
