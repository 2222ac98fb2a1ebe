package io.playhead.session;

import io.vertx.core.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What ad ops ask of the ledger, beside its pages of beacons. Nothing here is asked on the way of a
 * report. Whoever asks bounds how many questions wait.
 */
public interface BeaconAudit {

  /** One beacon with everything on record about it; null if there is none. */
  Future<BeaconPage.@Nullable BeaconRecord> beacon(String beaconId);

  /**
   * Counts beacons.
   *
   * @return fails with {@link TooMuchException} if there are more groups than can be held, or the
   *     count takes too long
   */
  Future<BeaconStats> stats(StatsQuery query);

  /** Searches sessions, newest first. */
  Future<SessionPage> sessions(SessionQuery query);

  /**
   * Begins to write beacons to files, oldest first.
   *
   * @param what filters; its limit and cursor do not count
   * @return fails with {@link RejectedExecutionException} if as many as may be are under way
   */
  Future<BeaconExport> export(BeaconQuery what, ExportFormat format);
}
