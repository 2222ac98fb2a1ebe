package io.playhead.manifest;

import io.playhead.manifest.HlsMarker.DateRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes breaks of date ranges: they mean their dates, wherever their tags stand, and several tags
 * may describe one range.
 */
final class HlsRanges {
  private final BreakTraces traces;
  private HlsReading reading = HlsReading.NONE;

  /** The places that have the date of the range that is read. */
  private long[] dated = {};

  HlsRanges(BreakTraces traces) {
    this.traces = traces;
  }

  void read(HlsReading next) {
    reading = next;
    for (HlsMarker marker : reading.playlist().markers()) {
      if (marker instanceof DateRange range) {
        range(range);
      }
    }
  }

  private void range(DateRange range) {
    dated = range.startMicros() < 0 ? new long[0] : reading.clock().places(range.startMicros());
    Splice out = reading.findings().splice(range.spliceOut(), range.line());
    Splice command = reading.findings().splice(range.spliceCommand(), range.line());
    Splice.Signal said = Splice.said(command);
    boolean begins =
        range.spliceOut() != null
            || range.interstitial() != null
            || range.signalling() != null
            || (said != null && said.starts());
    BreakTrace known = known(range, begins);
    if (known == null && !begins) {
      if (range.spliceIn() != null || (said != null && !said.starts())) {
        endOther(range);
      }
      return;
    }
    if (known == null && !reading.hasRoom(traces, nameOf(key(range)), range.line())) {
      return;
    }
    long placeMicros = placeMicros(range, known);
    if (known == null) {
      known = rangeBegins(range, placeMicros, out != null ? out : command);
    }
    known.seen = true;
    if (begins && range.startMicros() >= 0 && known.cueKey == null) {
      known.startMicros = placeMicros;
    }
    describe(known, range, out != null ? out : command);
    if (range.signalling() != null) {
      signalled(known, range.signalling(), range.line(), placeMicros);
    }
    if (range.spliceIn() != null || range.endMicros() >= 0) {
      known.end(rangeEndMicros(known, range, placeMicros), HlsReading.FAR_MICROS);
    }
  }

  /** The break that a range is of. Ids are used again: then its date tells which one it is. */
  private @Nullable BreakTrace known(DateRange range, boolean begins) {
    if (range.id() == null) {
      return null;
    }
    String name = nameOf(range.id());
    List<BreakTrace> named = traces.named(name);
    BreakTrace last = named.isEmpty() ? null : named.get(named.size() - 1);
    if (last == null || range.startMicros() < 0) {
      return last;
    }
    if (!begins) {
      return begunBy(placeMicros(range, null), named);
    }
    for (BreakTrace trace : named) {
      // Dates may have jumped: a place that it had before is the one that is meant.
      if (Math.abs(placeMicros(range, trace) - trace.startMicros) <= reading.slackMicros()) {
        return trace;
      }
    }
    return traces.named(name, placeMicros(range, last), reading.endMicros(), reading.slackMicros());
  }

  private static BreakTrace begunBy(long micros, List<BreakTrace> named) {
    BreakTrace begun = named.get(0);
    for (BreakTrace trace : named) {
      begun = trace.startMicros <= micros + BreakTraces.SAME_PLACE_MICROS ? trace : begun;
    }
    return begun;
  }

  /** Apart from the names of breaks that cues have begun. */
  private static String nameOf(String rangeId) {
    return "range " + rangeId;
  }

  /** Where a range begins: at its date, if that is near, else where its tag stands. */
  private long placeMicros(DateRange range, @Nullable BreakTrace known) {
    long expected = known == null ? reading.micros(range.segment()) : known.startMicros;
    long place = WallClock.nearest(dated, expected);
    if (place == Long.MIN_VALUE) {
      return expected;
    }
    if (place < reading.baseMicros() - HlsReading.FAR_MICROS
        || place > reading.endMicros() + HlsReading.FAR_MICROS) {
      reading
          .findings()
          .add(
              "date-range-elsewhere",
              range.line(),
              "a date range begins more than a day from the window; taken to be where its tag stands");
      return expected;
    }
    return place;
  }

  private BreakTrace rangeBegins(DateRange range, long atMicros, @Nullable Splice splice) {
    String key = key(range);
    BreakTrace trace = range.id() == null ? unnamed(key) : null;
    boolean onStream = range.interstitial() == null || range.spliceOut() != null;
    if (trace == null && onStream) {
      trace = traces.at(atMicros, other -> other.rangeId == null);
    }
    if (trace == null) {
      trace = traces.begin(range.id() != null ? key : Splice.id(splice, key), atMicros);
    }
    trace.rangeId = key;
    traces.name(trace, nameOf(key));
    return trace;
  }

  private String key(DateRange range) {
    return range.id() != null ? range.id() : "range-" + reading.number(range.segment());
  }

  private @Nullable BreakTrace unnamed(String key) {
    List<BreakTrace> known = traces.named(nameOf(key));
    return known.isEmpty() ? null : known.get(0);
  }

  private static void describe(BreakTrace trace, DateRange range, @Nullable Splice splice) {
    Splice.Signal said = Splice.said(splice);
    long durationMs = range.durationMs() >= 0 ? range.durationMs() : range.plannedMs();
    trace.state(durationMs < 0 && said != null ? said.durationMs() : durationMs);
    trace.eventId = said != null ? said.eventId() : trace.eventId;
    trace.interstitial = range.interstitial() != null ? range.interstitial() : trace.interstitial;
  }

  private long rangeEndMicros(BreakTrace trace, DateRange range, long placeMicros) {
    long expected = trace.knownEndMicros();
    long nearMicros = expected == BreakTrace.UNKNOWN ? placeMicros : expected;
    long dated =
        range.endMicros() < 0
            ? Long.MIN_VALUE
            : reading.clock().streamMicros(range.endMicros(), nearMicros);
    if (dated > trace.startMicros && dated < reading.endMicros() + HlsReading.FAR_MICROS) {
      return dated;
    }
    if (range.durationMs() >= 0) {
      return trace.startMicros + 1000 * range.durationMs();
    }
    return placeMicros > trace.startMicros ? placeMicros : reading.micros(range.segment());
  }

  private void signalled(BreakTrace trace, String text, int line, long atMicros) {
    try {
      trace.signalled(AdSignalling.readBase64(text), atMicros);
    } catch (ManifestException e) {
      reading.findings().add("bad-signalling", line, "ad creative signalling " + e.getMessage());
    }
  }

  /** A range of its own that only says that ads end. */
  private void endOther(DateRange range) {
    Splice.Signal said = Splice.said(reading.findings().splice(range.spliceIn(), range.line()));
    long atMicros = placeMicros(range, null);
    BreakTrace ending = null;
    for (BreakTrace trace : traces.all()) {
      boolean named = said == null || trace.eventId < 0 || trace.eventId == said.eventId();
      boolean later = ending == null || trace.startMicros > ending.startMicros;
      if (named && later && trace.startMicros < atMicros && trace.cueKey == null) {
        ending = trace;
      }
    }
    if (ending != null) {
      ending.end(atMicros, reading.slackMicros());
    }
  }
}
