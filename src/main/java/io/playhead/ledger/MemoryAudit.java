package io.playhead.ledger;

import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.BeaconState;
import io.playhead.session.BeaconStats;
import io.playhead.session.Claim;
import io.playhead.session.Dimension;
import io.playhead.session.SessionPage;
import io.playhead.session.SessionPage.Found;
import io.playhead.session.SessionQuery;
import io.playhead.session.StatsQuery;
import io.playhead.session.StoredSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers from records in memory, one after another: what the database is held against. */
final class MemoryAudit {
  private static final Comparator<Found> NEWEST_FIRST =
      Comparator.comparingLong(Found::createdAtMs).thenComparing(Found::sessionId).reversed();

  private MemoryAudit() {}

  static BeaconStats stats(Stream<BeaconRecord> records, StatsQuery query) {
    StatsTable table = new StatsTable(query);
    Map<List<@Nullable String>, List<Integer>> latencies = new HashMap<>();
    Map<List<@Nullable String>, Map<String, Set<List<?>>>> ads = new HashMap<>();
    records
        .filter(beacon -> query.what().matches(beacon.claim()))
        .forEach(
            beacon -> {
              List<@Nullable String> key = key(query.by(), beacon.claim());
              table.add(key, beacon.state(), 1);
              if (query.funnel() && isOfFunnel(beacon)) {
                ads.computeIfAbsent(key, k -> new HashMap<>())
                    .computeIfAbsent(beacon.claim().event(), e -> new HashSet<>())
                    .add(ad(beacon.claim()));
              }
              if (beacon.state() == BeaconState.DELIVERED) {
                int ms = beacon.attempts().get(beacon.attempts().size() - 1).latencyMs();
                latencies.computeIfAbsent(key, k -> new ArrayList<>()).add(ms);
              }
            });
    latencies.forEach(
        (key, all) -> {
          int[] sorted = all.stream().mapToInt(Integer::intValue).sorted().toArray();
          table.latency(key, at(sorted, 0.5), at(sorted, 0.95));
        });
    ads.forEach(
        (key, byEvent) -> byEvent.forEach((event, all) -> table.ads(key, event, all.size())));
    return table.result();
  }

  private static boolean isOfFunnel(BeaconRecord beacon) {
    return beacon.state() != BeaconState.SUPPRESSED
        && BeaconStats.FUNNEL.contains(beacon.claim().event());
  }

  private static List<?> ad(Claim claim) {
    return Arrays.asList(claim.sessionId(), claim.breakId(), claim.adId(), claim.sequence());
  }

  private static int at(int[] sorted, double share) {
    return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
  }

  private static List<@Nullable String> key(List<Dimension> by, Claim claim) {
    @Nullable String[] key = new @Nullable String[by.size()];
    for (int i = 0; i < key.length; i++) {
      key[i] =
          switch (by.get(i)) {
            case AD -> claim.adId();
            case CREATIVE -> claim.creativeId();
            case CAMPAIGN -> claim.campaign();
            case BREAK -> claim.breakId();
            case EVENT -> claim.event();
            case HOST -> claim.host();
            case HOUR -> String.valueOf(claim.claimedAtMs() - claim.claimedAtMs() % 3_600_000);
            case STATE -> null;
          };
    }
    return Arrays.asList(key);
  }

  /** Without expiry: memory does not outlive its sessions. */
  static SessionPage sessions(Collection<StoredSession> sessions, SessionQuery query) {
    Audit.checkLimit(query.limit());
    Cursor after = SessionSearch.cursor(query.cursor());
    List<Found> found =
        sessions.stream()
            .map(MemoryAudit::found)
            .filter(session -> matches(query, session))
            .filter(session -> after == null || isAfter(after, session))
            .sorted(NEWEST_FIRST)
            .limit(query.limit() + 1L)
            .toList();
    if (found.size() <= query.limit()) {
      return new SessionPage(found, null);
    }
    List<Found> page = found.subList(0, query.limit());
    Found last = page.get(page.size() - 1);
    return new SessionPage(page, new Cursor(last.createdAtMs(), last.sessionId(), "").text());
  }

  private static Found found(StoredSession stored) {
    return new Found(
        stored.sessionId(),
        stored.alias(),
        stored.contentId(),
        stored.details(),
        stored.createdAtMs(),
        stored.life().seenAtMs(),
        stored.endedAtMs(),
        stored.life().endStatus());
  }

  private static boolean matches(SessionQuery query, Found session) {
    return session.createdAtMs() >= query.fromMs()
        && session.createdAtMs() < query.toMs()
        && (query.contentId() == null || query.contentId().equals(session.contentId()))
        && (query.account() == null || query.account().equals(session.labels().get("account")))
        && (query.live() == null || query.live() == (session.endedAtMs() == 0));
  }

  private static boolean isAfter(Cursor after, Found session) {
    return session.createdAtMs() < after.claimedAtMs()
        || (session.createdAtMs() == after.claimedAtMs()
            && session.sessionId().compareTo(after.sessionId()) < 0);
  }
}
