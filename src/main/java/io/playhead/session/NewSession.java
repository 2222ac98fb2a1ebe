package io.playhead.session;

import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session to be created, its ads resolved.
 *
 * @param id from {@link SessionIds#create}; its time is that of the session
 * @param alias an id that the caller brings, null for none
 * @param details what was said of it
 * @param labels everything else the caller said, for the audit: account, service, player and so on
 * @param device the viewer's
 * @param timeline its ad breaks
 * @param issues what could not be used while resolving them
 * @param failed ads that could not be had, and whom to tell
 */
public record NewSession(
    String id,
    @Nullable String alias,
    SessionDetails details,
    Map<String, String> labels,
    Device device,
    TimelineSpec timeline,
    List<Issue> issues,
    List<FailedAd> failed) {

  /**
   * An Error URL that is due because an ad could not be had.
   *
   * @param errorUrl the template
   * @param code the VAST error code
   */
  public record FailedAd(String errorUrl, int code) {}
}
