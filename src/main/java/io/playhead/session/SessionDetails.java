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
 * @param idleTtlMs after its last request, when the session ends; 0 for the service's setting
 * @param clientTracking whether the client calls its trackers itself, and the service none of them
 * @param liveSource where the breaks of a live stream are read anew from time to time; null for
 *     nowhere
 */
public record SessionDetails(
    @Nullable String contentId,
    @Nullable TrackingPolicy policy,
    long epochMs,
    Map<String, String> macros,
    long idleTtlMs,
    boolean clientTracking,
    @Nullable LiveSource liveSource) {
  public static final long NO_EPOCH = -1;

  public SessionDetails {
    macros = Map.copyOf(macros);
  }

  /**
   * Details of a session that ends when all do that say nothing else, whose beacons the service
   * fires, and whose breaks its caller brings.
   */
  public SessionDetails(
      @Nullable String contentId,
      @Nullable TrackingPolicy policy,
      long epochMs,
      Map<String, String> macros) {
    this(contentId, policy, epochMs, macros, 0, false, null);
  }

  /** The same with another name of the content and other macros. */
  SessionDetails with(@Nullable String otherContentId, Map<String, String> otherMacros) {
    return new SessionDetails(
        otherContentId, policy, epochMs, otherMacros, idleTtlMs, clientTracking, liveSource);
  }

  /** The same with another source of further breaks. */
  public SessionDetails following(@Nullable LiveSource otherSource) {
    return new SessionDetails(
        contentId, policy, epochMs, macros, idleTtlMs, clientTracking, otherSource);
  }

  /** The same with a wall clock that its timeline's source tells, unless the caller told one. */
  public SessionDetails anchoredAt(long sourceEpochMs) {
    return epochMs >= 0 || sourceEpochMs < 0
        ? this
        : new SessionDetails(
            contentId, policy, sourceEpochMs, macros, idleTtlMs, clientTracking, liveSource);
  }
}
