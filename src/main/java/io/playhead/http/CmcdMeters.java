package io.playhead.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts CMCD records by what became of them. */
public final class CmcdMeters {
  private final Map<Fate, Counter> counters = new EnumMap<>(Fate.class);

  /** What becomes of a record. */
  enum Fate {
    /** It was judged as a report; {@code playhead.reports} says what was made of that. */
    REPORT,
    /** It says nothing of the playhead, or nothing that is not known. */
    NOTHING_NEW,
    /** It breaks the grammar. */
    BROKEN,
    /** It names no session that takes reports. */
    NO_SESSION,
    /** It could not be judged, or those before it could not; the client is to send it again. */
    REFUSED
  }

  public CmcdMeters(MeterRegistry registry) {
    for (Fate fate : Fate.values()) {
      counters.put(
          fate,
          Counter.builder("playhead.cmcd.records")
              .description("CMCD records, by what became of them")
              .tag("fate", fate.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .register(registry));
    }
  }

  void count(Fate fate, int records) {
    Objects.requireNonNull(counters.get(fate)).increment(records);
  }
}
