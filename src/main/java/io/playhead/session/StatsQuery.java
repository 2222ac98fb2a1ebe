package io.playhead.session;

import java.util.List;

/**
 * What to count.
 *
 * @param what filters; its limit and cursor do not count
 * @param by what to group by, each at most once; empty for one group of all
 * @param limit at most so many groups are answered with, 1 and up
 * @param funnel whether ads are counted, too: where events and states are not told apart
 */
public record StatsQuery(BeaconQuery what, List<Dimension> by, int limit, boolean funnel) {
  public StatsQuery {
    by = List.copyOf(by);
    if (funnel && !mayHaveFunnel(what, by)) {
      throw new IllegalArgumentException("a funnel tells events apart, and has all states");
    }
  }

  /** Whether groups have a funnel: only where all states and events of a group are counted. */
  public static boolean mayHaveFunnel(BeaconQuery what, List<Dimension> by) {
    return what.state() == null && !by.contains(Dimension.EVENT) && !by.contains(Dimension.STATE);
  }
}
