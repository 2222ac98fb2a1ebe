package io.playhead.tracking;

import static io.playhead.tracking.PlayheadReport.NORMAL_RATE_MILLI;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent.Trigger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says when a client should report next, so that beacons fire on time and no more often. */
public final class Pacing {
  /** Reports are asked for this far behind a point, so that it is surely played. */
  static final long BEHIND_MS = 100;

  /** And never faster than this. */
  static final long SHORTEST_MS = 250;

  /** Where there is no later report in front of the stream's end. */
  public static final long NO_MORE = -1;

  /** The last position in front of the stream's end that is asked for; {@code ended} counts on. */
  static final long LAST_MS = 500;

  private Pacing() {}

  /**
   * The next report that is asked for.
   *
   * @param positionMs the playhead at that time if it plays on
   * @param afterMs in how many milliseconds
   */
  public record NextReport(long positionMs, long afterMs) {}

  /** Asks for a report just behind the next tracking point or boundary. */
  public static NextReport next(
      Timeline timeline, TrackingRules rules, long positionMs, PlayerState state, int rateMilli) {
    PlacedAd ad = timeline.adAt(positionMs);
    long longestMs = ad == null ? rules.maxReportIntervalMs() : rules.maxAdReportIntervalMs();
    if (!state.advances() || positionMs >= timeline.endMs()) {
      return new NextReport(positionMs, longestMs);
    }
    int rate = Math.max(1, rateMilli);
    long playForMs = longestMs * rate / NORMAL_RATE_MILLI;
    long pointMs = nextPointMs(timeline, ad, positionMs);
    if (pointMs - positionMs <= playForMs) {
      // Behind by stream time and by clock time: a slow player takes long for 100 ms of stream.
      long behindMs =
          Math.max(1, BEHIND_MS * Math.min(rate, NORMAL_RATE_MILLI) / NORMAL_RATE_MILLI);
      playForMs = pointMs - positionMs + behindMs;
    }
    long afterMs = (playForMs * NORMAL_RATE_MILLI + rate - 1) / rate;
    long waitMs = Math.max(SHORTEST_MS, Math.min(afterMs, longestMs));
    long thereMs = positionMs + waitMs * rate / NORMAL_RATE_MILLI;
    return new NextReport(Math.min(thereMs, timeline.endMs()), waitMs);
  }

  /**
   * The same for clients that are told a position and nothing else, as by Uplynk's {@code
   * next_time}: where to report next, always in front of the stream's end, then {@link #NO_MORE}.
   *
   * <p>The report that is answered with {@code NO_MORE} stands within half a second of the end.
   * Taken as {@code ended}, it counts to the end.
   */
  public static long nextPosition(
      Timeline timeline, TrackingRules rules, long positionMs, PlayerState state, int rateMilli) {
    if (isLast(timeline, positionMs)) {
      return NO_MORE;
    }
    return Math.min(
        next(timeline, rules, positionMs, state, rateMilli).positionMs(), lastMs(timeline));
  }

  /** Whether a position is so near the stream's end that no later report can be asked for. */
  public static boolean isLast(Timeline timeline, long positionMs) {
    return positionMs >= lastMs(timeline);
  }

  private static long lastMs(Timeline timeline) {
    return Math.max(0, timeline.endMs() - LAST_MS);
  }

  /** The next position at which something may become due, playing on. */
  private static long nextPointMs(Timeline timeline, @Nullable PlacedAd ad, long positionMs) {
    long nextMs = timeline.nextBoundaryMs(positionMs);
    if (ad != null) {
      for (BeaconSlot slot : ad.beacons()) {
        nextMs = nearer(positionMs, ad.startMs() + slot.pointMs(), nextMs);
      }
    }
    List<AdBreak> breaks = timeline.breaks();
    for (int i = timeline.firstBreakEndingAtOrAfter(positionMs); i < breaks.size(); i++) {
      long startMs = breaks.get(i).startMs();
      if (startMs >= nextMs) {
        break;
      }
      if (isStartAwaited(breaks.get(i))) {
        nextMs = nearer(positionMs, startMs + 1, nextMs);
      }
    }
    return nextMs;
  }

  /** Whether a break has trackers of its own that wait for its first millisecond. */
  private static boolean isStartAwaited(AdBreak adBreak) {
    for (BeaconSlot slot : adBreak.beacons()) {
      Trigger trigger = slot.tracker().event().trigger();
      // A break without length is no boundary: its end waits with its start.
      if (trigger == Trigger.BREAK_START
          || (trigger == Trigger.BREAK_END && adBreak.durationMs() == 0)) {
        return true;
      }
    }
    return false;
  }

  private static long nearer(long behindMs, long candidateMs, long nextMs) {
    return candidateMs > behindMs && candidateMs < nextMs ? candidateMs : nextMs;
  }
}
