package io.playhead.session;

import io.playhead.tracking.TrackingPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was said of a session at its creation, beside its timeline. None of it changes.
 *
 * @param contentId the caller's name of the content
 * @param policy the session's own tracking policy, null for the service's
 * @param transactionId a UUID for {@code [TRANSACTIONID]}, the same for all beacons of the session
 * @param epochMs wall clock of stream position 0, epoch milliseconds, for live; -1 if not told
 * @param macros values of VAST macros by name
 * @param labels everything else the caller said, for the audit: account, service, player and so on
 */
public record SessionDetails(
    @Nullable String contentId,
    @Nullable TrackingPolicy policy,
    String transactionId,
    long epochMs,
    Map<String, String> macros,
    Map<String, String> labels) {
  public static final long NO_EPOCH = -1;

  public SessionDetails {
    macros = Map.copyOf(macros);
    labels = Map.copyOf(labels);
  }
}
