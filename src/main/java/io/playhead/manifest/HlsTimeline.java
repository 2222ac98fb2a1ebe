package io.playhead.manifest;

import io.playhead.manifest.HlsPlaylist.Media;
import io.playhead.timeline.Issue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HLS stream over all readings of one of its media playlists. Its stream begins where the first
 * reading's window did. Not safe for several threads.
 *
 * <p>What a reading costs beside the scan grows with its ad markers and with what is new in it, not
 * with the window; what is kept grows with the window's markers, not with the hours.
 */
final class HlsTimeline {
  private final HlsAxis axis = new HlsAxis();
  private final HlsBreaks breaks = new HlsBreaks();
  private WallClock clock = WallClock.EMPTY;
  private @Nullable Media last;
  private long datedMicros = Long.MIN_VALUE / 2;
  private ManifestTimeline known =
      new ManifestTimeline(true, 0, 0, WallClock.EMPTY, List.of(), List.of());

  /** Takes up another reading; an old one, from a slow cache, changes nothing. */
  ManifestTimeline read(Media media) {
    long endBefore = Math.max(0, datedMicros);
    HlsAxis.Step step = axis.step(media);
    if (step == HlsAxis.Step.STALE) {
      return known;
    }
    if (step == HlsAxis.Step.RESTART) {
      breaks.interrupted(endBefore);
    }
    last = media;
    Findings findings = new Findings();
    readDates(media);
    HlsReading reading =
        new HlsReading(media, axis.baseMicros(), axis.firstNumber(), clock, findings);
    List<ManifestBreak> found = breaks.read(reading);
    List<Issue> issues = new ArrayList<>(media.issues());
    issues.addAll(findings.toList());
    known =
        new ManifestTimeline(
            !media.ended(),
            Decimal.roundedMs(reading.baseMicros()),
            Decimal.roundedMs(reading.endMicros()),
            clock,
            found,
            issues);
    return known;
  }

  /** What the last reading tells of its window. */
  ManifestWindow window() {
    Media playlist = last;
    if (playlist == null) {
      return ManifestWindow.NONE;
    }
    long baseMicros = axis.baseMicros();
    return new ManifestWindow(
        Decimal.roundedMs(baseMicros),
        playlist.targetDurationMs(),
        zeroMs -> HlsSegmentNames.of(playlist, baseMicros - zeroMs * 1000));
  }

  private void readDates(Media media) {
    HlsSegments segments = media.segments();
    int next = segments.count();
    while (next > 0 && axis.baseMicros() + segments.startMicros(next - 1) >= datedMicros - 1000) {
      next--;
    }
    for (int i = next; i <= segments.count(); i++) {
      if (segments.epochMicros(i) >= 0) {
        clock = clock.with(axis.baseMicros() + segments.startMicros(i), segments.epochMicros(i));
      }
    }
    datedMicros = axis.baseMicros() + segments.startMicros(segments.count());
  }
}
