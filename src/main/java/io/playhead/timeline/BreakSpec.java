package io.playhead.timeline;

import java.util.List;

/**
 * An ad break as its source describes it.
 *
 * @param id unique on its timeline and stable for as long as the break exists
 * @param place where it begins
 * @param durationMs its length on the stream, at most {@link TimelineSpec#LONGEST_MS}; {@link
 *     #UNKNOWN_DURATION}, and all that is negative: the sum of its ads
 * @param replacesContentMs how much content it covers instead of delaying it: 0 where ads were
 *     inserted (VOD), the break's length where they replaced the programme (live); {@link
 *     #UNKNOWN_DURATION}: as usual for the kind of stream
 * @param open whether it may still grow (live)
 * @param ads in the order of play
 * @param trackers of the break itself (VMAP 1.0, 2.3.2): breakStart, breakEnd, error
 * @param posted whether the platform brought it while the session played: a live source that does
 *     not know it says nothing against it
 */
public record BreakSpec(
    String id,
    Place place,
    long durationMs,
    long replacesContentMs,
    boolean open,
    List<Ad> ads,
    List<TrackingUrl> trackers,
    boolean posted) {

  /** The source gave no duration. */
  public static final long UNKNOWN_DURATION = -1;

  public BreakSpec {
    durationMs = TimelineSpec.lengthMs(durationMs);
    replacesContentMs = TimelineSpec.lengthMs(replacesContentMs);
    ads = List.copyOf(ads);
    trackers = List.copyOf(trackers);
  }

  /** A break as the source of its session describes it. */
  public BreakSpec(
      String id,
      Place place,
      long durationMs,
      long replacesContentMs,
      boolean open,
      List<Ad> ads,
      List<TrackingUrl> trackers) {
    this(id, place, durationMs, replacesContentMs, open, ads, trackers, false);
  }

  /** A closed break that takes its length from its ads. */
  public static BreakSpec of(String id, Place place, List<Ad> ads) {
    return new BreakSpec(id, place, UNKNOWN_DURATION, UNKNOWN_DURATION, false, ads, List.of());
  }

  /** Where a break begins. */
  public sealed interface Place {
    /** At a stream position: ads before it are counted. */
    record Stream(long startMs) implements Place {}

    /** At a content position: its stream position follows from the ads before it. */
    record Content(long contentMs) implements Place {}

    /** After the content's last millisecond. */
    record End() implements Place {}
  }

  /** The same break, that may grow or may not. */
  public BreakSpec withOpen(boolean mayGrow) {
    return new BreakSpec(id, place, durationMs, replacesContentMs, mayGrow, ads, trackers, posted);
  }

  /** The same break by another name. */
  BreakSpec withId(String otherId) {
    return new BreakSpec(
        otherId, place, durationMs, replacesContentMs, open, ads, trackers, posted);
  }

  /** The same break with other ads. */
  public BreakSpec withAds(List<Ad> newAds) {
    return new BreakSpec(id, place, durationMs, replacesContentMs, open, newAds, trackers, posted);
  }

  /** The same break, brought by the platform. */
  BreakSpec asPosted() {
    return new BreakSpec(id, place, durationMs, replacesContentMs, open, ads, trackers, true);
  }
}
