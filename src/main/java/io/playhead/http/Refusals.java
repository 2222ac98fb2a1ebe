package io.playhead.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Counts what the doors refuse, by reason, and says when to come again. */
public final class Refusals {
  private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

  /** Why a client was not served. */
  enum Reason {
    /** Too many reports of a session. */
    SESSION_RATE,
    /** Too many requests from an address. */
    ADDRESS_RATE,
    /** Too many wrong keys from an address. */
    WRONG_KEY_RATE,
    /** A key that is none, or none at all. */
    KEY,
    /** Made by a page of another site, where there are no keys. */
    FOREIGN_PAGE,
    /** Too many bytes of large bodies in memory. */
    BODIES,
    /** Too many connections. */
    CONNECTIONS,
    /** Too many connections from an address. */
    ADDRESS_CONNECTIONS,
    /** A request that came too slowly. */
    SLOW,
    /** Something that is no HTTP, or too long. */
    MALFORMED
  }

  public Refusals(MeterRegistry meters) {
    for (Reason reason : Reason.values()) {
      counters.put(
          reason,
          Counter.builder("playhead.http.refused")
              .description("Requests and connections that were refused at the door")
              .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .register(meters));
    }
  }

  void count(Reason reason) {
    Objects.requireNonNull(counters.get(reason)).increment();
  }

  /** Counts, and makes the problem of a client that asked for too much. */
  ProblemException tooMany(Reason reason, String detail, long waitNs) {
    count(reason);
    long waitS = TimeUnit.NANOSECONDS.toSeconds(waitNs - 1) + 1;
    return Problem.of(429, "Too many requests", detail)
        .exceptionUntil((int) Math.min(waitS, 86_400));
  }
}
