package io.playhead.manifest;

import io.playhead.timeline.Issue;
import io.playhead.timeline.SegmentRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An MPD as it was read (ISO/IEC 23009-1). Times are presentation time in microseconds, which is
 * the time that players show; -1 where not told.
 *
 * @param live whether it is dynamic
 * @param availabilityMicros the date of presentation time 0
 * @param durationMicros of the whole presentation
 * @param updateMicros how soon there may be something new ({@code minimumUpdatePeriod})
 * @param endMicros up to where its segments are listed
 * @param periods in its order, those without a place left out
 * @param segments where its segments begin, by templates of their names
 * @param whole whether it was read to its end; if not, an issue says why
 */
public record DashManifest(
    boolean live,
    long availabilityMicros,
    long durationMicros,
    long updateMicros,
    long endMicros,
    List<Period> periods,
    List<SegmentRun> segments,
    boolean whole,
    List<Issue> issues)
    implements Manifest {
  public DashManifest {
    periods = List.copyOf(periods);
    segments = List.copyOf(segments);
    issues = List.copyOf(issues);
  }

  /**
   * A period.
   *
   * @param id stable from one refresh to the next; null where it has none
   * @param asset of which it is a part ({@code AssetIdentifier}); null where it does not say
   * @param events that speak of ads
   */
  public record Period(
      @Nullable String id,
      long startMicros,
      long durationMicros,
      @Nullable String asset,
      List<Event> events) {
    public Period {
      events = List.copyOf(events);
    }
  }

  /**
   * An event that speaks of ads.
   *
   * @param id as written, unique in its stream; null where it has none
   * @param splice null if it is no SCTE 35, or cannot be read
   * @param signalling null if it is no SVTA 2053, or cannot be read
   */
  public record Event(
      @Nullable String id,
      long startMicros,
      long durationMicros,
      @Nullable Splice splice,
      @Nullable AdSignalling signalling) {}
}
