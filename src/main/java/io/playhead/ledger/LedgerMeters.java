package io.playhead.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What the ledger tells about itself. */
final class LedgerMeters {
  private final MeterRegistry registry;
  private final Timer commits;
  private final DistributionSummary batches;
  private final Counter failures;
  private final Counter refusals;
  private final Counter readRefusals;

  LedgerMeters(MeterRegistry registry) {
    this.registry = registry;
    commits =
        Timer.builder("playhead.ledger.commit")
            .description("Time from the first append of a batch to its commit on disk")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
    batches =
        DistributionSummary.builder("playhead.ledger.batch")
            .description("Entries in a commit")
            .register(registry);
    failures =
        Counter.builder("playhead.ledger.failures")
            .description("Entries that could not be written")
            .register(registry);
    refusals =
        Counter.builder("playhead.ledger.refusals")
            .description("Entries that found the queue full")
            .register(registry);
    readRefusals =
        Counter.builder("playhead.ledger.read.refusals")
            .description("Look-ups of sessions that found too many waiting")
            .register(registry);
  }

  void watchQueue(Supplier<Number> depth) {
    Gauge.builder("playhead.ledger.queue", depth)
        .description("Entries that wait to be written")
        .register(registry);
  }

  void watchHealth(Supplier<Number> healthy) {
    Gauge.builder("playhead.ledger.healthy", healthy)
        .description("1 while commits reach the disk, 0 while they do not")
        .register(registry);
  }

  void watchSize(Supplier<Number> bytes) {
    Gauge.builder("playhead.ledger.size", bytes)
        .description("Size of the ledger's file and write-ahead log")
        .baseUnit("bytes")
        .register(registry);
  }

  void committed(int entries, long nanos) {
    commits.record(nanos, TimeUnit.NANOSECONDS);
    batches.record(entries);
  }

  void failed(int entries) {
    failures.increment(entries);
  }

  void refused() {
    refusals.increment();
  }

  void readRefused() {
    readRefusals.increment();
  }
}
