package io.playhead.ops;

import io.playhead.session.BeaconState;
import io.playhead.session.BeaconStats;
import io.playhead.session.BeaconStats.Group;
import io.playhead.session.Dimension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Our counts beside those of an ad server.
 *
 * @param by what they are grouped by
 * @param rows in the order of its file, then what only we have, the most first
 * @param truncated whether there are more that only we have
 */
record Discrepancies(List<Dimension> by, List<Row> rows, boolean truncated) {
  private static final int MOST_OF_OURS = 5000;
  private static final Group NONE = new Group(List.of(), Map.of(), Map.of(), null);

  /**
   * One count.
   *
   * @param theirs null if the file does not have it
   */
  record Row(List<@Nullable String> key, Group ours, @Nullable Long theirs) {
    /** Theirs without what we delivered; what they do not have they did not count. */
    long difference() {
      return (theirs == null ? 0 : theirs) - ours.count(BeaconState.DELIVERED);
    }

    /** The difference in percent of what we delivered; NaN if that is nothing. */
    double percent() {
      long delivered = ours.count(BeaconState.DELIVERED);
      return delivered == 0 ? Double.NaN : 100.0 * difference() / delivered;
    }
  }

  /** Compares. Of ours, only events that they count at all are shown. */
  static Discrepancies of(TheirCounts theirs, BeaconStats ours) {
    Map<List<@Nullable String>, Group> left = new LinkedHashMap<>();
    ours.groups().forEach(group -> left.put(group.key(), group));
    int event = theirs.by().indexOf(Dimension.EVENT);
    Set<@Nullable String> events = new HashSet<>();
    List<Row> rows = new ArrayList<>();
    theirs
        .counts()
        .forEach(
            (key, count) -> {
              events.add(key.get(event));
              Group group = left.remove(key);
              rows.add(new Row(key, group == null ? NONE : group, count));
            });
    List<Row> oursOnly =
        left.values().stream()
            .filter(group -> events.contains(group.key().get(event)))
            .map(group -> new Row(group.key(), group, null))
            .toList();
    rows.addAll(oursOnly.subList(0, Math.min(MOST_OF_OURS, oursOnly.size())));
    return new Discrepancies(theirs.by(), rows, ours.truncated() || oursOnly.size() > MOST_OF_OURS);
  }
}
