package io.playhead.cmcd;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Puts the records of a session in the order in which what they tell of happened.
 *
 * <p>Players number their records as they write them, and begin again with each player and asset.
 * The time of a record is that of what it tells of: of a received response that is the request,
 * long before, so numbers and times rise differently. Times are therefore the order, unless those
 * of other records run far backward while their numbers rise: then the clock was set.
 */
public final class CmcdOrder {
  private static final Comparator<CmcdRecord> BY_NUMBER =
      Comparator.comparingLong(CmcdRecord::number);

  private static final Comparator<CmcdRecord> BY_TIME = Comparator.comparingLong(CmcdRecord::atMs);

  /** Of those that are equal so far, so that the order is the same however they came. */
  private static final Comparator<CmcdRecord> BY_CONTENT =
      Comparator.comparingLong(CmcdRecord::playheadMs).thenComparing(CmcdRecord::toString);

  /** A clock that went back so far was set; less is drift put right, or records that overtook. */
  private static final long SET_BACK_MS = 60_000;

  private CmcdOrder() {}

  /** Sorts; records that have neither time nor number stay as they came. */
  public static void sort(List<CmcdRecord> records) {
    if (records.size() < 2) {
      return;
    }
    boolean timed = records.stream().noneMatch(record -> record.atMs() == CmcdRecord.NONE);
    boolean numbered = records.stream().noneMatch(record -> record.number() == CmcdRecord.NONE);
    if (numbered) {
      records.sort(BY_NUMBER.thenComparing(BY_TIME).thenComparing(BY_CONTENT));
    }
    if (timed && !(numbered && wasClockSet(records))) {
      records.sort(BY_TIME.thenComparing(BY_NUMBER).thenComparing(BY_CONTENT));
    }
  }

  private static boolean wasClockSet(List<CmcdRecord> byNumber) {
    Map<String, Long> lastByContent = new HashMap<>();
    for (CmcdRecord record : byNumber) {
      if (!record.isResponse()) {
        String player = Objects.requireNonNullElse(record.contentId(), "");
        Long before = lastByContent.put(player, record.atMs());
        if (before != null && record.atMs() < before - SET_BACK_MS) {
          return true;
        }
      }
    }
    return false;
  }
}
