package io.playhead.tracking;

import java.util.Locale;

/** Why a beacon did not fire. */
public enum Suppression {
  /** The playhead was moved over the point. */
  SEEKED_OVER,
  /** The viewer came into the ad behind the point. */
  JOINED_MID_AD,
  /** The point was played, but not all of the ad before it (strict). */
  HOLE,
  /** The playhead crossed the point faster than an ad can be watched. */
  TOO_FAST,
  /** The client was silent for too long around the point. */
  GAP,
  /** The client's clock ran ahead of ours; the time it claims has not passed. */
  CLOCK_AHEAD,
  /** The point was played, the ad's impression was not earned. */
  NO_IMPRESSION,
  /** The playhead never came this far, or the viewer never did it. */
  NOT_REACHED,
  /** The ad is longer than its break; the stream leaves it before the point. */
  CUT,
  /** The tracker's URL cannot be called. */
  BAD_URL,
  /** The tracker's host is not one that the service may call. */
  DISALLOWED_HOST,
  /** Nothing that a playhead can tell. */
  NOT_MEASURABLE,
  /** The session's client calls its trackers itself. */
  CLIENT_SIDE;

  /** The name in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
