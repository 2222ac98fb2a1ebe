package io.playhead.timeline;

import io.playhead.timeline.BreakSpec.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Brings a newer description of a stream together with what a session has already gone through.
 *
 * <p>The newer description rules over all that lies ahead: breaks grow, end early, are dropped; not
 * those that the platform posted, at most {@value #POSTED_BREAKS}, where nothing else is described.
 * What lies behind stays as it was: a break whose start was passed keeps its place, an ad of which
 * something is claimed keeps its trackers, and breaks that have left a sliding window stay, as long
 * as they are among the last {@value #KEPT_BREAKS}. Breaks are told apart by their ids, ads by
 * their ids and sequences within a break, never by their place in a list.
 */
public final class TimelineMerge {
  /** A viewer may go back to so many breaks that the window has left behind. */
  static final int KEPT_BREAKS = 64;

  /** So many breaks ahead may be known to the platform alone: as many as it may post at once. */
  static final int POSTED_BREAKS = 2000;

  private final Timeline before;
  private final TimelineSpec update;
  private final long playheadMs;
  private final IntPredicate isClaimed;
  private final boolean idsComeAgain;

  private TimelineMerge(
      Timeline before,
      TimelineSpec update,
      long playheadMs,
      IntPredicate isClaimed,
      boolean idsComeAgain) {
    this.before = before;
    this.update = update;
    this.playheadMs = playheadMs;
    this.isClaimed = isClaimed;
    this.idsComeAgain = idsComeAgain;
  }

  /**
   * Merges a newer description into a timeline.
   *
   * @param before the timeline so far
   * @param update all that the source describes now
   * @param playheadMs where the session stands on the stream; negative before its first report
   * @param isClaimed whether the mark or beacon with a bit of {@code before} is claimed
   */
  public static TimelineSpec merge(
      Timeline before, TimelineSpec update, long playheadMs, IntPredicate isClaimed) {
    return new TimelineMerge(before, update, playheadMs, isClaimed, false).merged();
  }

  /**
   * The same, from a source that slides on and may use an id again: behind a break that is over it
   * is another break's, which gets a name of its own.
   */
  public static TimelineSpec mergeWindow(
      Timeline before, TimelineSpec update, long playheadMs, IntPredicate isClaimed) {
    return new TimelineMerge(before, update, playheadMs, isClaimed, true).merged();
  }

  private TimelineSpec merged() {
    Map<String, AdBreak> known = new HashMap<>();
    before.breaks().forEach(adBreak -> known.put(adBreak.id(), adBreak));
    Map<String, BreakSpec> knownSpecs = new HashMap<>();
    before.spec().breaks().forEach(spec -> knownSpecs.putIfAbsent(spec.id(), spec));
    List<BreakSpec> described = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (BreakSpec told : update.breaks()) {
      BreakSpec spec = withOwnId(told, known);
      AdBreak old = ids.add(spec.id()) ? known.get(spec.id()) : null;
      BreakSpec oldSpec = knownSpecs.get(spec.id());
      described.add(
          old == null || oldSpec == null || !isBegun(old) ? spec : grown(old, oldSpec, spec));
    }
    List<BreakSpec> begun = new ArrayList<>();
    List<BreakSpec> posted = new ArrayList<>();
    for (AdBreak old : before.breaks()) {
      BreakSpec oldSpec = knownSpecs.get(old.id());
      if (ids.contains(old.id()) || oldSpec == null) {
        continue;
      }
      if (isBegun(old)) {
        keep(old, oldSpec, described, begun);
      } else if (oldSpec.posted() && posted.size() < POSTED_BREAKS) {
        keep(old, oldSpec, described, posted);
      }
    }
    List<BreakSpec> all =
        new ArrayList<>(begun.subList(Math.max(0, begun.size() - KEPT_BREAKS), begun.size()));
    all.addAll(posted);
    all.addAll(described);
    return new TimelineSpec(
        update.live(),
        update.contentDurationMs(),
        all,
        SegmentStarts.merge(before.spec().segments(), update.segments()));
  }

  /** The same break by its name on this timeline, where an earlier one has that of its source. */
  private BreakSpec withOwnId(BreakSpec spec, Map<String, AdBreak> known) {
    String own = spec.id();
    for (int n = 2; known.containsKey(own) && isAnother(known.get(own), spec); n++) {
      own = spec.id() + "~" + n;
    }
    return own.equals(spec.id()) ? spec : spec.withId(own);
  }

  private boolean isAnother(AdBreak old, BreakSpec spec) {
    boolean over = !old.open() || old.endMs() <= playheadMs;
    return idsComeAgain
        && over
        && isBegun(old)
        && spec.place() instanceof Place.Stream place
        && place.startMs() > old.endMs() + Layout.TOLERANCE_MS;
  }

  private boolean isBegun(AdBreak adBreak) {
    return adBreak.startMs() < playheadMs
        || isClaimed.test(adBreak.mark())
        || lastClaimed(adBreak) >= 0;
  }

  /** The last ad of a break of which something is claimed; -1 if there is none. */
  private int lastClaimed(AdBreak adBreak) {
    for (int i = adBreak.ads().size() - 1; i >= 0; i--) {
      if (adBreak.ads().get(i).hasClaim(isClaimed)) {
        return i;
      }
    }
    return -1;
  }

  /** A break that the update still describes, and in which the viewer has been. */
  private BreakSpec grown(AdBreak old, BreakSpec oldSpec, BreakSpec now) {
    long durationMs = now.durationMs();
    if (durationMs != BreakSpec.UNKNOWN_DURATION && now.place() instanceof Place.Stream place) {
      durationMs = Math.max(0, place.startMs() + durationMs - old.startMs());
    }
    List<TrackingUrl> trackers = isClaimed.test(old.mark()) ? oldSpec.trackers() : now.trackers();
    return new BreakSpec(
        now.id(),
        new Place.Stream(old.startMs()),
        durationMs,
        now.replacesContentMs(),
        now.open(),
        grownAds(old, now),
        trackers,
        now.posted());
  }

  /** Up to the last ad with a claim the pod is as it was, behind it as it is described now. */
  private List<Ad> grownAds(AdBreak old, BreakSpec now) {
    int last = lastClaimed(old);
    if (last < 0) {
      return now.ads();
    }
    Map<String, Ad> nowByKey = new HashMap<>();
    List<String> nowKeys = new ArrayList<>();
    AdKeys keys = new AdKeys();
    for (Ad ad : now.ads()) {
      String key = keys.next(ad);
      nowKeys.add(key);
      nowByKey.put(key, ad);
    }
    List<Ad> ads = new ArrayList<>();
    int behind = -1;
    for (PlacedAd was : old.ads().subList(0, last + 1)) {
      Ad is = nowByKey.get(was.key());
      ads.add(is == null ? was.ad() : was.hasClaim(isClaimed) ? lengthOf(is, was.ad()) : is);
      behind = Math.max(behind, nowKeys.indexOf(was.key()));
    }
    ads.addAll(now.ads().subList(behind + 1, now.ads().size()));
    return ads;
  }

  private static Ad lengthOf(Ad is, Ad was) {
    return is.durationMs() == Ad.UNKNOWN_DURATION ? was : was.withDurationMs(is.durationMs());
  }

  /**
   * A break that the update knows no more: it slid out of the window, was taken back, or is known
   * to the platform alone. Where something of it is claimed, what is described at its place now has
   * to give way: dropped, it would be forgotten, and could be claimed again.
   */
  private void keep(
      AdBreak old, BreakSpec oldSpec, List<BreakSpec> described, List<BreakSpec> kept) {
    boolean claimed = isClaimed.test(old.mark()) || lastClaimed(old) >= 0;
    // Two that tell of the same stream round differently: to touch is not to have the same place.
    long slackMs = isBegun(old) ? 0 : Layout.TOLERANCE_MS;
    long endMs = old.endMs();
    for (BreakSpec spec : List.copyOf(described)) {
      if (!(spec.place() instanceof Place.Stream next) || next.startMs() + slackMs >= endMs) {
        continue;
      }
      if (next.startMs() > old.startMs()) {
        endMs = next.startMs();
      } else if (next.startMs() + lengthMs(spec) > old.startMs() + slackMs) {
        if (!claimed) {
          return; // another break has taken its place
        }
        giveWay(spec, next, old, described);
      }
    }
    boolean whole = oldSpec.posted() && endMs == old.endMs();
    if (whole && !isBegun(old)) {
      kept.add(oldSpec);
      return;
    }
    kept.add(
        new BreakSpec(
            old.id(),
            new Place.Stream(old.startMs()),
            endMs - old.startMs(),
            Math.min(old.replacesContentMs(), endMs - old.startMs()),
            whole && old.open(),
            oldSpec.ads(),
            oldSpec.trackers(),
            oldSpec.posted()));
  }

  private static long lengthMs(BreakSpec spec) {
    return spec.durationMs() != BreakSpec.UNKNOWN_DURATION
        ? spec.durationMs()
        : spec.ads().stream().mapToLong(ad -> Math.max(0, ad.durationMs())).sum();
  }

  /** Leaves of a break what it has in front of another one; moves it behind a very short one. */
  private static void giveWay(
      BreakSpec spec, Place.Stream at, AdBreak old, List<BreakSpec> described) {
    int index = described.indexOf(spec);
    long frontMs = old.startMs() - at.startMs();
    long takenMs = old.endMs() - at.startMs();
    if (takenMs <= Layout.TOLERANCE_MS && lengthMs(spec) > takenMs) {
      long behindMs = lengthMs(spec) - takenMs;
      described.set(index, cut(spec, new Place.Stream(old.endMs()), behindMs, spec.open()));
    } else if (frontMs > 0) {
      described.set(index, cut(spec, at, frontMs, false));
    } else {
      described.remove(index);
    }
  }

  private static BreakSpec cut(BreakSpec spec, Place place, long lengthMs, boolean open) {
    return new BreakSpec(
        spec.id(),
        place,
        lengthMs,
        Math.min(spec.replacesContentMs(), lengthMs),
        open,
        spec.ads(),
        spec.trackers(),
        spec.posted());
  }
}
