package io.playhead.beacon;

import io.playhead.session.Ledger;
import io.vertx.core.http.HttpClient;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What all lanes share. Everything in it is thread-safe. */
record LaneContext(
    DeliverySettings settings,
    HttpClient client,
    EgressGuard guard,
    Ledger ledger,
    Held held,
    UnderWay underWay,
    Backlog backlog,
    RetryPolicy retryPolicy,
    DeliveryMeters meters,
    LongSupplier nowMs,
    RandomGenerator random) {

  Exchange.Wire wire() {
    return new Exchange.Wire(
        client,
        guard,
        new DeviceHeaders(settings.userAgent(), settings.headers()),
        settings.timeoutMs(),
        settings.bounds().bodyBytes());
  }
}
