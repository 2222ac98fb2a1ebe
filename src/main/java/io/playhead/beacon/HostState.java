package io.playhead.beacon;

/**
 * How delivery stands with one host.
 *
 * @param host with its port if the URLs name one
 * @param inFlight requests under way
 * @param limit requests that may be under way at present
 * @param waiting beacons that wait in memory for their turn
 * @param openUntilMs epoch milliseconds of the next probe of a host that is left alone; 0 for
 *     others
 */
public record HostState(
    String host, int inFlight, int limit, int waiting, Breaker breaker, long openUntilMs) {

  /** Whether a host is sent to. */
  public enum Breaker {
    /** It is sent to. */
    CLOSED,
    /** It failed, and is left alone for a while. */
    OPEN,
    /** One request is under way to see whether it is back. */
    PROBING
  }

  static HostState of(HostQueue host) {
    HostLimiter limiter = host.limiter;
    Breaker breaker =
        !limiter.isOpen() ? Breaker.CLOSED : limiter.isProbing() ? Breaker.PROBING : Breaker.OPEN;
    return new HostState(
        host.key,
        limiter.inFlight(),
        limiter.limit(),
        host.waiting.size(),
        breaker,
        limiter.isOpen() ? limiter.openUntilMs() : 0);
  }
}
