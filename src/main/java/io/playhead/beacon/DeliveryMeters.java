package io.playhead.beacon;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.playhead.timeline.TrackingEvent;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * What delivery tells the metrics. Labels are events of the standards and outcomes, never hosts or
 * sessions, so their number is bounded.
 */
final class DeliveryMeters {
  private record Key(TrackingEvent event, Outcome outcome) {}

  private final MeterRegistry registry;
  private final Map<Key, Counter> tries = new ConcurrentHashMap<>();
  private final Map<Outcome, Timer> latencies = new EnumMap<>(Outcome.class);
  private final Counter inDoubt;
  private final Counter left;
  private final Counter unrecorded;
  private final Counter hostsOpened;
  final AtomicInteger inFlight = new AtomicInteger();

  DeliveryMeters(MeterRegistry registry, Held held) {
    this.registry = registry;
    for (Outcome outcome : Outcome.values()) {
      resends(outcome); // there from the start, for those who watch it grow
      latencies.put(
          outcome,
          Timer.builder("playhead.beacon.latency")
              .description("Sending a beacon, to the status line or the failure")
              .tag("outcome", outcome.wireName())
              .serviceLevelObjectives(
                  Duration.ofMillis(10),
                  Duration.ofMillis(50),
                  Duration.ofMillis(100),
                  Duration.ofMillis(500),
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(3))
              .register(registry));
    }
    inDoubt = counter("playhead.beacon.in.doubt", "Beacons that may have been under way at a stop");
    left = counter("playhead.beacon.left", "Beacons left in the ledger because memory was full");
    unrecorded =
        counter("playhead.beacon.record.failures", "Outcomes that the ledger did not take at once");
    hostsOpened =
        counter("playhead.beacon.hosts.opened", "Times that a host failed and was left alone");
    gauge("playhead.beacon.held", "Beacons in memory", held::size);
    gauge("playhead.beacon.in.flight", "Beacons under way", inFlight::get);
    gauge(
        "playhead.beacon.hosts.open", "Hosts that are left alone or probed", held::hostsLeftAlone);
  }

  void ended(String event, Attempt attempt) {
    tries
        .computeIfAbsent(new Key(TrackingEvent.named(event), attempt.outcome()), this::counter)
        .increment();
    Timer latency = latencies.get(attempt.outcome());
    if (latency != null) {
      latency.record(attempt.latencyMs(), TimeUnit.MILLISECONDS);
    }
  }

  void resent(Attempt attempt) {
    resends(attempt.outcome()).increment();
  }

  private Counter resends(Outcome outcome) {
    return Counter.builder("playhead.beacon.resends")
        .description("Beacons that operators had sent again, by how it ended")
        .tag("outcome", outcome.wireName())
        .register(registry);
  }

  void inDoubt() {
    inDoubt.increment();
  }

  void left() {
    left.increment();
  }

  void hostOpened() {
    hostsOpened.increment();
  }

  void unrecorded() {
    unrecorded.increment();
  }

  private Counter counter(Key key) {
    return Counter.builder("playhead.beacons")
        .description("Tries at sending beacons, by how they ended")
        .tag("event", key.event().wireName())
        .tag("outcome", key.outcome().wireName())
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private void gauge(String name, String description, IntSupplier value) {
    Gauge.builder(name, value::getAsInt).description(description).register(registry);
  }
}
