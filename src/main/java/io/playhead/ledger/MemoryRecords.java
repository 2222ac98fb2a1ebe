package io.playhead.ledger;

import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.IdleSession;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerEntry.AttemptEnded;
import io.playhead.session.LedgerEntry.SessionAdvanced;
import io.playhead.session.LedgerEntry.SessionCreated;
import io.playhead.session.LedgerEntry.SessionEnded;
import io.playhead.session.LedgerEntry.TimelineReplaced;
import io.playhead.session.PendingBeacon;
import io.playhead.session.StoredSession;
import io.playhead.session.StoredSession.Life;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a {@link MemoryLedger} has been told. Used by one thread at a time. */
final class MemoryRecords {
  private final Map<String, StoredSession> sessions = new HashMap<>();
  private final Map<String, String> idsByAlias = new HashMap<>();
  private final List<Claim> claims = new ArrayList<>();
  // Where each is in the list.
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, List<Attempt>> attempts = new HashMap<>();
  private final LongSupplier nowMs;

  MemoryRecords(LongSupplier nowMs) {
    this.nowMs = nowMs;
  }

  /** Writes an entry; its claims that are new. */
  List<Claim> apply(LedgerEntry entry) {
    if (entry instanceof SessionCreated created) {
      StoredSession session = created.session();
      sessions.put(session.sessionId(), session);
      if (session.alias() != null) {
        idsByAlias.put(session.alias(), session.sessionId());
      }
      return made(created.claims());
    }
    if (entry instanceof SessionAdvanced advanced) {
      move(advanced.sessionId(), advanced.progress(), 0, 0);
      return made(advanced.claims());
    }
    if (entry instanceof SessionEnded ended) {
      move(ended.sessionId(), ended.progress(), ended.endedAtMs(), ended.status());
      made(ended.suppressed());
      return made(ended.claims());
    }
    if (entry instanceof TimelineReplaced replaced) {
      replace(replaced);
    } else if (entry instanceof AttemptEnded ended) {
      Attempt attempt = ended.attempt();
      attempts.computeIfAbsent(attempt.beaconId(), id -> new ArrayList<>()).add(attempt);
    }
    return List.of();
  }

  private List<Claim> made(List<Claim> asked) {
    List<Claim> made = new ArrayList<>(asked.size());
    for (Claim claim : asked) {
      if (numbers.putIfAbsent(claim.beaconId(), claims.size()) == null) {
        claims.add(claim);
        made.add(claim);
      }
    }
    return made;
  }

  private void move(String sessionId, byte @Nullable [] progress, long endedAtMs, int endStatus) {
    sessions.computeIfPresent(
        sessionId,
        (id, old) ->
            with(
                old,
                old.timelineHash(),
                old.timeline(),
                progress == null ? old.progress() : progress,
                endedAtMs == 0 ? old.endedAtMs() : endedAtMs,
                endedAtMs == 0 ? old.life().endStatus() : endStatus));
  }

  private void replace(TimelineReplaced replaced) {
    sessions.computeIfPresent(
        replaced.sessionId(),
        (id, old) ->
            with(
                old,
                replaced.timelineHash(),
                replaced.timeline(),
                replaced.progress(),
                old.endedAtMs(),
                old.life().endStatus()));
  }

  private StoredSession with(
      StoredSession old,
      String hash,
      String timeline,
      byte @Nullable [] progress,
      long endedAtMs,
      int endStatus) {
    return new StoredSession(
        old.sessionId(),
        old.alias(),
        old.createdAtMs(),
        new Life(old.life().idleTtlMs(), nowMs.getAsLong(), endedAtMs, endStatus),
        old.contentId(),
        old.device(),
        old.details(),
        hash,
        timeline,
        progress);
  }

  @Nullable StoredSession session(String idOrAlias) {
    StoredSession byId = sessions.get(idOrAlias);
    if (byId != null && byId.endedAtMs() == 0) {
      return byId;
    }
    StoredSession byAlias = sessions.get(idsByAlias.getOrDefault(idOrAlias, ""));
    return byAlias == null ? byId : byAlias;
  }

  Collection<StoredSession> sessions() {
    return sessions.values();
  }

  List<IdleSession> idle(long fromMs, long atMs, long idleTtlMs, int limit) {
    return sessions.values().stream()
        .filter(session -> session.endedAtMs() == 0 && isIdle(session.life(), atMs, idleTtlMs))
        .map(session -> new IdleSession(session.sessionId(), session.life().seenAtMs()))
        .filter(idle -> idle.writtenAtMs() >= fromMs)
        .sorted(Comparator.comparingLong(IdleSession::writtenAtMs))
        .limit(limit)
        .toList();
  }

  private static boolean isIdle(Life life, long atMs, long usualTtlMs) {
    return life.seenAtMs() + (life.idleTtlMs() == 0 ? usualTtlMs : life.idleTtlMs()) < atMs;
  }

  List<PendingBeacon> pending(@Nullable String afterBeaconId, Set<String> exceptHosts, int limit) {
    List<PendingBeacon> page = new ArrayList<>();
    int from = afterBeaconId == null ? 0 : numbers.getOrDefault(afterBeaconId, claims.size()) + 1;
    for (int i = from; i < claims.size() && page.size() < limit; i++) {
      if (isPending(claims.get(i)) && !exceptHosts.contains(claims.get(i).host())) {
        page.add(pending(claims.get(i)));
      }
    }
    return page;
  }

  private boolean isPending(Claim claim) {
    return claim.rejected() == null
        && attempts.getOrDefault(claim.beaconId(), List.of()).stream()
            .allMatch(attempt -> attempt.outcome() == Outcome.RETRY);
  }

  private PendingBeacon pending(Claim claim) {
    List<Attempt> tried = attempts.getOrDefault(claim.beaconId(), List.of());
    StoredSession session = sessions.get(claim.sessionId());
    return new PendingBeacon(
        claim,
        session == null ? Device.UNKNOWN : session.device(),
        tried.size(),
        tried.isEmpty() ? 0 : tried.get(tried.size() - 1).nextAtMs());
  }

  List<Claim> claims() {
    return claims;
  }

  @Nullable BeaconRecord beacon(String beaconId) {
    Integer number = numbers.get(beaconId);
    return number == null ? null : record(claims.get(number));
  }

  BeaconRecord record(Claim claim) {
    return Audit.record(claim, attempts.getOrDefault(claim.beaconId(), List.of()));
  }
}
