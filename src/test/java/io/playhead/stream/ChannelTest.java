package io.playhead.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.ingest.Document;
import io.playhead.ingest.ManifestResolver.BreakAds;
import io.playhead.manifest.AssetList;
import io.playhead.stream.Channel.Reading;
import io.playhead.timeline.Issue;
import io.playhead.timeline.SampleAds;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** When a channel is read, by a clock that the test moves, from an origin that the test is. */
class ChannelTest {
  private static final long FRESH_MS = 1000;
  private static final String IN_A_BREAK =
      "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-CUE-OUT:30\n#EXTINF:6,\n1.ts\n";

  private final List<Promise<SharedManifest>> asked = new ArrayList<>();
  private final List<Boolean> locked = new ArrayList<>();
  private long nowMs = 1_790_000_000_000L;
  private ChannelAds.Source ads =
      (adBreak, url) ->
          Future.succeededFuture(new BreakAds(AssetList.NONE, List.of(), List.of(), false));
  private final Channel channel =
      new Channel(
          this::ask,
          (adBreak, url) -> ads.of(adBreak, url),
          new Manifests(
              (url, deadline, headers) -> Future.failedFuture("unused"),
              1 << 20,
              9,
              new Manifests.Worker() {
                @Override
                public <T> Future<T> run(Callable<T> work) {
                  throw new AssertionError("nothing here is large");
                }
              },
              new StreamMeters(List.of(), new SimpleMeterRegistry()),
              () -> 0),
          FRESH_MS,
          () -> nowMs);

  private Future<SharedManifest> ask() {
    locked.add(Thread.holdsLock(channel));
    asked.add(Promise.promise());
    return newest().future();
  }

  private Promise<SharedManifest> newest() {
    return asked.get(asked.size() - 1);
  }

  private void answer() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    newest()
        .complete(
            SharedManifest.of(
                new Document("http://o/news", 200, headers, Buffer.buffer(IN_A_BREAK))));
  }

  /** Asks the origin, which hangs for a while and then fails. */
  private void failsAfter(long ms) {
    Future<Reading> fresh = channel.fresh();
    nowMs += ms;
    newest().fail("timeout");
    assertThat(fresh.failed()).isTrue();
  }

  /** How long it is left alone from now on. */
  private long pauseMs() {
    int before = asked.size();
    long fromMs = nowMs;
    while (channel.fresh().isComplete()) {
      nowMs += 500;
    }
    assertThat(asked).hasSize(before + 1);
    return nowMs - fromMs;
  }

  @Test
  void whoAskMeanwhile_shareOneReading_whichIsFreshForAWhile() {
    Future<Reading> first = channel.fresh();
    Future<Reading> second = channel.fresh();
    answer();

    assertThat(first.result()).isSameAs(second.result());
    assertThat(first.result().stream().breaks()).hasSize(1);
    assertThat(pauseMs()).isEqualTo(FRESH_MS);
  }

  @Test
  void originThatHangs_isLeftAloneFromWhenItFailed_longerEachTime() {
    failsAfter(5000);
    assertThat(channel.fresh().cause()).hasMessage("timeout");
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      pauses.add(pauseMs());
      failsAfter(5000);
    }

    assertThat(pauses).containsExactly(2000L, 4000L, 8000L, 8000L);
  }

  @Test
  void originThatIsBack_isReadAsBefore() {
    failsAfter(5000);
    pauseMs();
    failsAfter(5000);
    pauseMs();
    answer();

    assertThat(pauseMs()).isEqualTo(FRESH_MS);
    failsAfter(0);
    assertThat(pauseMs()).isEqualTo(2000);
  }

  @Test
  void clockThatIsSetBack_keepsNoReadingFresh_andNoOriginLeftAlone() {
    channel.fresh();
    answer();
    nowMs -= 3_600_000;
    assertThat(pauseMs()).isZero();

    failsAfter(0);
    nowMs -= 3_600_000;
    assertThat(pauseMs()).isZero();
  }

  /** Event loops wait for its monitor. */
  @Test
  void reading_isDoneWithoutTheMonitor() {
    channel.fresh();

    assertThat(locked).containsExactly(false);
  }

  @Test
  void adsWhoseSourceThrows_areAskedForAgain() {
    ads =
        (adBreak, url) -> {
          throw new IllegalStateException("a bad address?secret=1");
        };
    Future<Reading> without = channel.fresh();
    answer();
    assertThat(without.result().issues(0))
        .extracting(Issue::detail)
        .containsExactly("the ads of break cue-0: could not be asked for");

    AssetList found = new AssetList(List.of(SampleAds.ad("a", 30_000)), List.of());
    ads =
        (adBreak, url) -> Future.succeededFuture(new BreakAds(found, List.of(), List.of(), false));
    nowMs += FRESH_MS;
    Future<Reading> with = channel.fresh();
    answer();

    assertThat(with.result().known().ads()).containsEntry("cue-0", found);
    assertThat(with.result().issues(0)).isEmpty();
  }
}
