package io.playhead.timeline;

import io.playhead.timeline.BreakSpec.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lays a described timeline out on the stream.
 *
 * <p>Breaks placed by stream time and by content time may be mixed: walking along the stream, the
 * next break is whichever comes first with the ads before it counted.
 */
final class Layout {
  /** Places and lengths may be off by this much; encoders round to frames and segments. */
  static final long TOLERANCE_MS = 1000;

  private final TimelineSpec spec;
  private final Consumer<Issue> issues;
  private final List<AdBreak> breaks = new ArrayList<>();
  private final List<Segments.Segment> segments = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final BeaconSlots slots = new BeaconSlots();

  /** The stream is laid out up to here. */
  private long streamMs;

  /** The content is laid out up to here. */
  private long contentMs;

  Layout(TimelineSpec spec, Consumer<Issue> issues) {
    this.spec = spec;
    this.issues = issues;
  }

  Timeline build() {
    List<BreakSpec> byStream = new ArrayList<>();
    List<BreakSpec> byContent = new ArrayList<>();
    List<BreakSpec> atEnd = new ArrayList<>();
    for (BreakSpec adBreak : spec.breaks()) {
      if (isNowhere(adBreak.place())) {
        report(adBreak, "break-without-place", "begins before the stream or beyond all time");
      } else if (adBreak.place() instanceof Place.Stream) {
        byStream.add(adBreak);
      } else if (adBreak.place() instanceof Place.Content) {
        byContent.add(adBreak);
      } else {
        atEnd.add(adBreak);
      }
    }
    byStream.sort(Comparator.comparingLong(Layout::streamStartMs));
    byContent.sort(Comparator.comparingLong(Layout::contentStartMs));
    int s = 0;
    int c = 0;
    while (s < byStream.size() || c < byContent.size()) {
      boolean streamFirst =
          c == byContent.size()
              || (s < byStream.size()
                  && streamStartMs(byStream.get(s)) <= onStreamMs(byContent.get(c)));
      if (streamFirst) {
        BreakSpec next = byStream.get(s++);
        place(next, streamStartMs(next));
      } else {
        BreakSpec next = byContent.get(c++);
        place(next, onStreamMs(next));
      }
    }
    for (BreakSpec adBreak : atEnd) {
      placeAtEnd(adBreak);
    }
    return finish();
  }

  private static boolean isNowhere(Place place) {
    long atMs =
        place instanceof Place.Stream onStream
            ? onStream.startMs()
            : place instanceof Place.Content inContent ? inContent.contentMs() : 0;
    return atMs < -TOLERANCE_MS || atMs > TimelineSpec.LONGEST_MS;
  }

  private static long streamStartMs(BreakSpec adBreak) {
    return ((Place.Stream) adBreak.place()).startMs();
  }

  private static long contentStartMs(BreakSpec adBreak) {
    return ((Place.Content) adBreak.place()).contentMs();
  }

  private long onStreamMs(BreakSpec adBreak) {
    return streamMs + contentStartMs(adBreak) - contentMs;
  }

  private void placeAtEnd(BreakSpec adBreak) {
    if (spec.contentDurationMs() == TimelineSpec.UNKNOWN_DURATION) {
      report(adBreak, "break-without-place", "stands at the end of content of unknown length");
      return;
    }
    place(adBreak, streamMs + spec.contentDurationMs() - contentMs);
  }

  private void place(BreakSpec adBreak, long startMs) {
    long atMs = startMs;
    if (atMs < streamMs) {
      if (streamMs - atMs > TOLERANCE_MS) {
        report(adBreak, "break-overlaps", "begins before the break in front of it ends");
        return;
      }
      atMs = streamMs;
    }
    if (spec.contentDurationMs() != TimelineSpec.UNKNOWN_DURATION) {
      long beyondMs = contentMs + atMs - streamMs - spec.contentDurationMs();
      if (beyondMs > TOLERANCE_MS) {
        report(adBreak, "break-outside-content", "begins after the content's end");
        return;
      }
      atMs -= Math.max(0, beyondMs);
    }
    if (!ids.add(adBreak.id())) {
      report(adBreak, "break-id-twice", "has the id of another break");
      return;
    }
    advanceContent(atMs - streamMs);
    lay(adBreak, Math.max(0, atMs - startMs));
  }

  private void advanceContent(long byMs) {
    if (byMs > 0) {
      segments.add(new Segments.Segment(streamMs, streamMs - contentMs, null, null));
      streamMs += byMs;
      contentMs += byMs;
    }
  }

  /** Lays a break at the end of what is laid out; it lost {@code lateMs} of its length in front. */
  private void lay(BreakSpec adBreak, long lateMs) {
    long startMs = streamMs;
    long statedMs =
        adBreak.durationMs() == BreakSpec.UNKNOWN_DURATION
            ? BreakSpec.UNKNOWN_DURATION
            : Math.max(0, adBreak.durationMs() - lateMs);
    PodLayout pod = new PodLayout(adBreak, startMs, statedMs, breaks.size(), slots, issues);
    int mark = slots.mark();
    List<BeaconSlot> ownBeacons = slots.ofBreak(adBreak);
    List<PlacedAd> ads = pod.place();
    long durationMs = pod.breakMs();
    long replacesMs = adBreak.replacesContentMs();
    if (replacesMs == BreakSpec.UNKNOWN_DURATION) {
      replacesMs = spec.live() ? durationMs : 0;
    }
    AdBreak placed =
        new AdBreak(
            breaks.size(),
            adBreak.id(),
            kind(adBreak),
            startMs,
            startMs + durationMs,
            contentMs,
            replacesMs,
            adBreak.open(),
            mark,
            ads,
            ownBeacons);
    breaks.add(placed);
    addSegments(placed);
    streamMs += durationMs;
    contentMs += replacesMs;
  }

  private AdBreak.Kind kind(BreakSpec adBreak) {
    if (contentMs == 0) {
      return AdBreak.Kind.PREROLL;
    }
    boolean last =
        adBreak.place() instanceof Place.End
            || (spec.contentDurationMs() != TimelineSpec.UNKNOWN_DURATION
                && contentMs >= spec.contentDurationMs());
    return last ? AdBreak.Kind.POSTROLL : AdBreak.Kind.MIDROLL;
  }

  private void addSegments(AdBreak adBreak) {
    long reachedMs = adBreak.startMs();
    for (PlacedAd ad : adBreak.ads()) {
      if (ad.fate() != PlacedAd.Fate.UNPLAYED) {
        segments.add(new Segments.Segment(ad.startMs(), 0, adBreak, ad));
        reachedMs = ad.endMs();
      }
    }
    if (reachedMs < adBreak.endMs()) {
      segments.add(new Segments.Segment(reachedMs, 0, adBreak, null));
    }
  }

  private Timeline finish() {
    long endMs = Timeline.NO_END;
    if (spec.contentDurationMs() != TimelineSpec.UNKNOWN_DURATION && !spec.live()) {
      advanceContent(spec.contentDurationMs() - contentMs);
      endMs = streamMs;
    }
    // What follows the last break; for a stream that ends, the one position at its end.
    segments.add(new Segments.Segment(streamMs, streamMs - contentMs, null, null));
    return new Timeline(spec, breaks, segments, endMs, slots.count());
  }

  private void report(BreakSpec adBreak, String code, String what) {
    issues.accept(Issue.of(code, "break " + adBreak.id() + " " + what, null));
  }
}
