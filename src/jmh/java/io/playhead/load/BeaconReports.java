package io.playhead.load;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Viewers who watch ads: each report plays on to the next tracker and earns exactly one beacon. A
 * viewer who is through leaves, and another one comes.
 */
final class BeaconReports implements Workload {
  /** How far a report plays on. */
  static final int STEP_MS = 3000;

  private static final int AT_A_TIME = 1000;

  private static final class Viewer {
    private final byte[] id;
    private final long startMs = System.currentTimeMillis();
    private int reports;

    Viewer(byte[] id) {
      this.id = id;
    }
  }

  private final int reportsEach;
  private final ArrayDeque<byte[]> fresh = new ArrayDeque<>();
  private final Viewer[] viewers = new Viewer[AT_A_TIME];
  private int next;

  /**
   * Begins without sessions.
   *
   * @param reportsEach how many trackers a session has
   */
  BeaconReports(int reportsEach) {
    this.reportsEach = reportsEach;
  }

  void add(List<byte[]> ids) {
    fresh.addAll(ids);
  }

  /** How many sessions are still to be added for so many reports. */
  int missing(long reports) {
    return (int) Math.max(0, reports / reportsEach + AT_A_TIME - fresh.size());
  }

  @Override
  public void write(Request request) {
    Viewer viewer = viewers[next];
    if (viewer == null || viewer.reports == reportsEach) {
      viewer = new Viewer(fresh.remove());
      viewers[next] = viewer;
    }
    next = next + 1 == AT_A_TIME ? 0 : next + 1;
    long playedMs = (long) STEP_MS * viewer.reports++;
    ContentReports.write(request, viewer.id, playedMs, viewer.startMs + playedMs, viewer.reports);
  }

  @Override
  public boolean answered(int status, ByteBuffer body) {
    return status == 200;
  }
}
