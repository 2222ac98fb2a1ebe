package io.playhead.ops;

import io.playhead.beacon.HostState;
import io.playhead.beacon.HostState.Breaker;
import io.playhead.http.Query;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconStats;
import io.playhead.session.BeaconStats.Group;
import io.playhead.session.Dimension;
import io.playhead.session.StatsQuery;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts together how delivery stands with each host now, and what the ledger has of it lately. */
public final class RecentHosts {
  private static final int DEFAULT_MINUTES = 15;
  private static final int MAX_MINUTES = 1440;
  private static final int MOST = 1000;
  private static final long MINUTE_MS = 60_000;

  private final Supplier<Future<List<HostState>>> now;
  private final AuditDesk audit;
  private final LongSupplier nowMs;

  /**
   * One host.
   *
   * @param recent what was claimed for it lately
   */
  record Host(String name, HostState now, Group recent) {
    boolean isFailing() {
      return now.breaker() != Breaker.CLOSED || recent.deliveryRate() < 0.9;
    }
  }

  /**
   * Asks nothing yet.
   *
   * @param now how it stands with the hosts
   * @param nowMs epoch milliseconds
   */
  public RecentHosts(Supplier<Future<List<HostState>>> now, AuditDesk audit, LongSupplier nowMs) {
    this.now = now;
    this.audit = audit;
    this.nowMs = nowMs;
  }

  static int minutes(Query query) {
    return (int) query.integer("minutes", DEFAULT_MINUTES, 1, MAX_MINUTES);
  }

  /** Counts what was claimed in these last minutes, with a funnel. */
  Future<BeaconStats> all(int minutes) {
    return count(minutes, List.of(), true);
  }

  private Future<BeaconStats> count(int minutes, List<Dimension> by, boolean funnel) {
    long fromMs = nowMs.getAsLong() - minutes * MINUTE_MS;
    BeaconQuery what =
        new BeaconQuery(null, null, null, null, null, null, null, fromMs, Long.MAX_VALUE, 1, null);
    return audit.stats(new StatsQuery(what, by, MOST, funnel));
  }

  /**
   * Hosts that are known at present or had beacons lately: failing ones first, then the busiest.
   */
  Future<List<Host>> since(int minutes) {
    return now.get()
        .compose(
            states ->
                count(minutes, List.of(Dimension.HOST), false).map(stats -> merge(states, stats)));
  }

  private static List<Host> merge(List<HostState> states, BeaconStats stats) {
    Map<String, Group> recent = new LinkedHashMap<>();
    stats.groups().forEach(group -> recent.put(String.valueOf(group.key().get(0)), group));
    recent.remove(""); // URLs without a host: suppressed, and no receiver's business
    List<Host> hosts = new ArrayList<>();
    for (HostState state : states) {
      hosts.add(new Host(state.host(), state, known(recent.remove(state.host()))));
    }
    recent.forEach(
        (name, group) ->
            hosts.add(new Host(name, new HostState(name, 0, 0, 0, Breaker.CLOSED, 0), group)));
    hosts.sort(
        Comparator.comparing(Host::isFailing)
            .thenComparing(host -> host.recent().due())
            .reversed()
            .thenComparing(Host::name));
    return List.copyOf(hosts.subList(0, Math.min(MOST, hosts.size())));
  }

  private static Group known(@Nullable Group group) {
    return group == null ? new Group(List.of(), Map.of(), Map.of(), null) : group;
  }
}
