package io.playhead.cmcd;

import io.playhead.cmcd.BareItem.Kind;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads bodies of CMCD records, one a line. */
public final class CmcdReader {
  /** A longer record is refused. URLs are most of one. */
  public static final int MAX_RECORD_BYTES = 8192;

  /** A record with more keys is refused; the standard knows some sixty. */
  public static final int MAX_KEYS = 128;

  private static final long MAX_NUMBER = 999_999_999_999_999L;

  private final byte[] body;
  private final StructuredField field;

  // the record being read
  private @Nullable CmcdEvent event;
  private @Nullable PlayerState state;
  private boolean failed;
  private int rateMilli;
  private long playheadMs;
  private long atMs;
  private long number;
  private long responseMs;
  private long videoMs;
  private long audioMs;
  private long bothMs;
  private long leastMs;
  private int requested;
  private @Nullable String url;
  private @Nullable String sessionId;
  private @Nullable String contentId;

  // most records of a body are of one session
  private String usualSessionId = "";
  private String usualContentId = "";

  private CmcdReader(byte[] body) {
    this.body = body;
    this.field = new StructuredField(body);
  }

  /**
   * What a body says.
   *
   * @param records those that could be read, in the order of the body
   * @param broken how many could not
   * @param firstBroken what is wrong with the first of those, and its line; null if none is
   */
  public record Body(List<CmcdRecord> records, int broken, @Nullable String firstBroken) {}

  /**
   * Reads a body. What is wrong with one record is not said of the others.
   *
   * @param body lines that end with LF or CRLF, the last one also without
   * @param most more records than this are refused
   * @throws CmcdException when there are more; nothing else is ever thrown
   */
  public static Body read(byte[] body, int most) {
    CmcdReader reader = new CmcdReader(body);
    List<CmcdRecord> records = new ArrayList<>();
    int broken = 0;
    String firstBroken = null;
    int line = 0;
    for (int from = 0; from < body.length; ) {
      line++;
      int to = reader.endOfLine(from);
      int begin = reader.skipBlanks(from, to);
      int end = reader.dropBlanks(begin, to);
      if (begin < end) {
        if (records.size() + broken == most) {
          throw new CmcdException("has more than " + most + " records");
        }
        try {
          records.add(reader.record(begin, end));
        } catch (CmcdException e) {
          broken++;
          firstBroken = firstBroken == null ? "line " + line + ": " + e.getMessage() : firstBroken;
        }
      }
      from = to + 1;
    }
    return new Body(records, broken, firstBroken);
  }

  private int endOfLine(int from) {
    int to = from;
    while (to < body.length && body[to] != '\n') {
      to++;
    }
    return to;
  }

  private int skipBlanks(int from, int to) {
    int begin = from;
    while (begin < to && isBlank(body[begin])) {
      begin++;
    }
    return begin;
  }

  private int dropBlanks(int from, int to) {
    int end = to;
    while (end > from && isBlank(body[end - 1])) {
      end--;
    }
    return end;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private CmcdRecord record(int from, int to) {
    if (to - from > MAX_RECORD_BYTES) {
      throw new CmcdException("a record has more than " + MAX_RECORD_BYTES + " bytes");
    }
    forget();
    field.start(from, to);
    int keys = 0;
    do {
      if (++keys > MAX_KEYS) {
        throw field.broken("a record has more than " + MAX_KEYS + " keys");
      }
      member();
    } while (field.nextKey());
    return new CmcdRecord(
        event,
        state,
        failed,
        rateMilli,
        playheadMs,
        atMs,
        number,
        responseMs,
        bufferMs(),
        url,
        sessionId,
        contentId);
  }

  private void forget() {
    event = null;
    state = null;
    failed = false;
    rateMilli = PlayheadReport.NORMAL_RATE_MILLI;
    playheadMs = CmcdRecord.NONE;
    atMs = CmcdRecord.NONE;
    number = CmcdRecord.NONE;
    responseMs = CmcdRecord.NONE;
    requested = Words.OTHER;
    url = null;
    sessionId = null;
    contentId = null;
    forgetBuffer();
  }

  private void forgetBuffer() {
    videoMs = CmcdRecord.NONE;
    audioMs = CmcdRecord.NONE;
    bothMs = CmcdRecord.NONE;
    leastMs = CmcdRecord.NONE;
  }

  /** A key that comes twice says what it says last. */
  private void member() {
    int key = field.key();
    if (key == Words.BL) {
      forgetBuffer();
    }
    if (!field.beginsList()) {
      item(key);
      return;
    }
    while (field.nextOfList()) {
      if (key == Words.BL) {
        buffer();
      }
    }
  }

  private void item(int key) {
    switch (key) {
      case Words.E -> event = CmcdEvent.of(field.word());
      case Words.STA -> {
        state = state(field.word());
        failed = field.word() == 'f';
      }
      case Words.PR -> rateMilli = rateMilli();
      case Words.PT -> playheadMs = whole(PlayheadReport.MAX_POSITION_MS);
      case Words.TS -> atMs = whole(PlayheadReport.MAX_POSITION_MS);
      case Words.SN -> number = whole(MAX_NUMBER);
      case Words.TTLB -> responseMs = whole(PlayheadReport.MAX_POSITION_MS);
      case Words.BL -> buffer();
      case Words.OT -> requested = field.word();
      case Words.URL -> url = field.kind() == Kind.TEXT ? field.text("") : null;
      case Words.SID -> {
        sessionId = field.kind() == Kind.TEXT ? field.text(usualSessionId) : null;
        usualSessionId = sessionId == null ? usualSessionId : sessionId;
      }
      case Words.CID -> {
        contentId = field.kind() == Kind.TEXT ? field.text(usualContentId) : null;
        usualContentId = contentId == null ? usualContentId : contentId;
      }
      default -> {
        // Players tell much that is no matter of beacons.
      }
    }
  }

  /** Whole milliseconds or a number; {@link CmcdRecord#NONE} where it is none that can be. */
  private long whole(long most) {
    if (field.kind() != Kind.NUMBER || field.milli() < 0) {
      return CmcdRecord.NONE;
    }
    long value = (field.milli() + 500) / 1000;
    return value <= most ? value : CmcdRecord.NONE;
  }

  private int rateMilli() {
    if (field.kind() != Kind.NUMBER) {
      return PlayheadReport.NORMAL_RATE_MILLI;
    }
    return (int) Math.min(PlayheadReport.MAX_RATE_MILLI, Math.abs(field.milli()));
  }

  /** A player that starts, stalls, fails or leaves stands still, but nobody paused it. */
  private static @Nullable PlayerState state(int token) {
    return switch (token) {
      case 'p' -> PlayerState.PLAYING;
      case 'a' -> PlayerState.PAUSED;
      case 'k' -> PlayerState.SEEKING;
      case 'e' -> PlayerState.ENDED;
      case 's', 'd', 'r', 'w', 'f', 'q' -> PlayerState.BUFFERING;
      default -> null;
    };
  }

  private void buffer() {
    long lengthMs = whole(PlayheadReport.MAX_POSITION_MS);
    if (lengthMs == CmcdRecord.NONE) {
      return;
    }
    switch (field.parameter()) {
      case Words.V -> videoMs = lengthMs;
      case Words.A -> audioMs = lengthMs;
      case Words.AV -> bothMs = lengthMs;
      case Words.OTHER -> {
        // Of whatever is played.
      }
      default -> {
        return; // texts and the like are no measure of where the playhead stands
      }
    }
    leastMs = leastMs == CmcdRecord.NONE ? lengthMs : Math.min(leastMs, lengthMs);
  }

  private long bufferMs() {
    long itsMs =
        switch (requested) {
          case Words.V -> videoMs;
          case Words.A -> audioMs;
          case Words.AV -> bothMs;
          default -> CmcdRecord.NONE;
        };
    return itsMs == CmcdRecord.NONE ? leastMs : itsMs;
  }
}
