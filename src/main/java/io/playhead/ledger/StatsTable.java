package io.playhead.ledger;

import io.playhead.session.BeaconState;
import io.playhead.session.BeaconStats;
import io.playhead.session.BeaconStats.Group;
import io.playhead.session.BeaconStats.Latency;
import io.playhead.session.Dimension;
import io.playhead.session.StatsQuery;
import io.playhead.session.TooMuchException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers counts into groups. Its keys have a null where the state is asked for. */
final class StatsTable {
  /** More groups than this are not held. */
  static final int MOST_GROUPS = 50_000;

  private final StatsQuery query;
  private final Map<List<@Nullable String>, Sums> groups = new HashMap<>();

  private static final class Sums {
    final Map<BeaconState, Long> byState = new EnumMap<>(BeaconState.class);
    final Map<String, Long> funnel = new HashMap<>();
    @Nullable Latency latency;
  }

  StatsTable(StatsQuery query) {
    this.query = query;
  }

  /** Counts beacons. */
  void add(List<@Nullable String> key, BeaconState state, long count) {
    sums(key).byState.merge(state, count, Long::sum);
  }

  /** So many beacons were counted in one state and are in another. */
  void move(List<@Nullable String> key, BeaconState from, BeaconState to, long count) {
    add(key, from, -count);
    add(key, to, count);
  }

  /** In so many ads a beacon of this event was due. */
  void ads(List<@Nullable String> key, String event, long count) {
    sums(key).funnel.put(event, count);
  }

  void latency(List<@Nullable String> key, long p50Ms, long p95Ms) {
    sums(key).latency = new Latency(p50Ms, p95Ms);
  }

  private Sums sums(List<@Nullable String> key) {
    Sums sums = groups.computeIfAbsent(key, k -> new Sums());
    if (groups.size() > MOST_GROUPS) {
      throw new TooMuchException("there are more than " + MOST_GROUPS + " groups");
    }
    return sums;
  }

  BeaconStats result() {
    List<Group> all = new ArrayList<>();
    groups.forEach((key, sums) -> addGroups(all, key, sums));
    all.sort(order());
    boolean truncated = all.size() > query.limit();
    return new BeaconStats(List.copyOf(truncated ? all.subList(0, query.limit()) : all), truncated);
  }

  private void addGroups(List<Group> all, List<@Nullable String> key, Sums sums) {
    Map<BeaconState, Long> counts = new EnumMap<>(sums.byState);
    BeaconState wanted = query.what().state();
    counts.entrySet().removeIf(e -> e.getValue() <= 0 || (wanted != null && e.getKey() != wanted));
    if (counts.isEmpty()) {
      return;
    }
    int place = query.by().indexOf(Dimension.STATE);
    if (place < 0) {
      Latency latency = counts.containsKey(BeaconState.DELIVERED) ? sums.latency : null;
      all.add(new Group(key, counts, sums.funnel, latency));
      return;
    }
    counts.forEach(
        (state, count) -> {
          List<@Nullable String> own = new ArrayList<>(key);
          own.set(place, state.wireName());
          Latency latency = state == BeaconState.DELIVERED ? sums.latency : null;
          all.add(new Group(own, Map.of(state, count), Map.of(), latency));
        });
  }

  private Comparator<Group> order() {
    Comparator<Group> largest = Comparator.comparingLong((Group group) -> total(group)).reversed();
    Comparator<Group> order = largest.thenComparing(group -> String.join("\n", texts(group)));
    int hour = query.by().indexOf(Dimension.HOUR);
    return hour < 0 ? order : Comparator.comparing(hourOf(hour)).reversed().thenComparing(order);
  }

  private static long total(Group group) {
    return group.byState().values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<String> texts(Group group) {
    return group.key().stream().map(String::valueOf).toList();
  }

  private static java.util.function.Function<Group, Long> hourOf(int place) {
    return group -> Long.valueOf(String.valueOf(group.key().get(place)));
  }
}
