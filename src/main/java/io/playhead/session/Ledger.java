package io.playhead.session;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The durable record of sessions, claims and deliveries: what survives a crash.
 *
 * <p>All methods may be called from any thread and return at once. Their futures complete on the
 * caller's Vert.x context if it has one.
 */
public interface Ledger {

  /**
   * Writes an entry, whole or not at all. Entries of one caller are written in the order of the
   * calls; entries written together are committed together.
   *
   * @return the claims of the entry that were made by it, once they are on disk; a claim that
   *     another machine made before is not among them. Fails with {@link LedgerException} when the
   *     entry could not be written; nothing of it is then on disk.
   */
  Future<List<Claim>> write(LedgerEntry entry);

  /**
   * Reads sessions back. Lookups that come at the same time are answered by one query.
   *
   * @param sessionId an internal id, or an alias
   * @return the session, or null if there is none; of those that had this alias one after another,
   *     the newest. An id may be the alias of a newer session once its own has ended
   */
  Future<@Nullable StoredSession> session(String sessionId);

  /**
   * Claimed beacons whose delivery has not ended, oldest first.
   *
   * @param afterBeaconId the last one of the page before, null for the first page
   * @param exceptHosts those of these hosts are left out
   * @param limit at most so many
   */
  Future<List<PendingBeacon>> pending(
      @Nullable String afterBeaconId, Set<String> exceptHosts, int limit);

  /**
   * Sessions that have not ended and of which nothing was written for longer than they may be idle,
   * oldest first.
   *
   * @param fromMs last written at or after, epoch milliseconds
   * @param atMs when that was longer, epoch milliseconds
   * @param idleTtlMs for how long those may be idle that say nothing of their own
   * @param limit at most so many
   */
  Future<List<IdleSession>> idle(long fromMs, long atMs, long idleTtlMs, int limit);

  /** For how long the session may be idle that says the most of its own; 0 if none does. */
  Future<Long> longestIdleTtlMs();

  /** Searches claims and their deliveries, newest first. */
  Future<BeaconPage> beacons(BeaconQuery query);

  /** Why nothing can be written at present, in a few words; null as far as is known it can. */
  @Nullable String trouble();

  /** Writes what is waiting, then gives up all files. */
  Future<Void> close();
}
