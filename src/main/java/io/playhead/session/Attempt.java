package io.playhead.session;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One try at delivering a beacon, and how it ended.
 *
 * @param beaconId whose
 * @param atMs epoch milliseconds at which it began
 * @param outcome how it ended
 * @param status the HTTP status that decided, 0 if there was none
 * @param error what went wrong, a short stable word ({@code refused}, {@code timeout}); null if
 *     nothing did
 * @param latencyMs from sending to the status line or the failure
 * @param nextAtMs epoch milliseconds of the next try when the outcome is {@link Outcome#RETRY},
 *     else 0
 * @param resentBy who asked for it, if an operator did; null for the tries of the delivery itself
 */
public record Attempt(
    String beaconId,
    long atMs,
    Outcome outcome,
    int status,
    @Nullable String error,
    int latencyMs,
    long nextAtMs,
    @Nullable String resentBy) {

  /** A try of the delivery itself. */
  public Attempt(
      String beaconId,
      long atMs,
      Outcome outcome,
      int status,
      @Nullable String error,
      int latencyMs,
      long nextAtMs) {
    this(beaconId, atMs, outcome, status, error, latencyMs, nextAtMs, null);
  }

  /** The same try, made because somebody asked for it. */
  public Attempt by(String who) {
    return new Attempt(beaconId, atMs, outcome, status, error, latencyMs, nextAtMs, who);
  }

  /** How a try ends. All but {@link #RETRY} end the delivery. */
  public enum Outcome {
    /** The receiver answered 2xx. */
    DELIVERED,
    /** Definitely not received; will be tried again at {@link Attempt#nextAtMs}. */
    RETRY,
    /** Definitely not received; will not be tried again. */
    FAILED,
    /** It may have been received: the request went out and no conclusive answer came back. */
    AMBIGUOUS,
    /** Nothing was sent, nor ever will be: the service may not or cannot call its host. */
    SUPPRESSED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** As ledger, API and metrics write it. */
    public String wireName() {
      return wireName;
    }
  }
}
