package io.playhead.stream;

import io.playhead.manifest.ManifestBreak;
import io.playhead.manifest.ManifestTimeline;
import io.playhead.session.Session;
import io.playhead.timeline.AdBreak;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.Progress;
import java.util.HashMap;
import java.util.Map;

/**
 * Where position 0 of a session lies on its channel, for a service that has forgotten it. Told by
 * the session's date, and by the breaks that both know. Dates may have jumped meanwhile, and ids of
 * breaks may be used again: right is what leaves the viewer nearest to the window.
 */
final class Resumption {
  /** Nothing tells it. */
  static final long NONE = Long.MIN_VALUE;

  /** Sources round: so near to each other, both tell the same, and dates are exact. */
  private static final long SAME_MS = 1000;

  private final Timeline timeline;
  private final ManifestTimeline stream;
  private final long standsMs;

  private Resumption(Timeline timeline, Progress progress, ManifestTimeline stream, long nowMs) {
    this.timeline = timeline;
    this.stream = stream;
    long playedMs =
        progress.state() == PlayerState.PLAYING ? Math.max(0, nowMs - progress.arrivalMs()) : 0;
    this.standsMs = Math.max(0, progress.positionMs()) + playedMs;
  }

  /**
   * Where it lies on the axis of a reading, in milliseconds.
   *
   * @return {@link #NONE} if nothing tells it
   */
  static long zeroMs(Session session, ManifestTimeline stream, long nowMs) {
    Session.View view = session.view();
    return zeroMs(view.timeline(), view.progress(), session.details().epochMs(), stream, nowMs);
  }

  static long zeroMs(
      Timeline timeline, Progress progress, long epochMs, ManifestTimeline stream, long nowMs) {
    Resumption it = new Resumption(timeline, progress, stream, nowMs);
    long byDate = it.byDate(epochMs);
    long byBreak = it.byBreak();
    if (byBreak == NONE || (byDate != NONE && Math.abs(byBreak - byDate) <= SAME_MS)) {
      return byDate;
    }
    return byDate == NONE || it.awayMs(byBreak) <= it.awayMs(byDate) ? byBreak : byDate;
  }

  private long byDate(long epochMs) {
    return epochMs < 0 ? NONE : stream.clock().streamMs(epochMs, stream.endMs() - standsMs);
  }

  /** By the last break that both know by the same name; one that began before position 0 is cut. */
  private long byBreak() {
    Map<String, Long> startsMs = new HashMap<>();
    for (ManifestBreak told : stream.breaks()) {
      startsMs.putIfAbsent(told.id(), told.startMs());
    }
    long zeroMs = NONE;
    for (AdBreak known : timeline.breaks()) {
      Long startMs = startsMs.get(known.id());
      if (startMs != null && known.startMs() > 0) {
        zeroMs = startMs - known.startMs();
      }
    }
    return zeroMs;
  }

  /** How far the viewer would be outside the window. */
  private long awayMs(long zeroMs) {
    long onStreamMs = zeroMs + standsMs;
    long behindMs = Math.max(0, stream.startMs() - onStreamMs);
    return stream.endMs() < 0 ? behindMs : Math.max(behindMs, onStreamMs - stream.endMs());
  }
}
