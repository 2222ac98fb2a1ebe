package io.playhead.http;

import io.playhead.beacon.DeviceHeaders;
import io.playhead.ingest.AdRequest;
import io.playhead.ingest.Deadline;
import io.playhead.ingest.FetchBudget;
import io.playhead.session.Device;
import io.playhead.session.LiveSource;
import io.playhead.session.SessionDetails;
import io.playhead.session.UrlMacros;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes ad requests: in whose name, with which macros, within which time. */
public final class AdRequests {
  private final UrlMacros macros;
  private final long timeoutMs;
  private final Supplier<FetchBudget> budgets;
  private final LongSupplier nowMs;

  /**
   * Sets up ad requests.
   *
   * @param timeoutMs for all documents of one timeline together
   * @param budgets makes one for each timeline
   */
  public AdRequests(
      UrlMacros macros, long timeoutMs, Supplier<FetchBudget> budgets, LongSupplier nowMs) {
    this.macros = macros;
    this.timeoutMs = timeoutMs;
    this.budgets = budgets;
    this.nowMs = nowMs;
  }

  /** For a session. */
  public AdRequest of(String sessionId, SessionDetails details, Device device) {
    return request(UrlMacros.given(sessionId, details, () -> device), device);
  }

  /**
   * Where the breaks of a session's stream are read anew, with what is the session's own in its
   * URLs: who has the same in all of them may follow it together.
   */
  LiveSource source(LiveSource told, String sessionId, SessionDetails details, Device device) {
    Function<String, @Nullable String> given = UrlMacros.given(sessionId, details, () -> device);
    String adSource = told.adSource();
    return told.kind() == LiveSource.Kind.MANIFEST
        ? new LiveSource(
            told.kind(),
            macros.fill(told.url(), given),
            adSource == null ? null : macros.fill(adSource, given))
        : told;
  }

  /** For nobody in particular. */
  public AdRequest anonymous() {
    return request(name -> null, Device.UNKNOWN);
  }

  private AdRequest request(Function<String, @Nullable String> given, Device device) {
    return new AdRequest(
        DeviceHeaders.of(device, UrlMacros.SERVER_USER_AGENT),
        macros.adTags(given, nowMs.getAsLong()),
        true,
        true,
        Deadline.in(timeoutMs),
        budgets.get());
  }
}
