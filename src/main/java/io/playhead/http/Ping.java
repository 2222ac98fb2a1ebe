package io.playhead.http;

import static io.playhead.tracking.PlayheadReport.NONE;

import io.playhead.timeline.Seconds;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.Pacing;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.ReportEvent;
import org.jspecify.annotations.Nullable;

/**
 * A ping as a player sent it: where its playhead is, and little else.
 *
 * @param positionMs {@code pt}
 * @param event {@code ev}
 * @param fromMs {@code ft}: where it stood before a seek; -1 if not told
 */
record Ping(long positionMs, Event event, long fromMs) {

  /** What a ping is sent for. */
  enum Event {
    /** The position that was asked for is reached. */
    NONE,
    /** Playback starts. */
    START,
    /** The playhead was moved. */
    SEEK
  }

  /**
   * Reads the parameters.
   *
   * @throws ProblemException pointing at what is wrong
   */
  static Ping read(Query query) {
    String version = query.text("v");
    if (version != null && !version.equals("2") && !version.equals("3")) {
      throw Query.bad("v", "must be 2 or 3");
    }
    long positionMs = seconds(query, "pt");
    if (positionMs == NONE) {
      throw Query.bad("pt", "is missing");
    }
    return new Ping(positionMs, event(query.text("ev")), seconds(query, "ft"));
  }

  private static Event event(@Nullable String name) {
    if (name == null) {
      return Event.NONE;
    }
    return switch (name) {
      case "start" -> Event.START;
      case "seek" -> Event.SEEK;
      default -> throw Query.bad("ev", "must be start or seek");
    };
  }

  private static long seconds(Query query, String name) {
    String text = query.text(name);
    if (text == null) {
      return NONE;
    }
    long ms = Seconds.parseMs(text);
    if (ms == Seconds.INVALID || ms > PlayheadReport.MAX_POSITION_MS) {
      throw Query.bad(name, "must be a number of seconds from 0 up");
    }
    return ms;
  }

  /**
   * The report that it stands for. A player that starts anew has moved its playhead. The last ping
   * of a stream comes shortly before its end: none can be asked for behind it.
   *
   * @param isFirst whether the session has had no report before
   */
  PlayheadReport report(Timeline timeline, boolean isFirst, long arrivalMs) {
    boolean moved = event == Event.SEEK || (event == Event.START && !isFirst);
    boolean ends = !moved && Pacing.isLast(timeline, positionMs);
    return new PlayheadReport(
        positionMs,
        arrivalMs,
        NONE,
        NONE,
        ends ? PlayerState.ENDED : PlayerState.PLAYING,
        PlayheadReport.NORMAL_RATE_MILLI,
        moved ? ReportEvent.SEEKING : null,
        event == Event.SEEK ? fromMs : NONE,
        0);
  }
}
