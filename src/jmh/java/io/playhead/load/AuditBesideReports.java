package io.playhead.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Latencies of reports that earn a beacon each, at half the rate at which the service is saturated,
 * without and with one question at a time beside them, in turns.
 */
final class AuditBesideReports {
  private static final int BREAKS = 10;
  private static final int REPORTS_EACH = 100;
  private static final int MOST_PER_SECOND = 30_000;
  private static final int WARM_UPS = 5;
  private static final int ROUNDS = 3;

  /** Long enough that the ledger folds its write-ahead log in each. */
  private static final long SLICE_MS = 15_000;

  private static final long WARM_UP_MS = 8_000;
  private static final long DRAINED_MS = 60_000;
  private static final int PAGES_PER_COUNT = 10;

  private final ServerProcess server;
  private final AuditClient client;
  private final AuditQuestions questions;
  private final Scoreboard board;
  private final Sink sink = new Sink();
  private final BeaconReports reports = new BeaconReports(REPORTS_EACH);
  private int asked;

  AuditBesideReports(
      ServerProcess server, AuditClient client, AuditQuestions questions, Scoreboard board)
      throws Exception {
    this.server = server;
    this.client = client;
    this.questions = questions;
    this.board = board;
  }

  void measure() throws Exception {
    System.out.println("reports beside questions");
    List<Slice> saturated = new ArrayList<>();
    for (int i = 0; i < WARM_UPS; i++) {
      Slice slice =
          slice(() -> LoadClient.saturate(server.port(), reports, WARM_UP_MS), MOST_PER_SECOND);
      board.add("saturated", slice);
      saturated.add(slice);
    }
    double rate = Slice.median(saturated.subList(WARM_UPS / 2, WARM_UPS), Slice::perSecond) / 2;
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Slice without = slice(() -> atRate(rate), rate);
      board.add("without questions", without);
      Slice with = slice(() -> withQuestions(rate), rate);
      board.add("with questions", with);
      ratios.add(with.us(99) / without.us(99));
    }
    ratios.sort(null);
    System.out.printf("  %,d questions were answered meanwhile%n", asked);
    board.atMost("p99 of reports beside questions / without", ratios.get(ROUNDS / 2), "", 2);
  }

  private Slice slice(Callable<LoadClient.Result> load, double rate) throws Exception {
    int sessions = reports.missing((long) (rate * SLICE_MS / 1000) + 1);
    reports.add(Creation.beacons(server.port(), sessions, BREAKS, sink.port()));
    long received = sink.received();
    return Slice.measure(
        server,
        sink,
        () -> {
          LoadClient.Result result = load.call();
          long drainedNs = sink.await(received + result.answered() - result.wrong(), DRAINED_MS);
          return new LoadClient.Result(
              result.answered(),
              result.wrong(),
              result.elapsedNs() + drainedNs,
              result.latencies());
        });
  }

  private LoadClient.Result atRate(double rate) throws IOException {
    return LoadClient.atRate(server.port(), reports, rate, SLICE_MS);
  }

  private LoadClient.Result withQuestions(double rate) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> ask(done));
    try {
      return atRate(rate);
    } finally {
      done.set(true);
      asking.get();
    }
  }

  /** One question at a time, a count of all after some pages. */
  private void ask(AtomicBoolean done) {
    List<String> pages = questions.pages();
    List<String> groups = questions.groups();
    try {
      while (!done.get()) {
        client.drain(
            asked % PAGES_PER_COUNT == 0
                ? "/v1/beacons/stats?groupBy=" + groups.get(asked / PAGES_PER_COUNT % groups.size())
                : "/v1/beacons?" + pages.get(asked % pages.size()));
        asked++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
