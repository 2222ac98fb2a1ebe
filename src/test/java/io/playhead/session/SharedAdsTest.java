package io.playhead.session;

import static io.playhead.ingest.AdServer.inLine;
import static io.playhead.ingest.AdServer.vast;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.ingest.AdRequest;
import io.playhead.ingest.AdResolver;
import io.playhead.ingest.Deadline;
import io.playhead.ingest.FetchException;
import io.playhead.ingest.ParsedDocuments;
import io.playhead.ledger.MemoryLedger;
import io.playhead.session.Addressing.Address;
import io.playhead.timeline.Ad;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.TimelineSpec;
import io.playhead.tracking.TrackingRules;
import io.playhead.vast.VastReader;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A million viewers of the same ads must not mean a million copies of them. */
class SharedAdsTest {
  private final AtomicInteger ids = new AtomicInteger();

  private final AdResolver resolver =
      new AdResolver(
          (url, deadline, headers) ->
              Future.failedFuture(new FetchException(FetchException.Reason.UNREACHABLE, url)),
          new ParsedDocuments(1 << 20));

  private final Sessions sessions =
      new Sessions(
          new SessionSettings(TrackingRules.DEFAULT, 60_000, 100, 10, 1_000, false),
          new MemoryLedger(() -> 1_700_000_000_000L),
          (claims, device) -> {},
          new UrlMacros(Set.of(), () -> 0),
          url -> new Address(url, "t.test", null),
          () -> 1_700_000_000_000L);

  private Session session(String document) {
    List<Ad> ads =
        resolver
            .resolve(VastReader.bytesOf(document), AdRequest.of(tag -> tag, Deadline.in(60_000)))
            .result()
            .ads();
    BreakSpec adBreak = BreakSpec.of("pre", new BreakSpec.Place.Content(0), ads);
    SessionDetails details = new SessionDetails(null, null, SessionDetails.NO_EPOCH, Map.of());
    return sessions
        .create(
            new NewSession(
                SessionIds.create(1_700_000_000_000L, new Random(ids.incrementAndGet())),
                null,
                details,
                Map.of(),
                Device.UNKNOWN,
                new TimelineSpec(false, 60_000, List.of(adBreak)),
                List.of(),
                List.of()))
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .session();
  }

  @Test
  void create_sameAds_fromTheSecondOnShareOneTimeline() {
    Session first = session(vast(inLine("a")));
    Session one = session(vast(inLine("a")));
    Session other = session(vast(inLine("a")));
    Session different = session(vast(inLine("b")));

    assertThat(one.id()).isNotEqualTo(other.id());
    assertThat(one.view().ads()).isInstanceOf(SharedTimeline.class);
    assertThat(one.view().timeline()).isSameAs(other.view().timeline());
    assertThat(one.view().timeline()).isNotSameAs(different.view().timeline());
    assertThat(first.view().ads()).isInstanceOf(PersonalTimeline.class);
    assertThat(first.view().ads().whole().spec()).isEqualTo(one.view().timeline().spec());
  }
}
