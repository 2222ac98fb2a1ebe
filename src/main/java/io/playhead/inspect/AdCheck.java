package io.playhead.inspect;

import io.playhead.inspect.RecordingSource.Fetched;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.Issue;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.tracking.Macros;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  /** An issue for each thing in a URL that looks like a macro and is none. */
  static List<Issue> unknownMacros(List<Fetched> fetched, Timeline timeline) {
    List<Issue> issues = new ArrayList<>();
    for (Fetched one : fetched) {
      addUnknownMacros(issues, one.url(), "an ad tag", one.url());
    }
    for (PlacedAd ad : timeline.ads()) {
      for (BeaconSlot beacon : ad.beacons()) {
        TrackingUrl tracker = beacon.tracker();
        addUnknownMacros(issues, tracker.url(), tracker.name() + " of ad " + ad.id(), null);
      }
    }
    return issues;
  }

  private static void addUnknownMacros(
      List<Issue> to, String url, String whose, @Nullable String pointer) {
    Matcher macro = MACRO.matcher(url);
    while (macro.find()) {
      if (macro.group(1) == null || !Macros.isKnown(macro.group(1))) {
        String detail = macro.group() + " is no macro of VAST: " + whose;
        to.add(Issue.of("unknown-macro", detail + " is called with it as it stands", pointer));
      }
    }
  }
}
