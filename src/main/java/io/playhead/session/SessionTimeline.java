package io.playhead.session;

import io.playhead.timeline.Timeline;
import io.playhead.tracking.DueBeacon;
import java.util.List;

/**
 * The ad timeline of a session, the way it is kept in memory.
 *
 * <p>Where each viewer has URLs of their own, all that is judged on is still the same for many, and
 * kept once; a report that earns nothing looks at nothing else.
 */
public sealed interface SessionTimeline permits SharedTimeline, PersonalTimeline {

  /**
   * Breaks, ads, points and bits, for all that asks neither for URLs of the ads nor for keys of
   * beacons: those may be none of the session's.
   */
  Timeline shape();

  /** The timeline with its URLs and keys. It may have to be unpacked, so ask once. */
  Timeline whole();

  /** Beacons found due on the shape, with their URLs and keys. Unpacks, too, so not for none. */
  List<DueBeacon> whole(List<DueBeacon> due);
}
