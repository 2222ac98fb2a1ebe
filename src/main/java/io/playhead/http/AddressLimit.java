package io.playhead.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Lets only so many requests from one client address pass. */
public final class AddressLimit implements Handler<RoutingContext> {
  private final RateLimit requests;
  private final ClientAddress addresses;
  private final Refusals refusals;

  public AddressLimit(RateLimit requests, ClientAddress addresses, Refusals refusals) {
    this.requests = requests;
    this.addresses = addresses;
    this.refusals = refusals;
  }

  /** Whether there is a limit at all. */
  boolean isOn() {
    return requests.isOn();
  }

  @Override
  public void handle(RoutingContext context) {
    pass(context.request());
    context.next();
  }

  /**
   * Lets a request pass.
   *
   * @throws ProblemException 429
   */
  void pass(HttpServerRequest request) {
    long waitNs = requests.isOn() ? requests.take(addresses.keyOf(request), 1) : 0;
    if (waitNs > 0) {
      throw refusals.tooMany(
          Refusals.Reason.ADDRESS_RATE, "too many requests from this address", waitNs);
    }
  }
}
