package io.playhead.tracking;

import static io.playhead.tracking.PlayheadReport.NONE;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes up what a client may report: mostly play, with seeks, pauses, stalls, fast-forwards, silent
 * hours, clocks that are set, doubled and late reports. Positions like to be on boundaries and
 * quartiles, where mistakes are.
 */
public final class RandomHistory {
  public static final long CREATED_MS = 1_000_000_000L;

  private static final List<String> EVENTS =
      List.of("mute", "pause", "resume", "rewind", "skip", "error", "seeking", "fullscreen");

  private final Random random;
  private final Timeline timeline;
  private final List<PlayheadReport> reports = new ArrayList<>();
  private final List<Long> landmarks = new ArrayList<>();
  private final boolean clocked;
  private final boolean numbered;

  private long positionMs;
  private long timeMs;
  private long clockOffMs;
  private long seq;
  private PlayerState state = PlayerState.PLAYING;
  private int rateMilli = PlayheadReport.NORMAL_RATE_MILLI;

  private RandomHistory(Random random, Timeline timeline) {
    this.random = random;
    this.timeline = timeline;
    clocked = random.nextInt(3) != 0;
    numbered = random.nextInt(3) == 0;
    clockOffMs = random.nextInt(3) == 0 ? random.nextInt(600_000) - 300_000 : 0;
    landmarks.add(0L);
    for (AdBreak adBreak : timeline.breaks()) {
      landmarks.add(adBreak.startMs());
      landmarks.add(adBreak.endMs());
      for (PlacedAd ad : adBreak.ads()) {
        landmarks.add(ad.startMs());
        for (int k = 1; k <= 4; k++) {
          landmarks.add(ad.startMs() + (k * ad.durationMs() + 3) / 4);
        }
      }
    }
  }

  public static List<PlayheadReport> reports(Random random, Timeline timeline) {
    RandomHistory history = new RandomHistory(random, timeline);
    history.positionMs = random.nextBoolean() ? 0 : history.somewhere();
    int count = 3 + random.nextInt(50);
    while (history.reports.size() < count) {
      history.act();
    }
    return history.reports;
  }

  private void act() {
    int choice = random.nextInt(100);
    if (choice < 58) {
      play();
    } else if (choice < 63) {
      state = random.nextBoolean() ? PlayerState.BUFFERING : state;
      timeMs += random.nextInt(10_000);
      say(null, NONE);
    } else if (choice < 69) {
      state = state == PlayerState.PAUSED ? PlayerState.PLAYING : PlayerState.PAUSED;
      positionMs += random.nextInt(3) == 0 ? random.nextInt(1_500) : 0;
      timeMs += random.nextInt(20_000);
      say(null, NONE);
    } else if (choice < 77) {
      seek();
    } else if (choice < 83) {
      positionMs = somewhere();
      timeMs += random.nextInt(1_000);
      state = random.nextInt(3) == 0 ? state : PlayerState.PLAYING;
      say(null, NONE);
    } else if (choice < 86) {
      positionMs = Math.max(0, positionMs - random.nextInt(1_200));
      timeMs += random.nextInt(500);
      say(null, NONE);
    } else if (choice < 88) {
      fastForward();
    } else if (choice < 90) {
      timeMs += 100_000 + random.nextInt(60_000);
      positionMs += random.nextBoolean() ? random.nextInt(60_000) : 0;
      say(null, NONE);
    } else if (choice < 94) {
      timeMs += random.nextInt(300);
      say(EVENTS.get(random.nextInt(EVENTS.size())), NONE);
    } else if (choice < 97) {
      again();
    } else if (choice < 98) {
      clockOffMs += random.nextBoolean() ? -300_000 : random.nextInt(40_000);
    } else if (choice < 99) {
      rateMilli = 500 + random.nextInt(2_000);
    } else {
      state = random.nextInt(4) == 0 ? PlayerState.STOPPED : PlayerState.ENDED;
      say(null, NONE);
      state = PlayerState.PLAYING;
    }
  }

  private void play() {
    state = random.nextInt(12) == 0 ? PlayerState.BUFFERING : PlayerState.PLAYING;
    long byMs = 1 + random.nextInt(random.nextInt(8) == 0 ? 40_000 : 4_000);
    if (random.nextInt(4) == 0) {
      long onMs = landmarks.get(random.nextInt(landmarks.size())) + random.nextInt(3) - 1;
      byMs = onMs > positionMs && onMs < positionMs + 20_000 ? onMs - positionMs : byMs;
    }
    positionMs += byMs;
    timeMs += byMs * 1000 / rateMilli + random.nextInt(200) - (random.nextInt(3) == 0 ? 100 : 0);
    say(null, NONE);
  }

  private void seek() {
    long fromMs = random.nextInt(3) == 0 ? positionMs + random.nextInt(2_000) : NONE;
    timeMs += random.nextInt(2_500);
    positionMs = somewhere();
    state = fromMs != NONE && random.nextBoolean() ? PlayerState.PLAYING : PlayerState.SEEKING;
    say(null, fromMs);
    if (state == PlayerState.SEEKING && random.nextInt(4) != 0) {
      state = random.nextInt(5) == 0 ? PlayerState.PAUSED : PlayerState.PLAYING;
      timeMs += random.nextInt(1_000);
      say(null, NONE);
    }
  }

  private void fastForward() {
    int steps = 1 + random.nextInt(8);
    for (int i = 0; i < steps; i++) {
      positionMs += 1_250;
      timeMs += 250;
      say(null, NONE);
    }
  }

  private void again() {
    if (!reports.isEmpty()) {
      int back = random.nextInt(3) == 0 ? random.nextInt(Math.min(4, reports.size())) : 0;
      reports.add(reports.get(reports.size() - 1 - back));
    }
  }

  private long somewhere() {
    long lengthMs = Math.min(timeline.endMs(), 70_000);
    long anywhereMs = random.nextInt((int) lengthMs + 2_000);
    if (random.nextInt(3) == 0) {
      return anywhereMs;
    }
    int[] beside = {0, 0, 1, -1, 500, 1_999, 2_000, 2_001, -700};
    long markMs = landmarks.get(random.nextInt(landmarks.size()));
    return Math.max(0, markMs + beside[random.nextInt(beside.length)]);
  }

  private void say(@Nullable String event, long fromMs) {
    timeMs = Math.max(0, timeMs);
    long arrivalMs = CREATED_MS + timeMs + (random.nextInt(5) == 0 ? random.nextInt(900) : 0);
    reports.add(
        new PlayheadReport(
            positionMs,
            arrivalMs,
            clocked ? CREATED_MS + timeMs + clockOffMs : NONE,
            numbered ? ++seq : NONE,
            state,
            rateMilli,
            event == null ? null : ReportEvent.named(event),
            fromMs,
            0));
  }
}
