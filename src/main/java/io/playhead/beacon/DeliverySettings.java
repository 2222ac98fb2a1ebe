package io.playhead.beacon;

import java.util.List;

/**
 * How beacons are delivered. All numbers are 1 and up unless they say otherwise; others are refused
 * with an {@link IllegalArgumentException}.
 *
 * @param timeoutMs deadline of one try: connecting, redirects and the status line together
 * @param lanes event loops that send; a host is always served by the same one
 * @param perHostInFlight requests under way to one host at most
 * @param ambiguous what to do when a beacon may have been received
 * @param inDoubt what to do after a crash with beacons that may have been under way
 * @param userAgent sent where the device's own is unknown
 * @param headers changes to the headers for some hosts, in this order
 */
public record DeliverySettings(
    int timeoutMs,
    int lanes,
    int perHostInFlight,
    Ambiguous ambiguous,
    InDoubt inDoubt,
    String userAgent,
    List<HeaderRule> headers,
    Bounds bounds,
    Retry retry,
    Breaker breaker,
    Refill refill) {

  public DeliverySettings {
    Check.positive("timeoutMs", timeoutMs);
    Check.positive("lanes", lanes);
    Check.positive("perHostInFlight", perHostInFlight);
    headers = List.copyOf(headers);
  }

  // A class of its own: a part that is used first must not set up the whole, which needs the part.
  private static final class Check {
    static void positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
      }
    }
  }

  /** All defaults. */
  public static final DeliverySettings DEFAULT =
      new DeliverySettings(
          3000,
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
          64,
          Ambiguous.DROP,
          InDoubt.RESEND,
          "Playhead",
          List.of(),
          Bounds.DEFAULT,
          Retry.DEFAULT,
          Breaker.DEFAULT,
          Refill.DEFAULT);

  /** A beacon that may have been received: sent again, it may count twice; dropped, not at all. */
  public enum Ambiguous {
    DROP,
    RETRY
  }

  /** A beacon that may have been under way when the service died: {@link UnderWay} says which. */
  public enum InDoubt {
    RESEND,
    DROP
  }

  /**
   * What may be in memory or under way. What is beyond stays in the ledger.
   *
   * @param held beacons in memory, all hosts together
   * @param heldPerHost of these for one host
   * @param inFlightPerLane requests under way on one lane, all hosts together
   * @param bodyBytes of an answer's body that are read and thrown away, so that its connection can
   *     be used again; a longer body costs the connection
   */
  public record Bounds(int held, int heldPerHost, int inFlightPerLane, int bodyBytes) {
    public Bounds {
      Check.positive("held", held);
      Check.positive("heldPerHost", heldPerHost);
      Check.positive("inFlightPerLane", inFlightPerLane);
      Check.positive("bodyBytes", bodyBytes);
    }

    public static final Bounds DEFAULT = new Bounds(50_000, 10_000, 2048, 64 * 1024);
  }

  /**
   * When a beacon that was definitely not received is tried again.
   *
   * @param firstMs mean delay of the second try; it doubles with each further one
   * @param maxMs the longest delay that doubling gives
   * @param windowMs after the claim (or the start of the service, if that is later) tries end;
   *     {@code Retry-After} is honoured up to here
   * @param inMemoryMs a try further away than this waits in the ledger, not in memory; 0 and up
   */
  public record Retry(int firstMs, int maxMs, int windowMs, int inMemoryMs) {
    public Retry {
      Check.positive("firstMs", firstMs);
      Check.positive("maxMs", maxMs);
      Check.positive("windowMs", windowMs);
    }

    public static final Retry DEFAULT = new Retry(1000, 600_000, 3_600_000, 30_000);
  }

  /**
   * When a host is left alone.
   *
   * @param failures so many in a row without a success
   * @param firstMs how long at first; it doubles with each probe that fails
   * @param maxMs how long at most
   */
  public record Breaker(int failures, int firstMs, int maxMs) {
    public Breaker {
      Check.positive("failures", failures);
      Check.positive("firstMs", firstMs);
      Check.positive("maxMs", maxMs);
    }

    public static final Breaker DEFAULT = new Breaker(10, 1000, 30_000);
  }

  /**
   * How beacons are taken up again from the ledger.
   *
   * @param page read at once
   * @param intervalMs between looks at the ledger while something is known to wait there; grows to
   *     30 times this while nothing can be taken
   * @param minAgeMs a younger claim is left to the report that made it; 0 and up
   */
  public record Refill(int page, int intervalMs, int minAgeMs) {
    public Refill {
      Check.positive("page", page);
      Check.positive("intervalMs", intervalMs);
    }

    public static final Refill DEFAULT = new Refill(4000, 1000, 10_000);
  }
}
