package io.playhead.tracking;

import io.playhead.timeline.TrackingEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far the tracking of one session has come: everything that judging the next report needs.
 *
 * <p>Never changed once it has been handed out. Inside {@link Tracker} a copy is filled in before
 * it leaves: one object a report, and no builder beside it, because this is the hot path.
 *
 * <p>Numbers are as short as their ranges allow and choices are bytes: there may be a million of
 * these, and each report makes one.
 *
 * <p>The piece being played, {@code [pieceStartMs, positionMs)}, is kept apart from the closed ones
 * in {@link #past}, so that straight play changes two numbers.
 */
public final class Progress {
  private static final long[] NO_CLAIMS = {};

  /** How a playhead came to where it stands, as long as that still matters. */
  enum Join {
    /** It plays on from where it was. */
    NONE,
    /** By a said seek, or it is the session's first: the next playing report may join an ad. */
    SAID,
    /** By an unsaid jump, and no report said playing since. */
    UNSAID,
    /** By an unsaid jump, playing; the ad joined counts from its start once a piece is played. */
    PENDING
  }

  /** What was made of the viewer's last pause in the ad that plays. */
  enum Pause {
    /** There was none. */
    NONE,
    /** It lasts, and is no news of the ad: its impression was not claimed when it began. */
    UNCOUNTED,
    /** It lasts and was counted. */
    COUNTED,
    /** It is over, counted or not. */
    OVER
  }

  /** Which half of the last rewind in the ad that plays was told: the other half is no news. */
  enum Rewind {
    NONE,
    /** The playhead moved back; the word for it may follow. */
    MOVED,
    /** The word; the move may follow. */
    SAID
  }

  private static final String NO_EVENT = "";
  private static final List<String> EVENTS =
      Stream.concat(
              Stream.of(
                  NO_EVENT,
                  ReportEvent.SEEKING.name(),
                  ReportEvent.ENDED.name(),
                  ReportEvent.ERROR.name()),
              Stream.of(TrackingEvent.values()).map(TrackingEvent::wireName))
          .toList();

  private static final PlayerState[] STATES = PlayerState.values();
  private static final Join[] JOINS = Join.values();
  private static final Pause[] PAUSES = Pause.values();
  private static final Rewind[] REWINDS = Rewind.values();

  static final long FULL_ALLOWANCE_NS = 3_000_000_000L;
  static final int MAX_JUMPS = 32;

  /** A session before its first report. */
  public static final Progress START = new Progress();

  long positionMs = PlayheadReport.NONE;

  long atMs = PlayheadReport.NONE;
  long arrivalMs;
  long seq = PlayheadReport.NONE;
  int rateMilli = PlayheadReport.NORMAL_RATE_MILLI;

  /** The client's clock at the first report, moved along when that clock is set. */
  long firstAtMs = PlayheadReport.NONE;

  long firstArrivalMs;

  /** How far past ours the position was that the last report said: at most some days. */
  int reportedPastMs;

  /** In nanoseconds, unsigned: {@link #FULL_ALLOWANCE_NS} just fits. */
  private int allowance = (int) FULL_ALLOWANCE_NS;

  private byte state = number(PlayerState.PAUSED);
  private byte join = number(Join.SAID);
  private byte pause;
  private byte rewind;

  /** What happened with the last report: its place in {@link #EVENTS}. */
  private byte event;

  /** The timeline is another one since the last report: what was played may earn more by it. */
  boolean recheck;

  long pieceStartMs = PlayheadReport.NONE;

  /** While playing straight on, nothing can become due before this position. Derived. */
  long quietUntilMs;

  /** Closed pieces and jumps, as {@link Past} writes them. */
  private byte[] past = Past.NOTHING;

  long[] claimed = NO_CLAIMS;

  /** Whether {@link #claimed} is not shared with the progress before. */
  private boolean ownsClaimed;

  Footnotes footnotes = Footnotes.NONE;

  private Progress() {}

  /** In memory only: what is stored are names. */
  @SuppressWarnings("EnumOrdinal")
  private static byte number(Enum<?> choice) {
    return (byte) choice.ordinal();
  }

  Progress copy() {
    Progress copy = new Progress();
    copy.positionMs = positionMs;
    copy.reportedPastMs = reportedPastMs;
    copy.atMs = atMs;
    copy.arrivalMs = arrivalMs;
    copy.seq = seq;
    copy.state = state;
    copy.rateMilli = rateMilli;
    copy.event = event;
    copy.firstAtMs = firstAtMs;
    copy.firstArrivalMs = firstArrivalMs;
    copy.allowance = allowance;
    copy.join = join;
    copy.pause = pause;
    copy.rewind = rewind;
    copy.recheck = recheck;
    copy.pieceStartMs = pieceStartMs;
    copy.quietUntilMs = quietUntilMs;
    copy.past = past;
    copy.claimed = claimed;
    copy.footnotes = footnotes;
    return copy;
  }

  /** Takes over what a report says of itself, whatever becomes of its position. */
  void follow(PlayheadReport report) {
    reportedPastMs = pastMs(report);
    atMs = report.atMs();
    arrivalMs = Math.max(arrivalMs, report.arrivalMs());
    seq = report.seq() != PlayheadReport.NONE ? report.seq() : seq;
    state(report.state());
    rateMilli = report.rateMilli();
    event(nameOf(report.event()));
  }

  /** What the event of a report is called here; the names clients use may be their own objects. */
  private static String nameOf(@Nullable ReportEvent event) {
    if (event == null) {
      return NO_EVENT;
    }
    return event.interaction() == null ? event.name() : event.interaction().wireName();
  }

  /** Jitter, and the stream's end, keep the playhead from where a report says that it is. */
  private int pastMs(PlayheadReport report) {
    long pastMs = report.positionMs() - positionMs;
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, pastMs));
  }

  /** Whether a report says what the one before did, times aside. */
  boolean isRepeatedBy(PlayheadReport report) {
    return pastMs(report) == reportedPastMs
        && report.state() == state()
        && nameOf(report.event()).equals(event());
  }

  public boolean started() {
    return positionMs != PlayheadReport.NONE;
  }

  /** Where the playhead stands; {@link PlayheadReport#NONE} before the first report. */
  public long positionMs() {
    return positionMs;
  }

  /** When the last report was made by the client's clock; {@link PlayheadReport#NONE} if untold. */
  public long atMs() {
    return atMs;
  }

  /** When the last report arrived, epoch milliseconds. */
  public long arrivalMs() {
    return arrivalMs;
  }

  public long seq() {
    return seq;
  }

  public PlayerState state() {
    return STATES[state];
  }

  void state(PlayerState next) {
    state = number(next);
  }

  /** Empty if nothing happened. */
  String event() {
    return EVENTS.get(event);
  }

  void event(String name) {
    event = (byte) Math.max(0, EVENTS.indexOf(name));
  }

  Join join() {
    return JOINS[join];
  }

  void join(Join next) {
    join = number(next);
  }

  Pause pause() {
    return PAUSES[pause];
  }

  void pause(Pause next) {
    pause = number(next);
  }

  Rewind rewind() {
    return REWINDS[rewind];
  }

  void rewind(Rewind next) {
    rewind = number(next);
  }

  /** How much faster than time the playhead may still have moved, in nanoseconds of stream. */
  long allowanceNs() {
    return Integer.toUnsignedLong(allowance);
  }

  void allowanceNs(long nextNs) {
    allowance = (int) nextNs;
  }

  public int rateMilli() {
    return rateMilli;
  }

  /** Jumps over or into ads, oldest first; the last {@value #MAX_JUMPS} of them. */
  public List<Jump> jumps() {
    return Past.jumps(past);
  }

  /** What was played before the piece that is being played. */
  Played played() {
    return Past.played(past);
  }

  void past(Played played, List<Jump> jumps) {
    past = Past.of(played, jumps);
  }

  /** What was played, in order: start, end, start, end …; ends exclusive. */
  public long[] playedBounds() {
    boolean playing = pieceStartMs != PlayheadReport.NONE;
    return (playing ? played().with(pieceStartMs, positionMs) : played()).bounds();
  }

  /** Whether all of {@code [fromMs, toMs)} was played. */
  public boolean covers(long fromMs, long toMs) {
    return fromMs >= toMs || playedUpTo(fromMs) >= toMs;
  }

  /** Where what was played from a position on ends; the position itself if nothing was. */
  long playedUpTo(long fromMs) {
    Played played = played();
    long reachedMs = played.endOfPieceAt(fromMs);
    if (pieceStartMs <= reachedMs && reachedMs < positionMs) {
      reachedMs = played.endOfPieceAt(positionMs);
    }
    return reachedMs;
  }

  /** The last millisecond in front of a position that was played; negative if there is none. */
  long lastPlayedBefore(long beforeMs) {
    long lastMs = played().lastBefore(beforeMs);
    if (pieceStartMs < positionMs && pieceStartMs < beforeMs) {
      lastMs = Math.max(lastMs, Math.min(positionMs, beforeMs) - 1);
    }
    return lastMs;
  }

  /** Whether the mark or beacon with this bit is claimed. */
  public boolean isClaimed(int bit) {
    int word = bit >>> 6;
    return word < claimed.length && (claimed[word] & (1L << bit)) != 0;
  }

  void claim(int bit) {
    int word = bit >>> 6;
    if (!ownsClaimed || word >= claimed.length) {
      claimed = Arrays.copyOf(claimed, Math.max(claimed.length, word + 1));
      ownsClaimed = true;
    }
    claimed[word] |= 1L << bit;
  }

  /** Keeps a jump for explanations. A fast-forward told in many reports is one. */
  void remember(Jump jump) {
    List<Jump> all = new ArrayList<>(jumps());
    Jump last = all.isEmpty() ? null : all.get(all.size() - 1);
    if (last != null && last.goesOnWith(jump)) {
      all.set(all.size() - 1, last.upTo(jump.toMs()));
    } else {
      all.add(jump);
    }
    if (all.size() > MAX_JUMPS) {
      all.remove(0);
    }
    past(played(), all);
  }

  @Override
  public String toString() {
    return "Progress["
        + positionMs
        + " "
        + state()
        + " piece="
        + pieceStartMs
        + " "
        + played()
        + "]";
  }
}
