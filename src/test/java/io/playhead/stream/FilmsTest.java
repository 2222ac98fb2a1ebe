package io.playhead.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.ingest.Document;
import io.playhead.ingest.FetchException;
import io.playhead.testing.Await;
import io.playhead.timeline.SegmentPlaces;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class FilmsTest {
  private static final StreamService SERVICE =
      new StreamService(
          "films",
          List.of(),
          "http://origin",
          false,
          "",
          "",
          Map.of(),
          null,
          false,
          List.of("*"),
          false,
          "",
          new StreamService.Life(120_000, 150, 600_000),
          1000);
  private static final int FILMS = 500;

  private String playlist = "#EXTM3U\n#EXTINF:4,\n1.ts\n#EXTINF:4,\n2.ts\n";
  private boolean originFails;
  private int reads;
  private long nowNs;

  private Films films(long maxBytes) {
    Manifests.Worker worker =
        new Manifests.Worker() {
          @Override
          public <T> Future<T> run(Callable<T> work) {
            throw new AssertionError("nothing here is large");
          }
        };
    StreamMeters meters = new StreamMeters(List.of(SERVICE), new SimpleMeterRegistry());
    return new Films(
        new Manifests((url, deadline, headers) -> fetch(url), 1, 9, worker, meters, () -> nowNs),
        maxBytes,
        () -> nowNs);
  }

  private Future<Document> fetch(String url) {
    reads++;
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Cache-Control", "no-store");
    return originFails
        ? Future.failedFuture(new FetchException(FetchException.Reason.TIMEOUT, "is slow"))
        : Future.succeededFuture(new Document(url, 200, headers, Buffer.buffer(playlist)));
  }

  private static SegmentPlaces segments(Films films, String query) {
    Ask ask = new Ask(SERVICE, "films", "/f.m3u8", "/f.m3u8", RawQuery.of(query), "id", false);
    return Await.get(films.of(ask).segments());
  }

  @Test
  void moreThanFitIntoMemory_areForgotten_andReadAgain() {
    Films films = films(5 * 512);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < FILMS; i++) {
        assertThat(segments(films, "n=" + i).startMs("2.ts", -1)).isEqualTo(4000);
      }
    }

    assertThat(reads).isGreaterThan(FILMS);
  }

  @Test
  void oneThatIsLargerThanMemory_isReadOnceWhileItIsAlone() {
    Films films = films(1);
    segments(films, "n=1");
    segments(films, "n=1");

    assertThat(reads).isEqualTo(1);
  }

  @Test
  void playlistThatGrows_isReadAgainWhileItIsPlayed() {
    Films films = films(1 << 20);
    segments(films, "");
    playlist += "#EXTINF:4,\n3.ts\n";
    assertThat(segments(films, "").startMs("3.ts", -1)).isNegative();
    for (int minute = 0; minute < 6; minute++) {
      nowNs += Duration.ofMinutes(1).toNanos();
      segments(films, "");
    }

    assertThat(segments(films, "").startMs("3.ts", -1)).isEqualTo(8000);
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void originThatFails_isAskedAgainAfterAWhile_notAtOnce() {
    Films films = films(1 << 20);
    originFails = true;
    segments(films, "");
    assertThat(segments(films, "").startMs("1.ts", -1)).isNegative();
    assertThat(reads).isEqualTo(1);
    originFails = false;
    nowNs += Duration.ofSeconds(11).toNanos();

    assertThat(segments(films, "").startMs("1.ts", -1)).isZero();
    assertThat(reads).isEqualTo(2);
  }
}
