package io.playhead.tracking;

import io.playhead.timeline.AdDetails;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What macros become in one URL. Nothing is made up in here: time and randomness come from the
 * caller, so that the same values always give the same URL.
 *
 * @param timestampMs epoch milliseconds at which the event happened; {@link #UNKNOWN} if it is yet
 *     to happen
 * @param cacheBusting eight random digits
 * @param adPlayheadMs position in the ad; {@link #UNKNOWN} outside of ads
 * @param contentMs position in the content; {@link #UNKNOWN} if not known
 * @param breakPosition 1 pre-roll, 2 mid-roll, 3 post-roll, 4 stand-alone, 0 none of these; {@link
 *     #UNKNOWN} if not known
 * @param adCount ads played in this chain so far, this one included; {@link #UNKNOWN} if not known
 * @param podSequence the ad's place in its pod, 1 and up; {@link #UNKNOWN} if it has none
 * @param ad what is known of the ad
 * @param errorCode for Error URLs; {@link #UNKNOWN} for all others
 * @param errorMessage for the error trackers of a VMAP; null for all others
 * @param reason why a verification did not run (VAST 4.3, 3.17.4: 1 rejected, 2 not supported, 3
 *     load error); {@link #UNKNOWN} for all other events
 * @param given tells values by macro name, not yet encoded, from the session, its device and the
 *     configuration: {@code IFA}, {@code TRANSACTIONID}, {@code SERVERUA} and so on; null for those
 *     it does not know. {@code "-2"} withholds. They go before what is known here, except of this
 *     moment itself
 * @param byClient whether the URL goes to a client that calls it: what is not known here then stays
 *     a macro, for the client to replace
 */
public record MacroValues(
    long timestampMs,
    String cacheBusting,
    long adPlayheadMs,
    long contentMs,
    int breakPosition,
    int adCount,
    int podSequence,
    AdDetails ad,
    int errorCode,
    @Nullable String errorMessage,
    int reason,
    Function<String, @Nullable String> given,
    boolean byClient) {

  /** Not known; macros say so with the same number. */
  public static final int UNKNOWN = -1;

  /** For a URL that the service calls itself. */
  public MacroValues(
      long timestampMs,
      String cacheBusting,
      long adPlayheadMs,
      long contentMs,
      int breakPosition,
      int adCount,
      int podSequence,
      AdDetails ad,
      int errorCode,
      @Nullable String errorMessage,
      int reason,
      Function<String, @Nullable String> given) {
    this(
        timestampMs,
        cacheBusting,
        adPlayheadMs,
        contentMs,
        breakPosition,
        adCount,
        podSequence,
        ad,
        errorCode,
        errorMessage,
        reason,
        given,
        false);
  }

  /** For a URL that belongs to no ad, such as an ad tag. */
  public static MacroValues of(
      long timestampMs, String cacheBusting, Function<String, @Nullable String> given) {
    return new MacroValues(
        timestampMs,
        cacheBusting,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        AdDetails.NONE,
        UNKNOWN,
        null,
        UNKNOWN,
        given);
  }

  /** The same for an Error URL (VAST 4.3, 2.3.6). */
  public MacroValues withError(int code, @Nullable String message) {
    return new MacroValues(
        timestampMs,
        cacheBusting,
        adPlayheadMs,
        contentMs,
        breakPosition,
        adCount,
        podSequence,
        ad,
        code,
        message,
        reason,
        given,
        byClient);
  }
}
