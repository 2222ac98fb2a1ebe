package io.playhead.cmcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.SegmentRun;
import io.playhead.timeline.SegmentStarts;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.tracking.Advance;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import io.playhead.tracking.Tracker;
import io.playhead.tracking.TrackingRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A stream of 60 s: ads soap and tea of 10 s each from 20 s on. */
class CmcdPlayheadTest {
  private static final long BEGAN_MS = 1_795_258_200_000L;
  private static final Timeline TIMELINE =
      Timeline.of(
          new TimelineSpec(
              false,
              40_000,
              List.of(
                  BreakSpec.of(
                      "mid", new BreakSpec.Place.Stream(20_000), List.of(ad("soap"), ad("tea")))),
              SegmentStarts.of(
                  List.of(
                      new SegmentRun(
                          "s$Number$.ts",
                          List.of(0L, 1L, 2L, 3L, 4L, 5L),
                          List.of(0L, 10_000L, 20_000L, 30_000L, 40_000L, 50_000L))))),
          issue -> {});

  private static final SegmentStarts SEGMENTS = Objects.requireNonNull(TIMELINE.spec().segments());

  private static Ad ad(String id) {
    List<TrackingUrl> trackers = new ArrayList<>();
    for (TrackingEvent event :
        List.of(
            TrackingEvent.IMPRESSION,
            TrackingEvent.COMPLETED,
            TrackingEvent.PAUSE,
            TrackingEvent.MUTE,
            TrackingEvent.FAILED)) {
      trackers.add(TrackingUrl.of(event, "https://t.example/" + id + "/" + event));
    }
    return new Ad(id, 0, 10_000, trackers, AdDetails.NONE);
  }

  private final List<String> fired = new ArrayList<>();
  private Progress progress = Progress.START;
  private long epochMs = -1;
  private int number;

  @Test
  void pt_isThePosition() {
    PlayheadReport report = take("e=t,sta=p,pr=1.5,pt=7000", 0);
    assertThat(report)
        .isEqualTo(
            new PlayheadReport(
                7_000, BEGAN_MS, BEGAN_MS, 0, PlayerState.PLAYING, 1_500, null, -1, 0));
  }

  @Test
  void pt_ofALiveStream_mayBeWallClock() {
    epochMs = BEGAN_MS - 500_000;
    assertThat(positionMs("e=t,sta=p,pt=" + (epochMs + 7_000), 0)).isEqualTo(7_000);
    assertThat(positionMs("e=t,sta=p,pt=8000", 1_000)).isEqualTo(8_000);
  }

  @Test
  void pt_withAResponse_isOfWhenItWasThere() {
    take("e=t,sta=p,pt=7000", 0);
    PlayheadReport report = take("e=rr,sta=p,pt=8200,ttlb=1100", 100);
    assertThat(report).isNotNull();
    assertThat(report.atMs()).isEqualTo(BEGAN_MS + 1_200);
  }

  @Test
  void response_tellsTheSegmentLessTheBuffer() {
    assertThat(positionMs("e=rr,sta=s,bl=(0),url=\"https://c.example/s0.ts\"", 0)).isZero();
    assertThat(positionMs("e=rr,sta=p,bl=(9800;v 12000;a),url=\"s1.ts\"", 200)).isEqualTo(200);
    assertThat(take("e=rr,sta=p,bl=(9800),url=\"other.ts\"", 300)).isNull();
    assertThat(take("e=rr,sta=p,url=\"s1.ts\"", 300)).isNull();
    assertThat(take("e=rr,sta=p,bl=(9800)", 300)).isNull();
  }

  @Test
  void response_beforePlayBegins_movesNothing() {
    assertThat(positionMs("e=rr,sta=d,url=\"s0.ts\"", 0)).isZero();
    assertThat(take("e=rr,sta=d,bl=(0),url=\"s1.ts\"", 100)).isNull();
    assertThat(take("e=rr,sta=d,bl=(10000),url=\"s2.ts\"", 200)).isNull();
    assertThat(positionMs("e=ps,sta=p", 5_000)).isZero();
  }

  @Test
  void response_withTheBufferOfAWhileAgo_isOfNow() {
    take("e=ps,sta=d,pt=0", 0);
    take("e=ps,sta=p,pt=0", 1_000);
    assertThat(positionMs("e=rr,sta=p,bl=(20000),url=\"s2.ts\"", 6_000)).isEqualTo(5_000);
    assertThat(positionMs("e=rr,sta=p,bl=(25000),url=\"s3.ts\"", 16_000)).isEqualTo(15_000);
    assertThat(positionMs("e=rr,sta=p,bl=(22000),url=\"s4.ts\"", 19_500)).isEqualTo(18_500);
  }

  @Test
  void response_ofAnEarlierRequest_saysNothingNew() {
    take("e=t,sta=p,pt=7000", 1_000);
    assertThat(take("e=rr,sta=p,bl=(3900),url=\"s1.ts\"", 100)).isNull();
  }

  @Test
  void response_ofASegmentLoadedAgain_saysNothing() {
    take("e=t,sta=p,pt=9000", 1_000);
    assertThat(take("e=rr,sta=p,bl=(9000),url=\"s1.ts\"", 2_000)).isNull();
  }

  @Test
  void response_afterASeek_tellsWhereItLed() {
    take("e=t,sta=p,pt=9000", 0);
    PlayheadReport seeking = take("e=ps,sta=k", 2_000);
    assertThat(seeking).isNotNull();
    assertThat(seeking.fromMs()).isEqualTo(11_000);
    assertThat(take("e=ps,sta=p", 2_300)).as("where to is not known yet").isNull();
    assertThat(take("e=m,sta=p", 2_400)).as("nor by what the viewer does").isNull();
    assertThat(positionMs("e=rr,sta=p,bl=(0),url=\"s4.ts\"", 2_500)).isEqualTo(40_000);
    assertThat(positionMs("e=ps,sta=a", 4_500)).isEqualTo(42_000);
    assertThat(fired).isEmpty();
  }

  @Test
  void seekInto_theMiddleOfAnAd_firesNothingOfIt() {
    take("e=t,sta=p,pt=9000", 0);
    take("e=ps,sta=k", 100);
    take("e=rr,sta=k,bl=(0),url=\"s2.ts\"", 200);
    take("e=ps,sta=p", 300);
    assertThat(fired).containsExactly("soap/impression");
  }

  @Test
  void change_withoutAPlace_isWherePlayHasComeTo() {
    take("e=t,sta=p,pt=19000", 0);
    assertThat(take("e=t,sta=p", 1_000)).isNull();
    assertThat(positionMs("e=m", 2_000)).isEqualTo(21_000);
    assertThat(positionMs("e=ps,sta=a", 3_000)).isEqualTo(22_000);
    assertThat(positionMs("e=ps,sta=p", 60_000)).isEqualTo(22_000);
    assertThat(positionMs("e=ps,sta=r", 61_000)).isEqualTo(23_000);
    assertThat(positionMs("e=um", 65_000)).isEqualTo(23_000);
    assertThat(fired).containsExactly("soap/impression", "soap/mute", "soap/pause");
  }

  @Test
  void change_afterALongSilence_isNotWhereTimeHasComeTo() {
    take("e=t,sta=p,pt=1000", 0);
    assertThat(positionMs("e=ps,sta=a", 50_000)).isEqualTo(51_000);
    progress = Progress.START;
    take("e=t,sta=p,pt=0", 100_000);
    assertThat(positionMs("e=ps,sta=a", 190_000)).isEqualTo(60_000);
  }

  @Test
  void ended_withoutAPlace_isTheEnd() {
    take("e=t,sta=p,pt=45000", 0);
    assertThat(positionMs("e=ps,sta=e", 15_000)).isEqualTo(60_000);
    assertThat(progress.playedBounds()).containsExactly(45_000, 60_000);
  }

  @Test
  void ended_tooSoon_isBelievedNoMoreThanAnyReport() {
    take("e=t,sta=p,pt=19000", 0);
    take("e=ps,sta=e", 5_000);
    assertThat(fired).isEmpty();
  }

  @Test
  void nothing_isSaidByStatesAlone() {
    assertThat(take("e=ps,sta=p", 0)).isNull();
    assertThat(take("e=t", 0)).isNull();
    assertThat(take("v=2", 0)).isNull();
    assertThat(take("e=as,sta=p,cid=\"film\"", 0)).isNull();
  }

  @Test
  void player_ofOneAsset_tellsItsAd() {
    take("e=t,sta=p,pt=19000,cid=\"film\"", 0);
    assertThat(take("e=ps,sta=s,cid=\"soap\"", 900)).isNull();
    assertThat(positionMs("e=ps,sta=p,cid=\"soap\"", 1_000)).isEqualTo(20_000);
    assertThat(take("e=t,sta=p,cid=\"soap\"", 2_000)).isNull();
    assertThat(positionMs("e=t,sta=p,cid=\"soap\",pt=4000", 5_000)).isEqualTo(24_000);
    assertThat(positionMs("e=ps,sta=e,cid=\"soap\"", 11_000)).isEqualTo(30_000);
    assertThat(fired).containsExactly("soap/impression", "soap/complete");
    assertThat(positionMs("e=ps,sta=p,cid=\"tea\"", 11_100)).isEqualTo(30_000);
    assertThat(positionMs("e=ps,sta=e,cid=\"tea\"", 21_100)).isEqualTo(40_000);
    assertThat(fired)
        .containsExactly("soap/impression", "soap/complete", "tea/impression", "tea/complete");
  }

  @Test
  void player_ofOneAsset_thatIsLeftEarly_earnsNoEnd() {
    take("e=ps,sta=p,cid=\"soap\"", 0);
    take("e=ps,sta=e,cid=\"soap\"", 4_000);
    assertThat(fired).containsExactly("soap/impression");
  }

  @Test
  void error_countsWhereItIsFatal() {
    take("e=t,sta=p,pt=20000", 0);
    take("e=e,sta=r,ec=(\"net\")", 500);
    assertThat(fired).containsExactly("soap/impression");
    PlayheadReport report = take("e=e,sta=f,ec=(\"dec\")", 1_000);
    assertThat(report).isNotNull();
    assertThat(report.errorCode()).isEqualTo(405);
    assertThat(fired).containsExactly("soap/impression", "soap/error");
  }

  @Test
  void quit_isNoPauseAndNoEnd() {
    take("e=t,sta=p,pt=20000", 0);
    assertThat(positionMs("e=ps,sta=q", 1_000)).isEqualTo(21_000);
    assertThat(fired).containsExactly("soap/impression");
    assertThat(progress.state()).isEqualTo(PlayerState.BUFFERING);
  }

  @Test
  void state_notTold_isPlayingOnceThePlayheadMoves() {
    take("e=t,pt=20000", 0);
    take("e=t,pt=20000", 1_000);
    assertThat(fired).as("it only stands there").isEmpty();
    take("e=t,pt=21000", 2_000);
    assertThat(progress.state()).isEqualTo(PlayerState.PLAYING);
    assertThat(fired).containsExactly("soap/impression");
  }

  @Test
  void state_notTold_isAsBefore_andRateZeroAPause() {
    take("e=t,sta=p,pt=100", 0);
    take("e=t,pt=600", 500);
    assertThat(progress.state()).isEqualTo(PlayerState.PLAYING);
    take("e=t,pr=0,pt=1100", 1_000);
    assertThat(progress.state()).isEqualTo(PlayerState.PAUSED);
    take("e=t,pt=1100", 2_000);
    assertThat(progress.state()).isEqualTo(PlayerState.PAUSED);
  }

  @Test
  void numbers_thatBeginAgain_areOfAnotherPlayer() {
    number = 40;
    take("e=t,sta=p,pt=1000", 0);
    number = 0;
    PlayheadReport again = take("e=t,sta=p,pt=2000", 1_000);
    assertThat(again).isNotNull();
    assertThat(again.seq()).isEqualTo(PlayheadReport.NONE);
    assertThat(progress.positionMs()).isEqualTo(2_000);
    take("e=t,sta=p,pt=3000", 2_000);
    assertThat(progress.positionMs()).isEqualTo(3_000);
    number = 0;
    take("e=t,sta=p,pt=2000", 1_000);
    assertThat(progress.positionMs()).as("sent again").isEqualTo(3_000);
    number = 39;
    take("e=t,sta=p,pt=500", -900_000);
    assertThat(progress.positionMs()).as("sent again much later").isEqualTo(3_000);
  }

  @Test
  void times_beyondAllBounds_doNoHarm() {
    long farMs = PlayheadReport.MAX_POSITION_MS;
    assertThat(report("e=rr,sta=p,pt=1,ttlb=9999999999999,ts=" + farMs, BEGAN_MS)).isNotNull();
    assertThat(report("e=t,sta=p,pt=" + farMs + ",ts=0", BEGAN_MS)).isNotNull();
    take("e=t,sta=p,pt=1000", 0);
    assertThat(report("e=ps,sta=a,pr=100,ts=" + farMs, BEGAN_MS)).isNotNull();
  }

  private long positionMs(String record, long afterMs) {
    PlayheadReport report = take(record, afterMs);
    assertThat(report).as(record).isNotNull();
    return report.positionMs();
  }

  /** Has a record judged that came when it was made. */
  private @Nullable PlayheadReport take(String record, long afterMs) {
    long atMs = BEGAN_MS + afterMs;
    PlayheadReport report = report(record + ",sn=" + number++ + ",ts=" + atMs, atMs);
    if (report != null) {
      Advance advance =
          Tracker.advance(TIMELINE, TrackingRules.DEFAULT, BEGAN_MS, progress, report);
      progress = advance.progress();
      advance
          .due()
          .forEach(due -> fired.add(due.ad().id() + "/" + due.slot().tracker().event().wireName()));
    }
    return report;
  }

  private @Nullable PlayheadReport report(String record, long arrivalMs) {
    CmcdReader.Body body = CmcdReader.read(record.getBytes(StandardCharsets.UTF_8), 1);
    return CmcdPlayhead.report(
        body.records().get(0), TIMELINE, SEGMENTS, "film", epochMs, progress, arrivalMs);
  }
}
