package io.playhead.inspect;

import io.playhead.ingest.ErrorBeacon;
import io.playhead.inspect.RecordingSource.Fetched;
import io.playhead.timeline.AdBreak;
import io.playhead.timeline.Issue;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.PlacedAd.Fate;
import io.playhead.timeline.Timeline;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a document.
 *
 * @param source where it came from
 * @param kind VAST or VMAP, with the version that the document says
 * @param entries what stands in the document itself: ads, wrappers, breaks
 * @param fetched the documents that it leads to
 * @param timeline the ads that would play, one after another if the document does not place them
 * @param issues everything that is not as it should be
 * @param errors what would be called because something is not to be had
 */
record Inspection(
    String source,
    String kind,
    List<Entry> entries,
    List<Fetched> fetched,
    Timeline timeline,
    List<Issue> issues,
    List<ErrorBeacon> errors) {

  /** Codes of issues that mean that an ad is lost, besides those that have error beacons. */
  private static final Set<String> LOST =
      Set.of(
          "empty-ad",
          "no-ad",
          "bad-vast",
          "ad-unavailable",
          "ad-not-linear",
          "category-blocked",
          "document-limit",
          "wrapper-limit",
          "wrapper-without-uri");

  /**
   * An element of the document.
   *
   * @param kind {@code InLine}, {@code Wrapper} or {@code break}
   * @param id as written; null if it has none
   * @param what a line for a person
   * @param line where it begins, counted from 1
   */
  record Entry(String kind, @Nullable String id, String what, int line) {}

  /** Where the stream ends; the last break's end if it has none. */
  long endMs() {
    return timeline.endMs() != Timeline.NO_END
        ? timeline.endMs()
        : timeline.breaks().stream().mapToLong(AdBreak::endMs).max().orElse(0);
  }

  /** The ads that play, for a picture. */
  List<TimelineBar.Piece> pieces() {
    return timeline.ads().stream()
        .map(ad -> new TimelineBar.Piece(ad.startMs(), ad.endMs(), ad.id()))
        .toList();
  }

  /** Whether an ad of the document, or of one that it leads to, would not play. */
  boolean hasUnusableAds() {
    return !errors.isEmpty()
        || issues.stream().anyMatch(issue -> LOST.contains(issue.code()))
        || timeline.breaks().stream()
            .flatMap(adBreak -> adBreak.ads().stream())
            .map(PlacedAd::fate)
            .anyMatch(Fate.UNPLAYED::equals);
  }
}
