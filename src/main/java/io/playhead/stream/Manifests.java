package io.playhead.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.playhead.http.Problem;
import io.playhead.ingest.CachingDocumentSource;
import io.playhead.ingest.Deadline;
import io.playhead.ingest.Document;
import io.playhead.ingest.DocumentSource;
import io.playhead.ingest.FetchException;
import io.playhead.manifest.ManifestException;
import io.playhead.session.UrlMacros;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Manifests from the origins of services.
 *
 * <p>Whoever asks while a manifest is under way waits for the same fetch, and it is kept for as
 * long as its origin says. Each service has only so many under way: an origin that hangs holds up
 * none of the others. What an origin does wrong is the player's 502 or 504.
 */
final class Manifests {
  /** Where the origin says nothing: no player asks again sooner. */
  private static final long UNSAID_MS = 1000;

  /** What is read and written anew in no time, and not worth a change of threads. */
  private static final int SMALL_BYTES = 32 * 1024;

  private final DocumentSource source;
  private final int maxUnderWay;
  private final Worker worker;
  private final StreamMeters meters;
  private final Cache<Key, Kept> kept;
  private final Map<Key, Future<SharedManifest>> underWay = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> countByService = new ConcurrentHashMap<>();

  private record Key(String service, String url) {}

  private record Kept(SharedManifest manifest, long ageMs) {}

  /** Does work that would hold up an event loop. */
  interface Worker {
    <T> Future<T> run(Callable<T> work);

    /** Off the event loops, several at a time. */
    static Worker of(Vertx vertx) {
      return new Worker() {
        @Override
        public <T> Future<T> run(Callable<T> work) {
          return vertx.executeBlocking(work, false);
        }
      };
    }
  }

  /**
   * Sets up.
   *
   * @param maxBytes of memory for what is kept, roughly
   * @param maxUnderWay fetches for one service at the same time
   */
  Manifests(
      DocumentSource source,
      long maxBytes,
      int maxUnderWay,
      Worker worker,
      StreamMeters meters,
      Ticker ticker) {
    this.source = source;
    this.maxUnderWay = maxUnderWay;
    this.worker = worker;
    this.meters = meters;
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((Key key, Kept value) -> value.manifest().weight())
            .expireAfter(Expiry.creating((Key key, Kept value) -> Duration.ofMillis(value.ageMs())))
            .scheduler(Scheduler.systemScheduler())
            .ticker(ticker)
            .build();
  }

  /**
   * A manifest of a service.
   *
   * @return fails with a problem that tells the player of the origin's trouble
   */
  Future<SharedManifest> get(StreamService service, String url) {
    Key key = new Key(service.name(), url);
    Kept known = kept.getIfPresent(key);
    if (known != null) {
      meters.shared(service);
      return Future.succeededFuture(known.manifest());
    }
    Promise<SharedManifest> promise = Promise.promise();
    Future<SharedManifest> earlier = underWay.putIfAbsent(key, promise.future());
    if (earlier != null) {
      meters.shared(service);
      return earlier;
    }
    // A fetch that has ended since the first look was kept before it was no longer under way.
    Kept meanwhile = kept.getIfPresent(key);
    (meanwhile != null ? Future.succeededFuture(meanwhile.manifest()) : fetch(service, key))
        .onComplete(
            done -> {
              underWay.remove(key);
              promise.handle(done);
            });
    return promise.future();
  }

  /** The manifest that tells of segments and ads: of a multivariant playlist, its first one. */
  Future<SharedManifest> media(StreamService service, String url) {
    return get(service, url)
        .compose(
            manifest -> {
              String playlist;
              try {
                playlist = manifest.firstPlaylist();
              } catch (ManifestException e) {
                return bad("the manifest of the origin " + e.getMessage());
              }
              if (playlist == null) {
                return Future.succeededFuture(manifest);
              }
              return service.covers(playlist)
                  ? get(service, playlist)
                  : bad("the manifest of the origin leads to another one");
            });
  }

  /** A manifest whose links lead where they should. */
  Future<LinkedManifest> linked(SharedManifest manifest, Ask ask, StreamPaths paths) {
    return manifest
        .linked(
            ask.requestPath(), work -> here(isSmall(manifest), work), url -> paths.links(ask, url))
        .recover(
            failure ->
                failure instanceof IllegalArgumentException
                    ? bad("the manifest of the origin " + failure.getMessage())
                    : Future.failedFuture(failure));
  }

  /** Where what becomes of a service's requests is counted. */
  StreamMeters meters() {
    return meters;
  }

  static boolean isSmall(SharedManifest manifest) {
    return manifest.weight() <= 3 * SMALL_BYTES;
  }

  /** Does work at once if it is small. */
  <T> Future<T> here(boolean small, Callable<T> work) {
    if (!small) {
      return worker.run(work);
    }
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  private Future<SharedManifest> fetch(StreamService service, Key key) {
    AtomicInteger count =
        countByService.computeIfAbsent(key.service(), name -> new AtomicInteger());
    if (count.incrementAndGet() > maxUnderWay) {
      count.decrementAndGet();
      meters.fetched(service, StreamMeters.Fetch.REFUSED);
      return Future.failedFuture(
          Problem.of(503, "Origin busy", "too many manifests of this service are under way")
              .exception());
    }
    return source
        .fetch(
            key.url(),
            Deadline.in(service.timeoutMs()),
            Map.of("User-Agent", UrlMacros.SERVER_USER_AGENT))
        .onComplete(done -> count.decrementAndGet())
        .recover(failure -> Future.failedFuture(problem(service, failure)))
        .compose(document -> read(service, document).map(read -> keep(key, document, read)));
  }

  private SharedManifest keep(Key key, Document document, SharedManifest manifest) {
    long ageMs =
        document.headers().contains("Cache-Control")
            ? 1000 * CachingDocumentSource.maxAgeSeconds(document)
            : UNSAID_MS;
    if (ageMs > 0) {
      kept.put(key, new Kept(manifest, ageMs));
    }
    return manifest;
  }

  private Future<SharedManifest> read(StreamService service, Document document) {
    if (document.status() != 200) {
      meters.fetched(service, StreamMeters.Fetch.STATUS);
      return bad("the origin answered " + document.status());
    }
    return here(document.body().length() <= SMALL_BYTES, () -> SharedManifest.of(document))
        .compose(
            manifest -> {
              meters.fetched(
                  service, manifest == null ? StreamMeters.Fetch.TYPE : StreamMeters.Fetch.OK);
              return manifest == null
                  ? bad("the origin answered something that is neither HLS nor DASH")
                  : Future.succeededFuture(manifest);
            });
  }

  private Throwable problem(StreamService service, Throwable failure) {
    if (!(failure instanceof FetchException fetch)) {
      return failure;
    }
    boolean late = fetch.reason() == FetchException.Reason.TIMEOUT;
    meters.fetched(service, late ? StreamMeters.Fetch.TIMEOUT : StreamMeters.Fetch.BROKEN);
    return Problem.of(
            late ? 504 : 502,
            late ? "Origin too slow" : "Bad origin",
            "the origin: " + fetch.getMessage())
        .exception(failure);
  }

  private static <T> Future<T> bad(String detail) {
    return Future.failedFuture(Problem.of(502, "Bad origin", detail).exception());
  }
}
