package io.playhead.ops;

import io.playhead.http.Keys;
import io.playhead.http.Problem;
import io.playhead.http.PublicApi.Resource;
import io.playhead.http.Query;
import io.playhead.session.BeaconQuery;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What happens to beacons, live, as server-sent events. */
public final class TailResource implements Resource {
  private static final int MOST_TAILS = 32;

  private final BeaconFeed feed;
  private final Keys opsKeys;

  /** Tells event numbers of this process from those of another. */
  private final String run;

  private final AtomicInteger open = new AtomicInteger();

  /**
   * Sets up.
   *
   * @param run differs from one start of the service to the next
   */
  public TailResource(BeaconFeed feed, String run, Keys opsKeys) {
    this.feed = feed;
    this.run = run;
    this.opsKeys = opsKeys;
  }

  /** How many are open. */
  public int countOpen() {
    return open.get();
  }

  @Override
  public void addTo(Router router) {
    opsKeys.guard(router.get("/v1/beacons/tail")).handler(this::tail);
  }

  private void tail(RoutingContext context) {
    Query query =
        Query.of(context, Set.of("session", "break", "ad", "campaign", "event", "state", "host"));
    BeaconQuery what = BeaconFilters.all(query);
    if (open.incrementAndGet() > MOST_TAILS) {
      open.decrementAndGet();
      throw Problem.of(503, "Too many tails", "at most " + MOST_TAILS + " may be open").exception();
    }
    Tail tail = new Tail(context.vertx(), context.response(), feed, what, run);
    // Else a stop would wait for tails until its time is over.
    HttpConnection connection = context.request().connection();
    connection.shutdownHandler(stop -> tail.end());
    context.response().closeHandler(closed -> tail.close());
    tail.onClose(open::decrementAndGet);
    tail.begin(context.request().getHeader("Last-Event-ID"));
  }
}
