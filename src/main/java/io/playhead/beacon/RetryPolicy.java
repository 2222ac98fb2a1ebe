package io.playhead.beacon;

import io.playhead.beacon.Ending.Answered;
import io.playhead.beacon.Ending.Broken;
import io.playhead.beacon.Ending.Fault;
import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Judges how tries ended, and says when to try again. Pure but for the randomness of the jitter.
 *
 * <p>The line is drawn by what is known of the receiver. Definitely not received: try again.
 * Definitely refused: over. Perhaps received: a second request may count twice, so the operator
 * decides ({@link DeliverySettings.Ambiguous}).
 */
final class RetryPolicy {

  /** What is known of the receiver. */
  enum Receipt {
    RECEIVED,
    NOT_RECEIVED,
    /** Not received, and never will be. */
    REFUSED,
    UNKNOWN
  }

  /** What a try says of its host. */
  enum Health {
    GOOD,
    BAD,
    /** Nothing: the try did not get that far. */
    NONE
  }

  /**
   * What a try came to.
   *
   * @param error a word for the audit, null if nothing went wrong
   * @param nextAtMs epoch milliseconds of the next try if the outcome is RETRY, else 0
   */
  record Verdict(Outcome outcome, int status, @Nullable String error, long nextAtMs) {

    Attempt attempt(String beaconId, long startedMs, long nowMs) {
      int latencyMs = (int) Math.min(Integer.MAX_VALUE, Math.max(0, nowMs - startedMs));
      return new Attempt(beaconId, startedMs, outcome, status, error, latencyMs, nextAtMs);
    }
  }

  /** The window has ended while the beacon's host was left alone. */
  static final Verdict EXPIRED = new Verdict(Outcome.FAILED, 0, "expired", 0);

  /** It cannot be requested at all. */
  static final Verdict BAD_URL = new Verdict(Outcome.SUPPRESSED, 0, BeaconUrl.BAD_URL, 0);

  /** It may have been under way when the service stopped, and is not sent again. */
  static final Verdict IN_DOUBT = new Verdict(Outcome.AMBIGUOUS, 0, "in-doubt", 0);

  private final DeliverySettings.Ambiguous ambiguous;
  private final DeliverySettings.Retry retry;
  private final RandomGenerator random;

  RetryPolicy(
      DeliverySettings.Ambiguous ambiguous, DeliverySettings.Retry retry, RandomGenerator random) {
    this.ambiguous = ambiguous;
    this.retry = retry;
    this.random = random;
  }

  /**
   * Judges one try.
   *
   * @param triesBefore how many tries ended before this one
   * @param sinceMs epoch milliseconds from which the window for retries counts
   * @param nowMs epoch milliseconds
   */
  Verdict judge(Ending ending, int triesBefore, long sinceMs, long nowMs) {
    int status = ending instanceof Answered answered ? answered.status() : 0;
    String error = error(ending);
    Receipt receipt = receipt(ending);
    boolean again =
        receipt == Receipt.NOT_RECEIVED
            || (receipt == Receipt.UNKNOWN && ambiguous == DeliverySettings.Ambiguous.RETRY);
    if (again && nowMs < lastTryMs(sinceMs)) {
      return new Verdict(
          Outcome.RETRY, status, error, nextAtMs(ending, triesBefore, sinceMs, nowMs));
    }
    Outcome outcome =
        switch (receipt) {
          case RECEIVED -> Outcome.DELIVERED;
          case UNKNOWN -> Outcome.AMBIGUOUS;
          case NOT_RECEIVED, REFUSED -> neverWent(ending) ? Outcome.SUPPRESSED : Outcome.FAILED;
        };
    return new Verdict(outcome, status, error, 0);
  }

  /** Epoch milliseconds of the last try; what fails then or later is over. */
  long lastTryMs(long sinceMs) {
    return sinceMs + retry.windowMs();
  }

  static Receipt receipt(Ending ending) {
    if (ending instanceof Answered answered) {
      int status = answered.status();
      return switch (status) {
        case 408, 425, 429, 500, 503 -> Receipt.NOT_RECEIVED;
        default -> {
          if (status >= 200 && status < 300) {
            yield Receipt.RECEIVED;
          }
          // 502 and 504 by name; of the rest of 5xx nobody can say more.
          yield status >= 500 ? Receipt.UNKNOWN : Receipt.REFUSED;
        }
      };
    }
    Broken broken = (Broken) ending;
    if (broken.fault() == Fault.BLOCKED) {
      return Receipt.REFUSED;
    }
    return broken.received() ? Receipt.UNKNOWN : Receipt.NOT_RECEIVED;
  }

  /** Whether the guard stopped it before anyone could have heard of it. */
  private static boolean neverWent(Ending ending) {
    return ending instanceof Broken broken && broken.fault() == Fault.BLOCKED && !broken.received();
  }

  static Health health(Ending ending) {
    if (ending instanceof Answered answered) {
      int status = answered.status();
      return status >= 500 || status == 429 ? Health.BAD : Health.GOOD;
    }
    return switch (((Broken) ending).fault()) {
      case BLOCKED, BUSY -> Health.NONE;
      case REDIRECT -> Health.GOOD;
      default -> Health.BAD;
    };
  }

  private static @Nullable String error(Ending ending) {
    if (ending instanceof Broken broken) {
      return broken.fault().word();
    }
    return receipt(ending) == Receipt.RECEIVED ? null : "status";
  }

  private long nextAtMs(Ending ending, int triesBefore, long sinceMs, long nowMs) {
    long mean = Math.min(retry.maxMs(), (long) retry.firstMs() << Math.min(triesBefore, 30));
    // Half of the delay is random, so that beacons that failed together do not come back together.
    long next = nowMs + mean / 2 + random.nextLong(mean + 1);
    if (ending instanceof Answered answered && answered.retryAfter() != null) {
      long asked = retryAfterMs(answered.retryAfter(), nowMs);
      next = Math.max(next, nowMs + Math.min(asked, retry.windowMs()));
    }
    // The last try is made when the window ends, not skipped because the delay overshoots it.
    return Math.max(nowMs + 1, Math.min(next, lastTryMs(sinceMs)));
  }

  /**
   * Reads a Retry-After header (RFC 9110, 10.2.3).
   *
   * @return milliseconds from now, 0 if it is in the past or unreadable
   */
  static long retryAfterMs(String header, long nowMs) {
    String text = header.trim();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(text) * 1000;
    }
    try {
      ZonedDateTime at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Math.max(0, at.toInstant().toEpochMilli() - nowMs);
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
