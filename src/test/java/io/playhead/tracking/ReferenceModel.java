package io.playhead.tracking;

import static io.playhead.tracking.PlayheadReport.NONE;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules again, as plainly as they can be put: every millisecond of the stream is a bit, and
 * after each report every tracker of the stream is looked at. Slow, and made only of what the rules
 * say; interactions are left out.
 */
final class ReferenceModel {
  private Timeline timeline;
  private final TrackingRules rules;
  private final long createdMs;

  private final BitSet played = new BitSet();
  private final Set<String> claimed = new HashSet<>();

  private @Nullable PlayheadReport last;
  private long positionMs;
  private long lastAtMs = NONE;
  private long lastSeq = NONE;
  private long lastArrivalMs;
  private long firstArrivalMs;

  /** What the client's clock showed when the session's first report was made. */
  private long clockOriginMs = NONE;

  private BigDecimal allowance = BigDecimal.valueOf(3000);

  /** "said" or "unsaid" until a playing report came; "waits" until a piece was played. */
  private String arrived = "said";

  private long waitingMs = NONE;
  private boolean stopped;

  ReferenceModel(Timeline timeline, TrackingRules rules, long createdMs) {
    this.timeline = timeline;
    this.rules = rules;
    this.createdMs = createdMs;
  }

  /** Goes on with a newer timeline; what is claimed and played stays. */
  void retime(Timeline newer) {
    timeline = newer;
  }

  /** The keys of the beacons that a report earns. */
  Set<String> report(PlayheadReport report) {
    if (last == null) {
      first(report);
    } else if (isLateOrDouble(report) || stopped) {
      return Set.of();
    } else {
      following(report, last);
    }
    if (report.seq() != NONE) {
      lastSeq = report.seq();
    }
    lastAtMs = report.atMs();
    lastArrivalMs = Math.max(lastArrivalMs, report.arrivalMs());
    last = report;
    stopped = report.state() == PlayerState.STOPPED;
    return due(report);
  }

  private void first(PlayheadReport report) {
    firstArrivalMs = report.arrivalMs();
    clockOriginMs = report.atMs();
    positionMs = Math.min(report.positionMs(), timeline.endMs());
    join(report, false);
  }

  private boolean isLateOrDouble(PlayheadReport report) {
    PlayheadReport before = Objects.requireNonNull(last);
    if (report.seq() != NONE && lastSeq != NONE) {
      return report.seq() <= lastSeq;
    }
    if (report.atMs() == NONE || lastAtMs == NONE) {
      return false;
    }
    long backMs = lastAtMs - report.atMs();
    if (backMs == 0) {
      return report.positionMs() == before.positionMs()
          && report.state() == before.state()
          && Objects.equals(report.event(), before.event());
    }
    return backMs > 0 && backMs <= 60_000;
  }

  private void following(PlayheadReport report, PlayheadReport before) {
    long byArrivalMs = Math.max(0, report.arrivalMs() - lastArrivalMs);
    long passedMs = byArrivalMs;
    boolean byClient = false;
    if (report.atMs() != NONE && clockOriginMs == NONE) {
      clockOriginMs = report.atMs() - (report.arrivalMs() - firstArrivalMs);
    } else if (report.atMs() != NONE) {
      if (lastAtMs != NONE && report.atMs() < lastAtMs) {
        clockOriginMs += report.atMs() - lastAtMs - byArrivalMs;
      } else {
        long mostMs = clockOriginMs + report.arrivalMs() - createdMs + rules.maxClientAheadMs();
        if (report.atMs() > mostMs) {
          clockOriginMs += report.atMs() - mostMs;
        } else if (lastAtMs != NONE) {
          byClient = true;
          passedMs = report.atMs() - lastAtMs;
        }
      }
    }
    move(report, before, passedMs, BigDecimal.valueOf(byClient ? 1000 : 3000));
  }

  private void move(PlayheadReport report, PlayheadReport before, long passedMs, BigDecimal most) {
    allowance = allowance.min(most);
    int rateMilli = Math.max(before.rateMilli(), report.rateMilli());
    BigDecimal grown =
        allowance.add(
            BigDecimal.valueOf(1050L * rateMilli, 6)
                .multiply(BigDecimal.valueOf(Math.min(passedMs, rules.maxGapMs()))));
    long toMs = Math.min(report.positionMs(), timeline.endMs());
    boolean moves =
        before.state() == PlayerState.PLAYING || before.state() == PlayerState.BUFFERING;
    boolean resumes =
        report.state() == PlayerState.PLAYING
            && (before.state() == PlayerState.PAUSED || before.state() == PlayerState.SEEKING);
    boolean may = (moves || resumes) && passedMs <= rules.maxGapMs() && rateMilli <= 2000;
    long mayMs = !may ? 0 : grown.toBigInteger().longValue();
    boolean playedOn = false;
    boolean jumped = false;
    if (saysSeek(report)) {
      long fromMs = Math.min(report.fromMs(), timeline.endMs());
      if (fromMs > positionMs && fromMs - positionMs <= mayMs) {
        played.set((int) positionMs, (int) (moves ? fromMs : Math.min(fromMs, positionMs + 1000)));
      }
      jumped = true;
      positionMs = toMs;
      arrived = "said";
      allowance = BigDecimal.valueOf(3000);
    } else if (toMs <= positionMs && toMs >= positionMs - 1000) {
      allowance = grown.min(most);
    } else if (toMs > positionMs && toMs - positionMs <= mayMs) {
      boolean all = moves || toMs - positionMs <= 1000;
      played.set((int) positionMs, (int) (all ? toMs : positionMs + 1000));
      allowance = grown.subtract(BigDecimal.valueOf(toMs - positionMs)).min(most);
      positionMs = toMs;
      playedOn = all;
      if (!all) {
        jumped = true;
        allowance = arrived.equals("said") ? BigDecimal.valueOf(3000) : BigDecimal.ZERO;
        arrived = arrived.equals("said") ? "said" : "unsaid";
      }
    } else {
      jumped = true;
      positionMs = toMs;
      arrived = "unsaid";
      allowance = BigDecimal.ZERO;
    }
    join(report, playedOn);
    boolean near = timeline.endMs() - positionMs <= 1000;
    if (report.state() == PlayerState.ENDED && moves && !jumped && arrived.isEmpty() && near) {
      played.set((int) positionMs, (int) timeline.endMs());
      positionMs = timeline.endMs();
    }
  }

  private static boolean saysSeek(PlayheadReport report) {
    boolean byEvent = report.event() != null && report.event().name().equals("seeking");
    return report.state() == PlayerState.SEEKING || byEvent || report.fromMs() != NONE;
  }

  private void join(PlayheadReport report, boolean playedOn) {
    if (arrived.equals("waits")) {
      if (playedOn) {
        arrived = "";
        countFrom(joinableStartMs(waitingMs));
      }
    } else if (!arrived.isEmpty() && report.state() == PlayerState.PLAYING) {
      if (arrived.equals("said") || playedOn) {
        arrived = "";
        countFrom(joinableStartMs(positionMs));
      } else {
        arrived = "waits";
        waitingMs = positionMs;
      }
    }
  }

  /** By the timeline as it is now: it may have changed since the viewer came here. */
  private long joinableStartMs(long joinMs) {
    long startMs = NONE;
    for (PlacedAd ad : timeline.ads()) {
      long intoMs = joinMs - ad.startMs();
      if (intoMs >= 0
          && joinMs < ad.endMs()
          && intoMs <= rules.joinToleranceMs()
          && intoMs < point(ad, 1)) {
        startMs = ad.startMs();
      }
    }
    return startMs;
  }

  private void countFrom(long startMs) {
    if (startMs != NONE) {
      played.set((int) startMs, (int) positionMs);
    }
  }

  private Set<String> due(PlayheadReport report) {
    boolean stands = report.state() == PlayerState.PLAYING && arrived.isEmpty();
    Set<String> due = new TreeSet<>();
    for (AdBreak adBreak : timeline.breaks()) {
      boolean empty = adBreak.startMs() == adBreak.endMs();
      boolean started =
          adBreak.startMs() == timeline.endMs()
              ? adBreak.startMs() > 0 && played.get((int) adBreak.startMs() - 1)
              : played.get((int) adBreak.startMs());
      if (started) {
        claimed.add("break " + adBreak.id());
        claim(due, adBreak.beacons(), TrackingEvent.BREAK_STARTED);
      }
      for (PlacedAd ad : adBreak.ads()) {
        if (ad.fate() != PlacedAd.Fate.UNPLAYED) {
          due(due, adBreak, ad, stands);
        }
      }
      boolean ended = empty || played.get((int) adBreak.endMs() - 1);
      if (ended && !adBreak.open() && claimed.contains("break " + adBreak.id())) {
        claim(due, adBreak.beacons(), TrackingEvent.BREAK_ENDED);
      }
    }
    return due;
  }

  private void claim(Set<String> due, List<BeaconSlot> slots, TrackingEvent event) {
    for (BeaconSlot slot : slots) {
      if (slot.tracker().event() == event && claimed.add(slot.key())) {
        due.add(slot.key());
      }
    }
  }

  private void due(Set<String> due, AdBreak adBreak, PlacedAd ad, boolean stands) {
    boolean lenient = rules.policy() == TrackingPolicy.LENIENT;
    long lastMs = played.previousSetBit((int) ad.endMs() - 1);
    if (stands && positionMs < ad.endMs()) {
      lastMs = Math.max(lastMs, positionMs);
    }
    long reachedMs = lastMs - ad.startMs();
    String impression = "impression " + adBreak.id() + " " + ad.key();
    boolean seen = played.get((int) ad.startMs()) || (stands && positionMs == ad.startMs());
    if (lenient) {
      List<Long> points = new ArrayList<>(List.of(point(ad, 1)));
      ad.beacons().forEach(slot -> points.add(offset(ad, slot)));
      seen |= points.stream().anyMatch(point -> point != NONE && reachedMs >= point);
    }
    if (seen) {
      claimed.add(impression);
    }
    if (!claimed.contains(impression)) {
      return;
    }
    for (BeaconSlot slot : ad.beacons()) {
      TrackingEvent event = slot.tracker().event();
      boolean isDue =
          switch (event) {
            case IMPRESSION, LOADED, CREATIVE_VIEW, STARTED -> true;
            case FIRST_QUARTILE -> reached(ad, point(ad, 1), reachedMs);
            case MIDPOINT -> reached(ad, point(ad, 2), reachedMs);
            case THIRD_QUARTILE -> reached(ad, point(ad, 3), reachedMs);
            case PROGRESS -> offset(ad, slot) != NONE && reached(ad, offset(ad, slot), reachedMs);
            case COMPLETED ->
                ad.fate() == PlacedAd.Fate.WHOLE && playedTo(ad, ad.endMs() - ad.startMs());
            default -> false;
          };
      if (isDue && claimed.add(slot.key())) {
        due.add(slot.key());
      }
    }
  }

  private boolean reached(PlacedAd ad, long pointMs, long reachedMs) {
    boolean onStream = ad.startMs() + pointMs <= ad.endMs();
    boolean behind = rules.policy() == TrackingPolicy.LENIENT && reachedMs >= pointMs;
    return onStream && (playedTo(ad, pointMs) || behind);
  }

  private boolean playedTo(PlacedAd ad, long pointMs) {
    long toMs = ad.startMs() + pointMs;
    return rules.policy() == TrackingPolicy.STRICT
        ? played.nextClearBit((int) ad.startMs()) >= toMs
        : pointMs == 0 || played.get((int) toMs - 1);
  }

  /** ceil(k D / 4). */
  private static long point(PlacedAd ad, int k) {
    return (long) Math.ceil(k * ad.durationMs() / 4.0);
  }

  /** Where a progress tracker's point is; none if the stream does not come there. */
  private static long offset(PlacedAd ad, BeaconSlot slot) {
    if (slot.tracker().event() != TrackingEvent.PROGRESS || slot.tracker().offset() == null) {
      return NONE;
    }
    long pointMs = slot.tracker().offset().inMs(ad.durationMs());
    return pointMs <= ad.endMs() - ad.startMs() ? pointMs : NONE;
  }
}
