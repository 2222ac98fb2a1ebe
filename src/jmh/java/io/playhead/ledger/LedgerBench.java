package io.playhead.ledger;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.Claim;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerEntry.AttemptEnded;
import io.playhead.session.LedgerEntry.SessionAdvanced;
import io.playhead.session.SessionIds;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Prints how much the ledger writes in a second: progress with one claim, durable, then its
 * attempt, as a report with one beacon makes them. Each line has another number of reports that are
 * under way at the same time, which is what sets the size of a commit.
 */
public final class LedgerBench {
  private static final int[] UNDER_WAY = {1, 16, 64, 256, 1024, 4096};
  private static final long SECONDS = 6;
  private static final byte[] PROGRESS = new byte[150];

  private final DuckDbLedger ledger;
  private final String[] sessions = new String[10_000];
  private final AtomicInteger next = new AtomicInteger();
  private volatile boolean stopped;
  private CountDownLatch ended = new CountDownLatch(0);
  private final long[] latencies = new long[4_000_000];
  private final AtomicInteger done = new AtomicInteger();

  private LedgerBench(DuckDbLedger ledger) {
    this.ledger = ledger;
    Random random = new Random(1);
    random.nextBytes(PROGRESS);
    for (int i = 0; i < sessions.length; i++) {
      sessions[i] = SessionIds.create(System.currentTimeMillis(), random);
    }
  }

  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("ledger-bench");
    DuckDbLedger ledger =
        DuckDbLedger.open(
            LedgerOptions.of(directory.resolve("ledger.duckdb")),
            new SimpleMeterRegistry(),
            System::currentTimeMillis);
    LedgerBench bench = new LedgerBench(ledger);
    System.out.println(
        "reports under way, reports/s, CPU us a report, p50 ms, p99 ms, p99.9 ms, max ms, MB on disk");
    bench.measure(256);
    for (int underWay : UNDER_WAY) {
      System.out.println(bench.measure(underWay));
    }
    long beganNs = System.nanoTime();
    Samples.await(ledger.close());
    System.out.printf("closed in %d ms%n", (System.nanoTime() - beganNs) / 1_000_000);
  }

  private String measure(int underWay) throws InterruptedException {
    done.set(0);
    stopped = false;
    ended = new CountDownLatch(underWay);
    long cpuNs = cpuNs();
    long startNs = System.nanoTime();
    for (int i = 0; i < underWay; i++) {
      report();
    }
    TimeUnit.SECONDS.sleep(SECONDS);
    stopped = true;
    int count = done.get();
    double seconds = (System.nanoTime() - startNs) / 1e9;
    double cpuUs = (cpuNs() - cpuNs) / 1e3 / Math.max(1, count);
    ended.await();
    long[] sorted = Arrays.copyOf(latencies, Math.min(count, latencies.length));
    Arrays.sort(sorted);
    return String.format(
        "%5d %9.0f %8.1f %8.2f %8.2f %8.2f %8.2f %6d",
        underWay,
        count / seconds,
        cpuUs,
        at(sorted, 0.5),
        at(sorted, 0.99),
        at(sorted, 0.999),
        at(sorted, 1),
        ledger.sizeBytes() >> 20);
  }

  private static long cpuNs() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static double at(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e6;
  }

  private void report() {
    if (stopped) {
      ended.countDown();
      return;
    }
    int number = next.incrementAndGet();
    String session = sessions[number % sessions.length];
    long nowMs = System.currentTimeMillis();
    Claim claim = Samples.claim(session, "key" + number, nowMs);
    LedgerEntry entry = new SessionAdvanced(session, PROGRESS, List.of(claim));
    long startNs = System.nanoTime();
    ledger
        .write(entry)
        .onComplete(
            made -> {
              int index = done.getAndIncrement();
              if (index < latencies.length) {
                latencies[index] = System.nanoTime() - startNs;
              }
              // Nobody waits for the outcome: it rides on a later commit.
              Attempt attempt =
                  new Attempt(claim.beaconId(), nowMs + 20, Outcome.DELIVERED, 204, null, 20, 0);
              ledger
                  .write(new AttemptEnded(claim, attempt))
                  .onFailure(cause -> System.out.println("an outcome was refused: " + cause));
              report();
            },
            cause -> {
              System.out.println("a report was refused: " + cause);
              report();
            });
  }
}
