package io.playhead.session;

import java.util.List;

/**
 * What to count.
 *
 * @param what filters; its limit and cursor do not count
 * @param by what to group by, each at most once; empty for one group of all
 * @param limit at most so many groups are answered with, 1 and up
 */
public record StatsQuery(BeaconQuery what, List<Dimension> by, int limit) {
  public StatsQuery {
    by = List.copyOf(by);
  }
}
