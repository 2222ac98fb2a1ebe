package io.playhead.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.tracking.Advance.Verdict;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts reports by what was made of them. */
public final class ReportMeters {
  private final Map<Verdict, Counter> verdicts = new EnumMap<>(Verdict.class);

  public ReportMeters(MeterRegistry registry) {
    for (Verdict verdict : Verdict.values()) {
      verdicts.put(
          verdict,
          Counter.builder("playhead.reports")
              .description("Reports, by what was made of them")
              .tag("verdict", verdict.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  /** Counts one. */
  public void count(Reported reported) {
    Counter counter = verdicts.get(reported.verdict());
    if (counter != null) {
      counter.increment();
    }
  }
}
