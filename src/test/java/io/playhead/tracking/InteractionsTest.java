package io.playhead.tracking;

import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.laidOut;
import static io.playhead.timeline.SampleAds.vod;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingEvent.Trigger;
import io.playhead.timeline.TrackingUrl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a viewer does while an ad plays: every event there is, and what it fires. */
class InteractionsTest {
  private static final long CREATED_MS = 1_000_000_000L;

  /** An ad that tracks everything, from 10 to 20 s. */
  private static final Timeline STREAM =
      laidOut(
          vod(
              60_000,
              at(
                  "b",
                  10_000,
                  new Ad(
                      "a",
                      0,
                      10_000,
                      Arrays.stream(TrackingEvent.values())
                          .map(event -> TrackingUrl.of(event, event.wireName()))
                          .toList(),
                      AdDetails.NONE))));

  private Progress progress = Progress.START;
  private long seq;
  private long arrivalMs;

  private List<DueBeacon> say(long positionMs, long atMs, PlayerState state, String event) {
    return report(positionMs, atMs, PlayheadReport.NONE, state, event);
  }

  private List<DueBeacon> report(
      long positionMs, long atMs, long number, PlayerState state, String event) {
    Advance advance =
        Tracker.advance(
            STREAM,
            TrackingRules.DEFAULT,
            CREATED_MS,
            progress,
            new PlayheadReport(
                positionMs,
                arrivalMs = Math.max(arrivalMs, CREATED_MS + atMs),
                CREATED_MS + atMs,
                number,
                state,
                1000,
                event == null ? null : ReportEvent.named(event),
                PlayheadReport.NONE,
                "error".equals(event) ? 405 : 0));
    progress = advance.progress();
    return advance.due();
  }

  /** Played up to 13 s, at 13 s. */
  private void playIntoTheAd() {
    for (long ms = 8_000; ms <= 13_000; ms += 1_000) {
      say(ms, ms, PlayerState.PLAYING, null);
    }
  }

  private static List<String> urls(List<DueBeacon> due) {
    return due.stream().map(each -> each.slot().tracker().url()).sorted().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      value = {
        "pause: pause",
        "resume: resume",
        "rewind: rewind",
        "mute: mute",
        "unmute: unmute",
        "fullscreen: fullscreen playerExpand",
        "playerExpand: fullscreen playerExpand",
        "exitFullscreen: exitFullscreen playerCollapse",
        "playerCollapse: exitFullscreen playerCollapse",
        "skip: skip",
        "close: close closeLinear",
        "closeLinear: close closeLinear",
        "expand: adExpand expand",
        "adExpand: adExpand expand",
        "collapse: adCollapse collapse",
        "adCollapse: adCollapse collapse",
        "acceptInvitation: acceptInvitation acceptInvitationLinear",
        "acceptInvitationLinear: acceptInvitation acceptInvitationLinear",
        "interactiveStart: interactiveStart",
        "otherAdInteraction: otherAdInteraction",
        "click: clickTracking",
      })
  void event_inAnAd_firesItsTrackers(String event, String expected) {
    playIntoTheAd();

    List<DueBeacon> due = say(13_000, 13_001, PlayerState.PLAYING, event);

    assertThat(urls(due)).containsExactly(expected.trim().split(" "));
    assertThat(due).allMatch(each -> each.occurrence() == CREATED_MS + 13_001);
    assertThat(say(13_000, 13_001, PlayerState.PLAYING, event)).as("the same again").isEmpty();
  }

  @Test
  void theTable_hasEveryInteraction() {
    List<String> tabled = new ArrayList<>();
    for (var row :
        List.of(
            "pause resume rewind mute unmute fullscreen playerExpand exitFullscreen playerCollapse",
            "skip close closeLinear expand adExpand collapse adCollapse acceptInvitation",
            "acceptInvitationLinear interactiveStart otherAdInteraction")) {
      tabled.addAll(List.of(row.split(" ")));
    }
    assertThat(
            Arrays.stream(TrackingEvent.values())
                .filter(event -> event.trigger() == Trigger.INTERACTION)
                .map(TrackingEvent::wireName))
        .containsExactlyInAnyOrderElementsOf(tabled);
  }

  @ParameterizedTest
  @EnumSource(TrackingEvent.class)
  void event_inContent_orWithoutImpression_firesNothing(TrackingEvent event) {
    if (event.trigger() != Trigger.INTERACTION) {
      assertThat(ReportEvent.named(event.wireName()))
          .satisfiesAnyOf(
              named -> assertThat(named).isNull(),
              named -> assertThat(named).isEqualTo(ReportEvent.ERROR));
      return;
    }
    say(8_000, 8_000, PlayerState.PLAYING, null);
    assertThat(say(8_500, 8_500, PlayerState.PLAYING, event.wireName())).isEmpty();
    progress = Progress.START;
    say(16_000, 16_000, PlayerState.PLAYING, null);
    assertThat(say(16_500, 16_500, PlayerState.PLAYING, event.wireName())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mute", "fullscreen", "skip", "acceptInvitation", "otherAdInteraction"})
  void event_again_isANewOccurrence(String event) {
    playIntoTheAd();

    List<DueBeacon> first = say(13_000, 13_001, PlayerState.PLAYING, event);
    List<DueBeacon> second = say(13_000, 13_002, PlayerState.PLAYING, event);

    assertThat(urls(second)).isEqualTo(urls(first));
    assertThat(second.get(0).occurrence()).isNotEqualTo(first.get(0).occurrence());
  }

  @Test
  void eventsOfOneMoment_eachFire_andNoneTwiceWhenTheyAreToldAgain() {
    playIntoTheAd();
    List<String> fired = new ArrayList<>();
    for (int again = 0; again < 3; again++) {
      fired.addAll(urls(say(13_000, 13_001, PlayerState.PLAYING, "mute")));
      fired.addAll(urls(say(13_000, 13_001, PlayerState.PLAYING, "unmute")));
      fired.addAll(urls(say(13_000, 13_001, PlayerState.PLAYING, "pause")));
      fired.addAll(urls(say(13_000, 13_001, PlayerState.PLAYING, "resume")));
      progress = ProgressCodec.decode(ProgressCodec.encode(progress));
    }

    assertThat(fired).containsExactlyInAnyOrder("mute", "unmute", "pause", "resume");
    assertThat(urls(say(13_000, 13_002, PlayerState.PLAYING, "mute"))).containsExactly("mute");
  }

  @Test
  void eventsOfAWholeBatch_toldAgainMinutesLater_haveOtherNames() {
    playIntoTheAd();
    List<String> fired = new ArrayList<>();
    for (int again = 0; again < 3; again++) {
      for (long atMs : new long[] {13_001, 90_000}) {
        say(13_000, atMs, PlayerState.PLAYING, "mute")
            .forEach(due -> fired.add(due.slot().key() + due.occurrence()));
      }
    }

    assertThat(fired).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void eventsOfOneMoment_numbered_areTwoOccurrences() {
    playIntoTheAd();
    report(13_000, 13_000, ++seq, PlayerState.PLAYING, null);

    assertThat(report(13_000, 13_000, ++seq, PlayerState.PLAYING, "mute")).hasSize(1);
    assertThat(report(13_000, 13_000, ++seq, PlayerState.PLAYING, "mute")).hasSize(1);
    assertThat(report(13_000, 13_000, seq, PlayerState.PLAYING, "mute")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {10_500, 15_000})
  void error_inAnAd_firesOnceWithItsCode_alsoWithoutAnImpression(long positionMs) {
    List<DueBeacon> due = say(positionMs, 1_000, PlayerState.PAUSED, "error");

    assertThat(urls(due)).containsExactly("error");
    assertThat(due.get(0).errorCode()).isEqualTo(405);
    assertThat(say(positionMs, 2_000, PlayerState.PAUSED, "error")).isEmpty();
  }

  @Test
  void error_inContent_isNobodys() {
    assertThat(say(8_000, 1_000, PlayerState.PAUSED, "error")).isEmpty();
  }
}
