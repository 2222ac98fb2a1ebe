package io.playhead.tracking;

import io.playhead.timeline.TrackingEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of its playhead: the one shape that all protocols decode to.
 *
 * @param positionMs the absolute playhead, ads included; 0 to {@link #MAX_POSITION_MS}
 * @param arrivalMs when the report reached the service, epoch milliseconds
 * @param atMs when it was made, by the client's clock, at most {@link #MAX_POSITION_MS}; {@link
 *     #NONE} if not told
 * @param seq rises with every report of a session; {@link #NONE} if not told
 * @param state what the player does from here on
 * @param rateMilli speed of play in thousandths: 1000 is normal; at most {@link #MAX_RATE_MILLI}
 * @param event what happened, null if nothing did
 * @param fromMs where the playhead stood when it was moved; {@link #NONE} if it was not
 * @param errorCode the VAST error code of an {@code error} event, else 0
 */
public record PlayheadReport(
    long positionMs,
    long arrivalMs,
    long atMs,
    long seq,
    PlayerState state,
    int rateMilli,
    @Nullable ReportEvent event,
    long fromMs,
    int errorCode) {
  public static final long NONE = -1;

  /** Some three centuries: room for live streams whose positions are epoch milliseconds. */
  public static final long MAX_POSITION_MS = 10_000_000_000_000L;

  public static final int NORMAL_RATE_MILLI = 1000;
  public static final int MAX_RATE_MILLI = 100_000;

  /**
   * Keeps to what arithmetic on milliseconds can bear.
   *
   * @throws IllegalArgumentException when a time or the rate is out of its range
   */
  public PlayheadReport {
    require(positionMs >= 0 && positionMs <= MAX_POSITION_MS, "positionMs", positionMs);
    require(arrivalMs >= NONE && arrivalMs <= MAX_POSITION_MS, "arrivalMs", arrivalMs);
    require(atMs >= NONE && atMs <= MAX_POSITION_MS, "atMs", atMs);
    require(fromMs >= NONE && fromMs <= MAX_POSITION_MS, "fromMs", fromMs);
    require(rateMilli >= 0 && rateMilli <= MAX_RATE_MILLI, "rateMilli", rateMilli);
    if (event != null && event.interaction() == TrackingEvent.PAUSE) {
      state = state == PlayerState.PLAYING ? PlayerState.PAUSED : state;
    } else if (ReportEvent.ENDED.equals(event)) {
      state = PlayerState.ENDED;
    }
  }

  private static void require(boolean holds, String name, long value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is out of range: " + value);
    }
  }

  /** A plain report: playing at normal speed, by the time of its arrival. */
  public static PlayheadReport playing(long positionMs, long arrivalMs) {
    return new PlayheadReport(
        positionMs, arrivalMs, NONE, NONE, PlayerState.PLAYING, NORMAL_RATE_MILLI, null, NONE, 0);
  }

  /** The same from a player that goes on as it did. */
  public PlayheadReport inStateOf(Progress progress) {
    if (!progress.started()) {
      return this;
    }
    return new PlayheadReport(
        positionMs,
        arrivalMs,
        atMs,
        seq,
        progress.state(),
        progress.rateMilli(),
        event,
        fromMs,
        errorCode);
  }

  /** The same at another place. */
  public PlayheadReport at(long otherMs) {
    return new PlayheadReport(
        otherMs, arrivalMs, atMs, seq, state, rateMilli, event, fromMs, errorCode);
  }

  boolean saysSeek() {
    return state == PlayerState.SEEKING || ReportEvent.SEEKING.equals(event) || fromMs != NONE;
  }

  boolean saysEnded() {
    return state == PlayerState.ENDED;
  }

  /** Names this report among those of its session, for events that may happen more than once. */
  long occurrence() {
    return seq != NONE ? seq : atMs != NONE ? atMs : arrivalMs;
  }
}
