package io.playhead.timeline;

import io.playhead.timeline.BreakSpec.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Gives the stream of a session another description.
 *
 * <p>In either way an ad of which something is claimed keeps its trackers: an ad server that is
 * asked again writes other URLs for the same ad, and they would be called in addition.
 */
public final class TimelineUpdate {
  private TimelineUpdate() {}

  /**
   * A description without breaks that lie before all that is remembered: whether they were there
   * once and earned something is not known any more, and nothing may be earned twice.
   *
   * @param playheadMs where the session stands on the stream; negative before its first report
   */
  public static TimelineSpec withoutBygone(
      Timeline before, TimelineSpec update, long playheadMs, Consumer<Issue> issues) {
    List<AdBreak> known = before.breaks();
    long passed = known.stream().filter(adBreak -> adBreak.startMs() < playheadMs).count();
    if (passed < TimelineMerge.KEPT_BREAKS) {
      return update;
    }
    Set<String> ids = new HashSet<>();
    known.forEach(adBreak -> ids.add(adBreak.id()));
    List<BreakSpec> kept = new ArrayList<>();
    for (BreakSpec spec : update.breaks()) {
      boolean early =
          spec.place() instanceof Place.Stream place && place.startMs() < known.get(0).startMs();
      if (early && !ids.contains(spec.id())) {
        issues.accept(
            Issue.of("break-bygone", "break " + spec.id() + " is long past; left out", null));
      } else {
        kept.add(spec);
      }
    }
    return new TimelineSpec(update.live(), update.contentDurationMs(), kept, update.segments());
  }

  /**
   * A description in which a break has the id that it is known by, where a source gave it another
   * one, and perhaps moved it a little, after something of it was claimed: its ads would count
   * again, or the claims would be forgotten.
   *
   * @param isClaimed whether the mark or beacon with a bit of {@code before} is claimed
   */
  public static TimelineSpec withKnownIds(
      Timeline before, TimelineSpec update, IntPredicate isClaimed) {
    Set<String> ids = new HashSet<>();
    update.breaks().forEach(spec -> ids.add(spec.id()));
    Set<String> known = new HashSet<>();
    List<AdBreak> gone = new ArrayList<>();
    for (AdBreak old : before.breaks()) {
      known.add(old.id());
      boolean claimed =
          isClaimed.test(old.mark()) || old.ads().stream().anyMatch(ad -> ad.hasClaim(isClaimed));
      if (claimed && !ids.contains(old.id())) {
        gone.add(old);
      }
    }
    if (gone.isEmpty()) {
      return update;
    }
    List<BreakSpec> breaks = new ArrayList<>();
    for (BreakSpec spec : update.breaks()) {
      AdBreak same =
          known.contains(spec.id())
              ? null
              : gone.stream().filter(old -> isSame(old, spec, isClaimed)).findFirst().orElse(null);
      gone.remove(same);
      breaks.add(same == null ? spec : spec.withId(same.id()));
    }
    return new TimelineSpec(update.live(), update.contentDurationMs(), breaks, update.segments());
  }

  /** Whether a break takes the place of one that is gone, or has its ads at about that place. */
  private static boolean isSame(AdBreak old, BreakSpec now, IntPredicate isClaimed) {
    if (!(now.place() instanceof Place.Stream place)) {
      return false;
    }
    long durationMs =
        now.durationMs() != BreakSpec.UNKNOWN_DURATION
            ? now.durationMs()
            : now.ads().stream().mapToLong(ad -> Math.max(0, ad.durationMs())).sum();
    long sharedMs =
        Math.min(old.endMs(), place.startMs() + durationMs)
            - Math.max(old.startMs(), place.startMs());
    if (sharedMs <= Layout.TOLERANCE_MS) {
      return false;
    }
    Set<String> claimed = new HashSet<>();
    for (PlacedAd ad : old.ads()) {
      if (ad.ad().id() != null && ad.hasClaim(isClaimed)) {
        claimed.add(ad.ad().id());
      }
    }
    return place.startMs() <= old.startMs()
        || now.ads().stream().anyMatch(ad -> claimed.contains(ad.id()));
  }

  /**
   * The stream is as described now, and was never otherwise. Only its media segments stay known
   * where nothing is said of them.
   *
   * @param before the timeline so far
   * @param isClaimed whether the mark or beacon with a bit of {@code before} is claimed
   */
  public static TimelineSpec replaced(
      Timeline before, TimelineSpec update, IntPredicate isClaimed) {
    Map<String, AdBreak> known = new HashMap<>();
    before.breaks().forEach(adBreak -> known.put(adBreak.id(), adBreak));
    Map<String, List<TrackingUrl>> ownTrackers = new HashMap<>();
    before.spec().breaks().forEach(spec -> ownTrackers.putIfAbsent(spec.id(), spec.trackers()));
    List<BreakSpec> breaks = new ArrayList<>();
    for (BreakSpec spec : update.breaks()) {
      AdBreak old = known.get(spec.id());
      if (old == null) {
        breaks.add(spec);
        continue;
      }
      boolean begun = isClaimed.test(old.mark());
      breaks.add(
          new BreakSpec(
              spec.id(),
              spec.place(),
              spec.durationMs(),
              spec.replacesContentMs(),
              spec.open(),
              adsOf(old, spec, isClaimed),
              begun ? ownTrackers.getOrDefault(spec.id(), spec.trackers()) : spec.trackers(),
              spec.posted()));
    }
    return new TimelineSpec(
        update.live(),
        update.contentDurationMs(),
        breaks,
        update.segments() != null ? update.segments() : before.spec().segments());
  }

  private static List<Ad> adsOf(AdBreak old, BreakSpec now, IntPredicate isClaimed) {
    Map<String, Ad> claimed = new HashMap<>();
    for (PlacedAd ad : old.ads()) {
      if (ad.hasClaim(isClaimed)) {
        claimed.put(ad.key(), ad.ad());
      }
    }
    AdKeys keys = new AdKeys();
    List<Ad> ads = new ArrayList<>();
    for (Ad ad : now.ads()) {
      Ad was = claimed.get(keys.next(ad));
      ads.add(
          was == null
              ? ad
              : new Ad(ad.id(), ad.sequence(), ad.durationMs(), was.trackers(), ad.details()));
    }
    return ads;
  }

  /**
   * Some breaks are described anew or for the first time; nothing is said of the others. Those that
   * are over are kept as {@link TimelineMerge} keeps them, the others as they were.
   *
   * @param before the timeline so far
   * @param update breaks with stable ids, and media segments; what else it says does not count
   * @param playheadMs where the session stands on the stream; negative before its first report
   * @param isClaimed whether the mark or beacon with a bit of {@code before} is claimed
   */
  public static TimelineSpec merged(
      Timeline before, TimelineSpec update, long playheadMs, IntPredicate isClaimed) {
    Set<String> ids = new HashSet<>();
    update.breaks().forEach(spec -> ids.add(spec.id()));
    Set<String> over = new HashSet<>();
    for (AdBreak adBreak : before.breaks()) {
      if (adBreak.endMs() <= playheadMs && !adBreak.open()) {
        over.add(adBreak.id());
      }
    }
    List<BreakSpec> breaks = new ArrayList<>(update.breaks());
    for (BreakSpec spec : before.spec().breaks()) {
      if (!ids.contains(spec.id()) && !over.contains(spec.id())) {
        breaks.add(spec);
      }
    }
    TimelineSpec spec = before.spec();
    return TimelineMerge.merge(
        before,
        new TimelineSpec(spec.live(), spec.contentDurationMs(), breaks, update.segments()),
        playheadMs,
        isClaimed);
  }
}
