package io.playhead.beacon;

import java.util.List;

/** Settings for tests: quick retries, two lanes, otherwise the defaults. */
final class SettingsBuilder {
  int timeoutMs = 3000;
  int perHostInFlight = 64;
  DeliverySettings.Ambiguous ambiguous = DeliverySettings.Ambiguous.DROP;
  DeliverySettings.InDoubt inDoubt = DeliverySettings.InDoubt.RESEND;
  List<HeaderRule> headers = List.of();
  DeliverySettings.Bounds bounds = DeliverySettings.Bounds.DEFAULT;
  DeliverySettings.Retry retry = new DeliverySettings.Retry(50, 400, 60_000, 5000);
  DeliverySettings.Breaker breaker = new DeliverySettings.Breaker(10, 50, 200);
  DeliverySettings.Refill refill = new DeliverySettings.Refill(100, 50, 200);

  SettingsBuilder timeoutMs(int value) {
    timeoutMs = value;
    return this;
  }

  SettingsBuilder retryAmbiguous() {
    ambiguous = DeliverySettings.Ambiguous.RETRY;
    return this;
  }

  SettingsBuilder dropInDoubt() {
    inDoubt = DeliverySettings.InDoubt.DROP;
    return this;
  }

  SettingsBuilder headers(HeaderRule... rules) {
    headers = List.of(rules);
    return this;
  }

  SettingsBuilder bounds(int held, int heldPerHost) {
    bounds = new DeliverySettings.Bounds(held, heldPerHost, 2048, 64 * 1024);
    return this;
  }

  SettingsBuilder retry(int firstMs, int maxMs, int windowMs, int inMemoryMs) {
    retry = new DeliverySettings.Retry(firstMs, maxMs, windowMs, inMemoryMs);
    return this;
  }

  /** Sweeps come this far apart; what is sent between them was gone on with. */
  SettingsBuilder sweepEveryMs(int value) {
    refill = new DeliverySettings.Refill(refill.page(), value, refill.minAgeMs());
    return this;
  }

  DeliverySettings build() {
    return new DeliverySettings(
        timeoutMs,
        2,
        perHostInFlight,
        ambiguous,
        inDoubt,
        "Playhead",
        headers,
        bounds,
        retry,
        breaker,
        refill);
  }
}
