package io.playhead.inspect;

import io.playhead.timeline.Issue;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.TrackingEvent;
import io.playhead.tracking.Macros;
import io.playhead.vast.LocatedUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person would look for in an ad that reads well: trackers and macros that are missing. */
final class AdCheck {
  /** What every advertiser is billed by. */
  private static final List<TrackingEvent> USUAL =
      List.of(
          TrackingEvent.IMPRESSION,
          TrackingEvent.STARTED,
          TrackingEvent.FIRST_QUARTILE,
          TrackingEvent.MIDPOINT,
          TrackingEvent.THIRD_QUARTILE,
          TrackingEvent.COMPLETED);

  /** Behind a letter, brackets are an array index: {@code filter[name]=}. */
  private static final Pattern MACRO =
      Pattern.compile("(?<![A-Za-z0-9_\\]])\\[([A-Za-z][A-Za-z0-9_]{2,40})]|%%([A-Za-z_]{3,40})%%");

  private AdCheck() {}

  /** The usual events that an ad on the stream does not track. */
  static List<String> notTracked(PlacedAd ad) {
    if (ad.fate() == PlacedAd.Fate.UNPLAYED) {
      return List.of();
    }
    List<TrackingEvent> tracked =
        ad.beacons().stream().map(beacon -> beacon.tracker().event()).toList();
    return USUAL.stream()
        .filter(event -> !tracked.contains(event))
        .map(TrackingEvent::wireName)
        .toList();
  }

  /**
   * An issue for each thing in a document's URLs that looks like a macro and is none.
   *
   * @param url where the document was found; empty for the one that was asked about
   */
  static List<Issue> unknownMacros(String url, byte[] document) {
    List<Issue> issues = new ArrayList<>();
    for (LocatedUrl located : LocatedUrl.of(document)) {
      Matcher macro = MACRO.matcher(located.url());
      while (macro.find()) {
        if (macro.group(1) == null || !Macros.isKnown(macro.group(1))) {
          String whose = located.adId() == null ? "" : " of ad " + located.adId();
          issues.add(
              Issue.of(
                  "unknown-macro",
                  macro.group()
                      + " is no macro of VAST: "
                      + located.element()
                      + whose
                      + " is called with it as it stands",
                  (url + " line " + located.line()).strip()));
        }
      }
    }
    return issues;
  }
}
