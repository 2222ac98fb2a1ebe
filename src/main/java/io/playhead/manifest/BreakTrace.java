package io.playhead.manifest;

import io.playhead.manifest.HlsMarker.Interstitial;
import io.playhead.timeline.Ad;
import io.playhead.timeline.TrackingUrl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that the markers of one break have said so far. Each reading says it again as long as the
 * markers are in the window, so that to note a thing twice must be harmless.
 */
final class BreakTrace {
  /** Not known, in microseconds of the stream, which may be negative. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** The same place in two readings, when lengths are rounded. */
  private static final long ROUNDING_MICROS = 10_000;

  final String id;

  /** What the marker that began it calls it. */
  final String name;

  long startMicros;

  /** The segment in front of which its {@code CUE-OUT} stands, and which of several there. */
  @Nullable String cueKey;

  long cueNumber = -1;

  /** The id of its date range. */
  @Nullable String rangeId;

  /** The length that it is meant to have; {@code CUE-OUT:0} says none, or that nothing is known. */
  long statedMs = -1;

  boolean zeroStated;

  /** It ends here: a marker says so. */
  long endMicros = UNKNOWN;

  /** It was still going on up to here. */
  long continuedMicros = UNKNOWN;

  long eventId = -1;
  @Nullable Interstitial interstitial;

  /** Ads that were signalled, by the places on the stream at which they begin. */
  final TreeMap<Long, Ad> ads = new TreeMap<>();

  List<TrackingUrl> trackers = List.of();

  /** Whether the last reading had a marker of it. */
  boolean seen;

  /** Whether its name is another break's by now: its own marker may be gone before it is. */
  boolean followed;

  BreakTrace(String id, String name, long startMicros) {
    this.id = id;
    this.name = name;
    this.startMicros = startMicros;
  }

  /** Where it ends by all that is known; {@link #UNKNOWN} if nothing says so. */
  long knownEndMicros() {
    if (endMicros != UNKNOWN) {
      return endMicros;
    }
    if (statedMs < 0) {
      return UNKNOWN;
    }
    return Math.max(startMicros + statedMs * 1000, continuedMicros);
  }

  /** A marker says how long it is meant to be; -1 if it does not. */
  void state(long durationMs) {
    if (durationMs > 0) {
      statedMs = durationMs;
    }
    zeroStated |= durationMs == 0;
  }

  /** A marker says that it ends here, unless it has long ended by what was said of it. */
  void end(long micros, long slackMicros) {
    long known = statedMs < 0 ? UNKNOWN : Math.max(startMicros + statedMs * 1000, continuedMicros);
    boolean stray = known != UNKNOWN && micros > known + slackMicros;
    endMicros = stray ? known : Math.max(startMicros, micros);
  }

  /** Whether a marker at a place or behind it may still speak of it. */
  boolean mayRunAt(long micros, long slackMicros) {
    if (endMicros != UNKNOWN) {
      return endMicros >= micros - ROUNDING_MICROS;
    }
    long end = knownEndMicros();
    return end == UNKNOWN || end + slackMicros >= micros;
  }

  /** Whether it still goes on at a place, by all that is known. */
  boolean runsAt(long micros, long slackMicros) {
    long end = knownEndMicros();
    return startMicros <= micros && (end == UNKNOWN || micros + slackMicros < end);
  }

  /**
   * Whether a break that begins at a place and is called the same is another one: this one has
   * begun, and is over by then. One that has not begun yet was moved, and a start that is told a
   * little otherwise was corrected.
   *
   * @param reachedMicros up to where the stream is known
   */
  boolean isPast(long micros, long reachedMicros, long slackMicros) {
    long end = knownEndMicros();
    return startMicros <= reachedMicros
        && micros > startMicros + slackMicros
        && (end == UNKNOWN || micros >= end);
  }

  /** The next break of its name begins: if nobody said when it would end, it does there. */
  void isFollowedAt(long micros) {
    followed = true;
    if (knownEndMicros() == UNKNOWN) {
      endMicros = micros;
    }
  }

  /** What signalling says that stands at a place; it may be the pod's or that of one slot in it. */
  void signalled(AdSignalling signalling, long atMicros) {
    for (AdSignalling.Slot slot : signalling.slots()) {
      ads.put(atMicros + 1000 * slot.startMs(), slot.ad());
    }
    trackers = signalling.trackers().isEmpty() ? trackers : signalling.trackers();
    long durationMs = signalling.durationMs();
    for (AdSignalling.Slot slot : signalling.slots()) {
      if (signalling.durationMs() < 0 && slot.ad().durationMs() >= 0) {
        durationMs = Math.max(durationMs, slot.startMs() + slot.ad().durationMs());
      }
    }
    if (statedMs < 0) {
      state(durationMs);
    }
  }

  /**
   * The break as it is known now.
   *
   * @param inside breaks that lie in it: their ads are its ads
   * @param live whether more may come
   * @param windowEndMicros up to where the stream is known
   */
  ManifestBreak toBreak(
      List<BreakTrace> inside,
      boolean live,
      long windowEndMicros,
      long slackMicros,
      WallClock clock) {
    long end = knownEndMicros();
    boolean ended = endMicros != UNKNOWN;
    if (end == UNKNOWN && !live) {
      end = zeroStated ? startMicros : Math.max(startMicros, windowEndMicros);
    }
    long startMs = Decimal.roundedMs(startMicros);
    long durationMs = end == UNKNOWN ? ManifestBreak.UNKNOWN : Decimal.roundedMs(end) - startMs;
    boolean insertion = interstitial != null || (durationMs == 0 && (zeroStated || !live));
    boolean mayChange = end == UNKNOWN || windowEndMicros < end + slackMicros;
    boolean open = live && !ended && interstitial == null && mayChange;
    TreeMap<Long, Ad> all = new TreeMap<>(ads);
    inside.forEach(trace -> all.putAll(trace.ads));
    long elapsedMs = Math.max(0, Decimal.roundedMs(windowEndMicros) - startMs);
    return new ManifestBreak(
        id,
        startMs,
        insertion && durationMs == 0 ? ManifestBreak.UNKNOWN : durationMs,
        insertion ? 0 : durationMs < 0 ? elapsedMs : Math.min(elapsedMs, durationMs),
        open,
        insertion,
        interstitial == null ? (insertion ? 0 : -1) : interstitial.resumeOffsetMs(),
        epochMs(clock, startMicros),
        end == UNKNOWN ? -1 : epochMs(clock, end),
        eventId,
        numbered(all.values()),
        trackers,
        interstitial == null || interstitial.assetUri() == null
            ? List.of()
            : List.of(interstitial.assetUri()),
        interstitial == null ? null : interstitial.assetList());
  }

  private static List<Ad> numbered(Collection<Ad> ads) {
    List<Ad> numbered = new ArrayList<>(ads.size());
    for (Ad ad : ads) {
      numbered.add(
          new Ad(ad.id(), numbered.size() + 1, ad.durationMs(), ad.trackers(), ad.details()));
    }
    return numbered;
  }

  private static long epochMs(WallClock clock, long micros) {
    long epoch = clock.epochMicros(micros);
    return epoch < 0 ? WallClock.NO_DATE : Decimal.roundedMs(epoch);
  }
}
