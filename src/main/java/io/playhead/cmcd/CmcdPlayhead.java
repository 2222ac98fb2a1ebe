package io.playhead.cmcd;

import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.SegmentPlaces;
import io.playhead.timeline.SegmentStarts;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import io.playhead.tracking.ReportEvent;
import org.jspecify.annotations.Nullable;

/**
 * Says what a record tells of a session's playhead: as a report, or nothing.
 *
 * <p>Where the playhead stands is taken from the first of these that there is:
 *
 * <ol>
 *   <li>{@code pt}, on the stream; or in an ad, where {@code cid} is the id of an ad or creative of
 *       the timeline: a player of that one asset tells it. At or behind the session's {@code
 *       epochMs} it is wall clock.
 *   <li>Where the requested segment begins, less what was in the buffer.
 *   <li>Of a player of one asset: the start of its ad when it begins to play, the ad's end when it
 *       has ended.
 *   <li>For a record that tells of another state, or of something that the viewer did: where the
 *       session's playhead is by straight play since its last report; the stream's end when it has
 *       ended. Not after a seek whose target no record has told yet.
 * </ol>
 *
 * <p>All other records say nothing of the playhead. What is reckoned here is what the tracker is
 * told, no more: it believes of it what time allows.
 */
public final class CmcdPlayhead {
  /** For longer than this nothing is taken for straight play that no record tells the place of. */
  static final long MAX_UNSEEN_MS = 60_000;

  /** Requests last less than this; what is older is no late response but of a clock since set. */
  static final long MAX_RESPONSE_MS = 60_000;

  /**
   * So much earlier than the record is the time of a response in it, at most, where records of
   * smaller numbers say nothing any more.
   */
  private static final long MAX_LAG_MS = 10_000;

  /** About as long as segments are, at most. */
  private static final long MAX_BUFFER_AGE_MS = 10_000;

  /** A reckoned place so far back is one that the player loads again, for another quality. */
  private static final long RELOAD_MS = 1000;

  /** VAST 4.3, 2.3.6.3: problem displaying the media file. */
  private static final int CANNOT_PLAY = 405;

  private final CmcdRecord record;
  private final Timeline timeline;
  private final SegmentPlaces segments;
  private final long epochMs;
  private final Progress before;
  private final @Nullable PlacedAd asset;

  private PlayerState state;
  private @Nullable ReportEvent event;
  private long positionMs = PlayheadReport.NONE;
  private long fromMs = PlayheadReport.NONE;
  private long atMs;

  private CmcdPlayhead(
      CmcdRecord record,
      Timeline timeline,
      SegmentPlaces segments,
      @Nullable String contentId,
      long epochMs,
      Progress before) {
    this.record = record;
    this.timeline = timeline;
    this.segments = segments;
    this.epochMs = epochMs;
    this.before = before;
    this.asset = asset(record.contentId(), contentId);
    this.state = state();
    this.event = event();
    this.atMs = record.atMs();
  }

  /**
   * What a record tells.
   *
   * @param timeline the session's, of which URLs do not matter
   * @param segments of its stream
   * @param contentId what the session plays; null if not known
   * @param epochMs wall clock of stream position 0; -1 if not known
   * @param before how far the session has come
   * @param arrivalMs when the record came, epoch milliseconds
   * @return null if it says nothing of the playhead
   */
  public static @Nullable PlayheadReport report(
      CmcdRecord record,
      Timeline timeline,
      SegmentPlaces segments,
      @Nullable String contentId,
      long epochMs,
      Progress before,
      long arrivalMs) {
    CmcdPlayhead playhead =
        new CmcdPlayhead(record, timeline, segments, contentId, epochMs, before);
    playhead.place();
    return playhead.report(arrivalMs);
  }

  /** The ad that a player plays by itself: the one the playhead is in, or the next one ahead. */
  private @Nullable PlacedAd asset(@Nullable String id, @Nullable String contentId) {
    if (id == null || id.equals(contentId)) {
      return null;
    }
    PlacedAd found = null;
    for (PlacedAd ad : timeline.ads()) {
      boolean named = id.equals(ad.ad().id()) || id.equals(ad.ad().details().creativeId());
      if (named && (found == null || found.endMs() <= before.positionMs())) {
        found = ad;
      }
    }
    return found;
  }

  private PlayerState state() {
    if (record.state() != null) {
      return record.state();
    }
    if (record.rateMilli() == 0) {
      return PlayerState.PAUSED;
    }
    // Players send records before they know their state, and before anything plays.
    return before.started() ? before.state() : PlayerState.BUFFERING;
  }

  private @Nullable ReportEvent event() {
    if (record.event() == CmcdEvent.ERROR) {
      return record.failed() ? ReportEvent.ERROR : null; // there are errors that players get over
    }
    return record.event() == null ? null : record.event().interaction();
  }

  private void place() {
    if (record.playheadMs() != CmcdRecord.NONE) {
      told();
    } else if (record.isResponse()) {
      reckoned();
    } else if (asset != null) {
      ofAsset(asset);
    } else {
      playedOn();
    }
  }

  /** A player that tells no state plays when its playhead moves. */
  private boolean movesUntold() {
    return record.state() == null
        && before.started()
        && state == PlayerState.BUFFERING
        && positionMs > before.positionMs();
  }

  private void told() {
    long toldMs = record.playheadMs();
    if (record.isResponse() && atMs != CmcdRecord.NONE) {
      // The playhead is told when the response is there; the time is that of the request.
      long tookMs = Math.max(0, Math.min(MAX_RESPONSE_MS, record.responseMs()));
      atMs = Math.min(PlayheadReport.MAX_POSITION_MS, atMs + tookMs);
    }
    if (asset != null) {
      positionMs = asset.startMs() + Math.min(toldMs, asset.endMs() - asset.startMs());
      enter(asset);
    } else {
      positionMs = epochMs >= 0 && toldMs >= epochMs ? toldMs - epochMs : toldMs;
    }
    state = movesUntold() ? PlayerState.PLAYING : state;
  }

  private void reckoned() {
    long bufferMs = record.bufferMs();
    if (bufferMs == CmcdRecord.NONE && !before.started()) {
      bufferMs = 0; // the first segment is asked for before there is a buffer to tell of
    }
    if (record.url() == null || bufferMs == CmcdRecord.NONE) {
      return;
    }
    long expectedMs = Math.max(0, before.positionMs()) + bufferMs;
    long startMs = segments.startMs(record.url(), expectedMs);
    if (startMs == SegmentStarts.UNKNOWN) {
      return;
    }
    long standsMs = Math.max(0, startMs - bufferMs);
    if (state == PlayerState.SEEKING || before.state() == PlayerState.SEEKING) {
      // This is where the seek leads; whatever comes now goes on from there.
      state = state == PlayerState.SEEKING ? PlayerState.BUFFERING : state;
      event = ReportEvent.SEEKING;
      positionMs = standsMs;
    } else if (before.positionMs() - standsMs <= RELOAD_MS && !isLoadingAhead(standsMs)) {
      positionMs = state == PlayerState.PLAYING ? playedSince(standsMs) : standsMs;
    }
  }

  /**
   * Some players tell how much was in the buffer when the last segment got there, not when they ask
   * for the next. The playhead has moved on since, as far as straight play takes it.
   */
  private long playedSince(long standsMs) {
    return Math.max(standsMs, Math.min(straightOnMs(), standsMs + MAX_BUFFER_AGE_MS));
  }

  /**
   * Before it plays, a player asks for segments faster than it knows its buffer by: none of that
   * moves the playhead.
   */
  private boolean isLoadingAhead(long standsMs) {
    return before.started()
        && before.playedBounds().length == 0
        && before.state() == PlayerState.BUFFERING
        && state == PlayerState.BUFFERING
        && standsMs > before.positionMs();
  }

  private void ofAsset(PlacedAd ad) {
    if (!isIn(ad)) {
      positionMs = record.state() == PlayerState.PLAYING ? ad.startMs() : PlayheadReport.NONE;
      enter(ad);
    } else if (state == PlayerState.ENDED) {
      positionMs = ad.endMs();
      state = PlayerState.BUFFERING; // the stream goes on, and the next asset has not begun
    } else if (state != before.state() || event != null) {
      positionMs = Math.min(straightOnMs(), ad.endMs() - 1);
    }
  }

  private boolean isIn(PlacedAd ad) {
    return before.positionMs() >= ad.startMs() && before.positionMs() < ad.endMs();
  }

  /** The player of an asset that begins says so: this is no unsaid jump. */
  private void enter(PlacedAd ad) {
    if (!isIn(ad) && event == null) {
      event = ReportEvent.SEEKING;
    }
  }

  private void playedOn() {
    boolean isLost = !before.started() || before.state() == PlayerState.SEEKING;
    if (isLost || (state == before.state() && event == null)) {
      return;
    }
    positionMs = straightOnMs();
    if (state == PlayerState.SEEKING) {
      fromMs = positionMs;
    } else if (state == PlayerState.ENDED && timeline.endMs() != Timeline.NO_END) {
      positionMs = timeline.endMs();
    }
  }

  private long straightOnMs() {
    if (before.state() != PlayerState.PLAYING || !isTimed()) {
      return before.positionMs();
    }
    long sinceMs = Math.max(0, Math.min(MAX_UNSEEN_MS, atMs - before.atMs()));
    long byMs = sinceMs * before.rateMilli() / PlayheadReport.NORMAL_RATE_MILLI;
    return Math.min(before.positionMs() + byMs, timeline.endMs());
  }

  private @Nullable PlayheadReport report(long arrivalMs) {
    if (positionMs < 0
        || positionMs > PlayheadReport.MAX_POSITION_MS
        || isLateResponse()
        || isStale()) {
      return null;
    }
    return new PlayheadReport(
        positionMs,
        arrivalMs,
        atMs,
        beginsAgain() ? PlayheadReport.NONE : record.number(),
        state,
        record.rateMilli(),
        event,
        fromMs,
        ReportEvent.ERROR.equals(event) ? CANNOT_PLAY : 0);
  }

  /** A response that was requested before what is known by now says nothing new. */
  private boolean isLateResponse() {
    long lateMs = isTimed() ? before.atMs() - atMs : 0;
    return record.isResponse() && lateMs > 0 && lateMs <= MAX_RESPONSE_MS;
  }

  /**
   * Of what is not told but reckoned, a number that was passed says nothing, however little its
   * time was: it may have come before, when it was no news, and must be none now.
   */
  private boolean isStale() {
    boolean told = record.playheadMs() != CmcdRecord.NONE && !record.isResponse();
    return !told && isNumberPassed() && !(isTimed() && atMs - before.atMs() > MAX_LAG_MS);
  }

  private boolean isNumberPassed() {
    return record.number() != CmcdRecord.NONE
        && before.seq() != PlayheadReport.NONE
        && record.number() <= before.seq();
  }

  /** A smaller number at a later time is of another player, which counts from the beginning. */
  private boolean beginsAgain() {
    return isNumberPassed() && isTimed() && atMs > before.atMs();
  }

  private boolean isTimed() {
    return atMs != CmcdRecord.NONE && before.atMs() != PlayheadReport.NONE;
  }
}
