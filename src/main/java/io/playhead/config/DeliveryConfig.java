package io.playhead.config;

import java.util.List;

/**
 * How beacons are sent.
 *
 * @param timeoutMs deadline of one try
 * @param ambiguous {@code drop} or {@code retry}
 * @param inDoubt {@code resend} or {@code drop}
 * @param retryForMs how long definite failures are tried again
 * @param perHostInFlight requests to one host at the same time
 * @param maxQueued beacons waiting in memory, 100 and up; 0 for a share of the heap
 * @param headers changes to the headers for some hosts, in this order
 */
public record DeliveryConfig(
    int timeoutMs,
    String ambiguous,
    String inDoubt,
    long retryForMs,
    int perHostInFlight,
    int maxQueued,
    List<HeaderConfig> headers) {
  public DeliveryConfig {
    Check.range("timeoutMs", timeoutMs, 10, 60_000);
    Check.oneOf("ambiguous", ambiguous, List.of("drop", "retry"));
    Check.oneOf("inDoubt", inDoubt, List.of("resend", "drop"));
    Check.range("retryForMs", retryForMs, 0, 86_400_000);
    Check.range("perHostInFlight", perHostInFlight, 1, 10_000);
    if (maxQueued != 0) {
      Check.range("maxQueued", maxQueued, 100, 10_000_000);
    }
    headers = List.copyOf(headers);
  }

  DeliveryConfig sizedFor(long heapBytes) {
    return new DeliveryConfig(
        timeoutMs,
        ambiguous,
        inDoubt,
        retryForMs,
        perHostInFlight,
        maxQueued == 0 ? HeapShare.beacons(heapBytes) : maxQueued,
        headers);
  }
}
