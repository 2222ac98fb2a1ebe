package io.playhead.vast;

import io.playhead.timeline.Issue;
import java.util.List;

/**
 * A VAST response (VAST 4.3, 3.2).
 *
 * @param version as the document says it; empty if it does not
 * @param ads in document order, usable ones only
 * @param errorUrls {@code Error} at the root (VAST 4.3, 3.2.1): to be called, with code 303, when
 *     the response has no ad
 * @param issues what could not be used as written; bounded
 */
public record VastDocument(
    String version, List<VastAd> ads, List<String> errorUrls, List<Issue> issues) {
  public VastDocument {
    ads = List.copyOf(ads);
    errorUrls = List.copyOf(errorUrls);
    issues = List.copyOf(issues);
  }
}
