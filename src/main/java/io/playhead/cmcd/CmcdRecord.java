package io.playhead.cmcd;

import io.playhead.tracking.PlayerState;
import org.jspecify.annotations.Nullable;

/**
 * What matters here of one CMCD record. Numbers are {@link #NONE} where they are not told, or make
 * no sense.
 *
 * @param event what it tells of ({@code e}); null if that is not known
 * @param state what the player does ({@code sta}); null if not told
 * @param failed whether it does not because it cannot: a fatal error ({@code sta=f})
 * @param rateMilli speed of play in thousandths ({@code pr}); 1000 if not told, as the standard has
 *     it
 * @param playheadMs where the playhead stands ({@code pt}); of live streams also epoch milliseconds
 * @param atMs when that was, by the player's clock, epoch milliseconds ({@code ts}); of a received
 *     response, when it was requested
 * @param number rises with each record of a player ({@code sn})
 * @param responseMs from the request to the last byte of a response ({@code ttlb})
 * @param bufferMs what the player had in its buffer then, of the kind of media that was requested
 *     where that is told, else of the kind it has least of ({@code bl}, {@code ot})
 * @param url what was requested ({@code url})
 * @param sessionId whose record it is ({@code sid})
 * @param contentId what plays ({@code cid})
 */
public record CmcdRecord(
    @Nullable CmcdEvent event,
    @Nullable PlayerState state,
    boolean failed,
    int rateMilli,
    long playheadMs,
    long atMs,
    long number,
    long responseMs,
    long bufferMs,
    @Nullable String url,
    @Nullable String sessionId,
    @Nullable String contentId) {
  public static final long NONE = -1;

  /** Whether nothing but the place of the requested segment tells where the playhead stands. */
  public boolean needsSegments() {
    return isResponse() && playheadMs == NONE && url != null;
  }

  boolean isResponse() {
    return event == CmcdEvent.RESPONSE_RECEIVED;
  }
}
