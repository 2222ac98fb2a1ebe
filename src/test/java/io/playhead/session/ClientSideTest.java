package io.playhead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.ledger.MemoryLedger;
import io.playhead.testing.Await;
import io.playhead.timeline.RandomStreams;
import io.playhead.timeline.TimelineSpec;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.RandomHistory;
import io.playhead.tracking.TrackingPolicy;
import io.playhead.tracking.TrackingRules;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Sessions whose client calls the trackers: whatever happens, nobody else does. */
class ClientSideTest {
  private final List<Claim> sent = new ArrayList<>();
  private long nowMs = RandomHistory.CREATED_MS;
  private final MemoryLedger ledger = new MemoryLedger(() -> nowMs);

  private Sessions sessions() {
    return new Sessions(
        new SessionSettings(TrackingRules.DEFAULT, 3_600_000, 1000, 64, 5_000, false),
        ledger,
        (claims, device) ->
            claims.stream().filter(claim -> claim.rejected() == null).forEach(sent::add),
        new UrlMacros(Set.of(), new Random(3)),
        url -> new Addressing.Address(url, "ads.example", null),
        () -> nowMs);
  }

  @Property(tries = 2000)
  void noBeaconEver_onAnyHistory(@ForAll long seed, @ForAll TrackingPolicy policy) {
    Random random = new Random(seed);

    String session = live(random, policy, true);

    assertThat(sent).isEmpty();
    for (BeaconPage.BeaconRecord beacon : Await.get(ledger.beacons(all(session))).beacons()) {
      assertThat(beacon.state()).isEqualTo(BeaconState.SUPPRESSED);
      assertThat(beacon.reason()).isEqualTo("client-side");
      assertThat(beacon.attempts()).isEmpty();
    }
  }

  /** The same lives earn beacons where the service fires them: the property above can fail. */
  @Property(tries = 1)
  void theSameHistories_otherwiseEarnBeacons() {
    for (long seed = 0; seed < 200; seed++) {
      live(new Random(seed), TrackingPolicy.STRICT, false);
    }

    assertThat(sent).isNotEmpty();
  }

  private String live(Random random, TrackingPolicy policy, boolean clientTracking) {
    nowMs = RandomHistory.CREATED_MS;
    Sessions sessions = sessions();
    TimelineSpec stream = RandomStreams.spec(random);
    List<NewSession.FailedAd> failed =
        random.nextBoolean() ? List.of(new NewSession.FailedAd("https://e/", 303)) : List.of();
    NewSession wanted =
        new NewSession(
            SessionIds.create(nowMs, new Random(random.nextLong())),
            null,
            new SessionDetails(null, policy, -1, Map.of(), 0, clientTracking, null),
            Map.of(),
            Device.UNKNOWN,
            stream,
            List.of(),
            failed);
    Session session = Await.get(sessions.create(wanted)).session();
    for (PlayheadReport report : RandomHistory.reports(random, session.view().timeline())) {
      nowMs = Math.max(nowMs, report.arrivalMs());
      quietly(sessions.report(session, report));
      switch (random.nextInt(12)) {
        case 0 -> quietly(sessions.click(session.id(), report, random.nextBoolean()));
        case 1 ->
            quietly(
                sessions.retime(session.id(), RandomStreams.live(random), true, List.of(), failed));
        case 2 -> quietly(sessions.follow(session.id(), RandomStreams.live(random).breaks()));
        default -> {
          // Only the report.
        }
      }
    }
    quietly(sessions.stop(session.id(), null, 200));
    return session.id();
  }

  /** Some of it is refused: clicks on nothing, timelines that forget, reports after a stop. */
  private static void quietly(Future<?> asked) {
    Await.get(asked.map(done -> true).otherwise(refused -> false));
  }

  private static BeaconQuery all(String session) {
    return new BeaconQuery(
        session, null, null, null, null, null, null, 0, Long.MAX_VALUE, 1000, null);
  }
}
