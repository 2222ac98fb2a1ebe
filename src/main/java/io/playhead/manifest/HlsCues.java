package io.playhead.manifest;

import io.playhead.manifest.HlsMarker.Cue;
import io.playhead.manifest.HlsMarker.CueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes breaks of cues: they mean the place where they stand, and are read in order, beginning with
 * what was going on where the window begins.
 */
final class HlsCues {
  private final BreakTraces traces;
  private final Map<String, BreakTrace> byCue = new HashMap<>();
  private final Deque<BreakTrace> running = new ArrayDeque<>();
  private HlsReading reading = HlsReading.NONE;

  HlsCues(BreakTraces traces) {
    this.traces = traces;
  }

  void read(HlsReading next) {
    reading = next;
    byCue.values().removeIf(trace -> !traces.has(trace));
    running.clear();
    traces.all().stream()
        .filter(trace -> trace.cueKey != null && trace.cueNumber < reading.firstNumber())
        .filter(trace -> trace.mayRunAt(reading.baseMicros(), reading.slackMicros()))
        .sorted(Comparator.comparingLong(trace -> trace.startMicros))
        .forEach(running::push);
    List<Cue> together = new ArrayList<>();
    for (HlsMarker marker : reading.playlist().markers()) {
      if (marker instanceof Cue cue) {
        if (!together.isEmpty() && together.get(0).segment() != cue.segment()) {
          readTogether(together);
          together.clear();
        }
        together.add(cue);
      }
    }
    readTogether(together);
  }

  /** Several cues in front of one segment: a splice beside one that says it plainly explains it. */
  private void readTogether(List<Cue> cues) {
    Splice explained = null;
    boolean plain = cues.stream().anyMatch(cue -> cue.type() != CueType.SPLICE);
    int outs = 0;
    for (Cue cue : cues) {
      Splice own = reading.findings().splice(cue.splice(), cue.line());
      if (cue.type() == CueType.SPLICE && plain) {
        explained = own;
        continue;
      }
      if (cue.type() == CueType.SPLICE) {
        outs = splice(cue, own, outs);
      } else if (cue.type() == CueType.OUT) {
        out(cue, own != null ? own : explained, outs++, cue.durationMs());
        explained = null;
      } else if (cue.type() == CueType.CONTINUED) {
        goesOn(cue, own);
      } else {
        in(reading.micros(cue.segment()));
      }
    }
  }

  private int splice(Cue cue, @Nullable Splice splice, int outs) {
    int next = outs;
    for (Splice.Signal signal : splice == null ? List.<Splice.Signal>of() : splice.signals()) {
      if (signal.starts()) {
        out(cue, splice, next++, signal.durationMs());
      } else if (!signal.cancelled()) {
        in(reading.micros(cue.segment()));
      }
    }
    return next;
  }

  private void out(Cue cue, @Nullable Splice splice, int ordinal, long durationMs) {
    long atMicros = reading.micros(cue.segment());
    passed(atMicros);
    BreakTrace around = running.peek();
    if (around != null
        && around.statedMs < 0
        && around.cueNumber != reading.number(cue.segment())) {
      // Nobody said when it would end: it does where the next one begins.
      running.pop().end(atMicros, 0);
    }
    String key = reading.number(cue.segment()) + (ordinal == 0 ? "" : "." + ordinal);
    BreakTrace trace = byCue.get(key);
    if (trace == null) {
      String name = Splice.id(splice, "cue-" + key);
      if (!reading.hasRoom(traces, name, cue.line())) {
        return;
      }
      trace = cueBegins(key, name, atMicros, ordinal);
      trace.cueNumber = reading.number(cue.segment());
    }
    Splice.Signal said = Splice.said(splice);
    trace.eventId = said == null ? trace.eventId : said.eventId();
    trace.state(durationMs < 0 && said != null ? said.durationMs() : durationMs);
    trace.seen = true;
    running.push(trace);
  }

  private BreakTrace cueBegins(String key, String name, long atMicros, int ordinal) {
    BreakTrace trace = null;
    if (ordinal == 0) {
      trace = traces.at(atMicros, other -> other.cueKey == null);
    }
    if (trace == null) {
      trace = traces.begin(name, atMicros);
    }
    trace.startMicros = atMicros;
    trace.cueKey = key;
    byCue.put(key, trace);
    return trace;
  }

  private void goesOn(Cue cue, @Nullable Splice splice) {
    long atMicros = reading.micros(cue.segment());
    BreakTrace trace = running.peek();
    long elapsedMicros = cue.elapsedMs() < 0 ? -1 : 1000 * cue.elapsedMs();
    if (trace != null && elapsedMicros >= 0) {
      long apart = Math.abs(atMicros - elapsedMicros - trace.startMicros);
      if (apart > 2 * reading.slackMicros() && !trace.runsAt(atMicros, 0)) {
        trace = null; // another one, whose beginning was never seen
      }
    }
    if (trace == null) {
      String key = "joined-" + reading.number(cue.segment());
      String name = Splice.id(splice, "cue-" + key);
      if (!reading.hasRoom(traces, name, cue.line())) {
        return;
      }
      long startMicros = elapsedMicros < 0 ? atMicros : atMicros - elapsedMicros;
      trace = cueBegins(key, name, startMicros, 0);
      trace.cueNumber = reading.firstNumber() - 1;
      running.push(trace);
    }
    trace.seen = true;
    if (reading.has(cue.segment())) {
      trace.continuedMicros = Math.max(trace.continuedMicros, reading.micros(cue.segment() + 1));
    }
    boolean other = Math.abs(cue.durationMs() - trace.statedMs) > 1000;
    if (cue.durationMs() > 0 && (trace.statedMs < 0 || other)) {
      trace.state(cue.durationMs());
    }
  }

  private void in(long atMicros) {
    BreakTrace ending = running.poll();
    if (ending != null) {
      ending.end(atMicros, reading.slackMicros());
      ending.seen = true;
    }
  }

  /** Breaks that have ended by what was said of them, without a marker. */
  private void passed(long atMicros) {
    while (!running.isEmpty()
        && running.peek().statedMs >= 0
        && running.peek().knownEndMicros() <= atMicros + BreakTraces.SAME_PLACE_MICROS) {
      running.pop();
    }
  }
}
