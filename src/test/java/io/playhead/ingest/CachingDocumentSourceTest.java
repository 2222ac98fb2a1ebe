package io.playhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachingDocumentSourceTest {
  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicLong nowNanos = new AtomicLong();

  private static Document document(int status, String cacheControl) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (cacheControl != null) {
      headers.add("cache-control", cacheControl);
    }
    return new Document("http://ads.test/", status, headers, Buffer.buffer("x"));
  }

  private CachingDocumentSource caching(String cacheControl) {
    DocumentSource source =
        (url, deadline, headers) -> {
          fetches.incrementAndGet();
          return Future.succeededFuture(document(200, cacheControl));
        };
    return new CachingDocumentSource(source, 1 << 20, nowNanos::get);
  }

  private void fetch(CachingDocumentSource source, Map<String, String> headers) {
    assertThat(source.fetch("http://ads.test/", Deadline.in(1000), headers).succeeded()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | max-age=60 | 60",
        "200 | public, Max-Age=\"60\" | 60",
        "200 | max-age=60, s-maxage=5 | 5",
        "200 | max-age=999999 | 3600",
        "200 | private, max-age=60 | 0",
        "200 | no-store, max-age=60 | 0",
        "200 | max-age=-1 | 0",
        "200 | max-age=soon | 0",
        "200 | | 0",
        "204 | max-age=60 | 0",
        "404 | max-age=60 | 0",
      })
  void maxAgeSeconds_onlyWhatTheServerSays(int status, String cacheControl, long expected) {
    assertThat(CachingDocumentSource.maxAgeSeconds(document(status, cacheControl)))
        .isEqualTo(expected);
  }

  @Test
  void fetch_cacheable_keptUntilItIsTooOld() {
    CachingDocumentSource source = caching("max-age=60");
    fetch(source, Map.of());
    nowNanos.set(Duration.ofSeconds(59).toNanos());
    fetch(source, Map.of());
    assertThat(fetches).hasValue(1);
    nowNanos.set(Duration.ofSeconds(61).toNanos());
    fetch(source, Map.of());
    assertThat(fetches).hasValue(2);
  }

  @Test
  void fetch_otherViewer_isAnotherDocument() {
    CachingDocumentSource source = caching("max-age=60");
    fetch(source, Map.of("X-Device-IP", "203.0.113.7"));
    fetch(source, Map.of("X-Device-IP", "203.0.113.8"));
    assertThat(fetches).hasValue(2);
  }

  @Test
  void fetch_notCacheable_isFetchedEachTime() {
    CachingDocumentSource source = caching(null);
    fetch(source, Map.of());
    fetch(source, Map.of());
    assertThat(fetches).hasValue(2);
  }
}
