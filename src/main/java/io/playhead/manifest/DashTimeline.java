package io.playhead.manifest;

import io.playhead.manifest.DashManifest.Event;
import io.playhead.manifest.DashManifest.Period;
import io.playhead.timeline.Issue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One DASH presentation over all readings of its MPD. Its stream is presentation time, which needs
 * no laying of one reading behind the other.
 *
 * <p>Signalling (SVTA 2053) is trusted before SCTE 35, and that before what periods tell: content
 * that goes on behind periods of other assets was interrupted by ads ({@code AssetIdentifier}).
 * Periods alone are no ads.
 */
final class DashTimeline {
  /** By how much a packager may be late with what it says. */
  private static final long SLACK_MICROS = 10 * Decimal.MICROS;

  private final BreakTraces traces = new BreakTraces();
  private ManifestTimeline known =
      new ManifestTimeline(true, 0, -1, WallClock.EMPTY, List.of(), List.of());
  private Findings findings = new Findings();

  /** Up to where the reading tells of the stream. */
  private long reachedMicros;

  /** Takes up another reading. One that was cut off is not taken for what has been taken back. */
  ManifestTimeline read(DashManifest mpd) {
    findings = new Findings();
    traces.all().forEach(trace -> trace.seen = false);
    long startMicros = mpd.periods().isEmpty() ? 0 : mpd.periods().get(0).startMicros();
    long endMicros = endMicros(mpd);
    reachedMicros = endMicros < 0 ? startMicros : endMicros;
    boolean told = false;
    for (Period period : mpd.periods()) {
      for (Event event : period.events()) {
        told |= signalled(event);
        told |= event.splice() != null && spliced(event, event.splice(), period);
      }
    }
    if (!told) {
      assets(mpd.periods());
    }
    if (mpd.whole()) {
      traces.forget(
          trace -> !trace.seen && !trace.followed && trace.startMicros > reachedMicros,
          trace -> !trace.seen && !trace.mayRunAt(startMicros, SLACK_MICROS));
    }
    WallClock clock =
        mpd.availabilityMicros() < 0
            ? WallClock.EMPTY
            : WallClock.EMPTY.with(0, mpd.availabilityMicros());
    List<Issue> issues = new ArrayList<>(mpd.issues());
    issues.addAll(findings.toList());
    known =
        new ManifestTimeline(
            mpd.live(),
            Decimal.roundedMs(startMicros),
            endMicros < 0 ? ManifestTimeline.UNKNOWN : Decimal.roundedMs(endMicros),
            clock,
            traces.toBreaks(mpd.live(), reachedMicros, SLACK_MICROS, clock),
            issues);
    return known;
  }

  private static long endMicros(DashManifest mpd) {
    if (mpd.periods().isEmpty()) {
      return -1;
    }
    Period last = mpd.periods().get(mpd.periods().size() - 1);
    if (!mpd.live() && mpd.durationMicros() >= 0) {
      return mpd.durationMicros();
    }
    long listed = mpd.endMicros();
    return last.durationMicros() < 0 || (mpd.live() && listed >= 0)
        ? listed
        : last.startMicros() + last.durationMicros();
  }

  private boolean signalled(Event event) {
    AdSignalling signalling = event.signalling();
    if (signalling == null || (signalling.slots().isEmpty() && signalling.trackers().isEmpty())) {
      return false;
    }
    BreakTrace trace = trace("svta-" + name(event), event.startMicros());
    if (trace != null) {
      trace.signalled(signalling, event.startMicros());
      trace.state(event.durationMicros() < 0 ? -1 : Decimal.roundedMs(event.durationMicros()));
    }
    return true;
  }

  private boolean spliced(Event event, Splice splice, Period period) {
    for (Splice.Signal signal : splice.signals()) {
      if (signal.cancelled()) {
        cancel(signal.eventId(), event.startMicros());
      } else if (signal.starts()) {
        begins(event, splice, signal, period);
      } else {
        ends(signal.eventId(), event.startMicros());
      }
    }
    return !splice.signals().isEmpty();
  }

  private void begins(Event event, Splice splice, Splice.Signal signal, Period period) {
    String id =
        splice.pts() == Splice.NONE
            ? "scte35-" + signal.eventId() + "-" + Decimal.roundedMs(event.startMicros())
            : "scte35-" + signal.eventId() + "-" + splice.pts();
    BreakTrace trace = trace(id, event.startMicros());
    if (trace == null) {
      return;
    }
    if (!trace.name.equals(id) && trace.statedMs >= 0) {
      return; // the same place was told of by what is trusted more, or lies further out
    }
    trace.eventId = signal.eventId();
    boolean ofPeriod =
        Math.abs(period.startMicros() - event.startMicros()) <= BreakTraces.SAME_PLACE_MICROS;
    if (event.durationMicros() >= 0) {
      trace.state(Decimal.roundedMs(event.durationMicros()));
    } else if (signal.durationMs() >= 0) {
      trace.state(signal.durationMs());
    } else if (ofPeriod && period.durationMicros() > 0) {
      // The packager made the break a period of its own.
      trace.state(Decimal.roundedMs(period.durationMicros()));
    }
  }

  private void ends(long eventId, long atMicros) {
    BreakTrace ending = null;
    for (BreakTrace trace : traces.all()) {
      boolean named = trace.eventId == eventId && trace.startMicros < atMicros;
      if (named && (ending == null || trace.startMicros > ending.startMicros)) {
        ending = trace;
      }
    }
    if (ending != null) {
      ending.end(atMicros, SLACK_MICROS);
    }
  }

  private void cancel(long eventId, long atMicros) {
    traces.all().removeIf(trace -> trace.eventId == eventId && trace.startMicros >= atMicros);
  }

  private @Nullable BreakTrace trace(String name, long startMicros) {
    BreakTrace trace = traces.named(name, startMicros, reachedMicros, SLACK_MICROS);
    if (trace == null) {
      trace = traces.at(startMicros, other -> true);
    }
    if (trace == null && traces.isFull(name)) {
      findings.add("too-many-breaks", 0, "a break is left out");
      return null;
    }
    trace = trace == null ? traces.begin(name, startMicros) : trace;
    if (trace.name.equals(name)) {
      trace.startMicros = startMicros;
    }
    trace.seen = true;
    return trace;
  }

  private static String name(Event event) {
    return event.id() != null ? event.id() : Long.toString(Decimal.roundedMs(event.startMicros()));
  }

  /** Periods that interrupt the periods of another asset. */
  private void assets(List<Period> periods) {
    Set<String> content = interrupted(periods);
    if (content.isEmpty()) {
      return;
    }
    for (int i = 0; i < periods.size(); i++) {
      Period first = periods.get(i);
      if (content.contains(String.valueOf(first.asset()))) {
        continue;
      }
      int last = i;
      while (last + 1 < periods.size()
          && !content.contains(String.valueOf(periods.get(last + 1).asset()))) {
        last++;
      }
      String name =
          first.id() != null ? first.id() : Long.toString(Decimal.roundedMs(first.startMicros()));
      BreakTrace trace = trace("period-" + name, first.startMicros());
      Period end = periods.get(last);
      if (trace != null && end.durationMicros() >= 0) {
        long micros = end.startMicros() + end.durationMicros() - first.startMicros();
        trace.state(Decimal.roundedMs(micros));
      }
      i = last;
    }
  }

  private static Set<String> interrupted(List<Period> periods) {
    Map<String, Integer> lastOf = new HashMap<>();
    Set<String> interrupted = new HashSet<>();
    for (int i = 0; i < periods.size(); i++) {
      String asset = periods.get(i).asset();
      Integer before = asset == null ? null : lastOf.put(asset, i);
      if (before != null && before < i - 1) {
        interrupted.add(asset);
      }
    }
    return interrupted;
  }
}
