package io.playhead.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.playhead.http.Problem;
import io.playhead.manifest.HlsPlaylist.Multivariant;
import io.playhead.manifest.HlsPlaylist.Variant;
import io.playhead.manifest.LiveTimeline;
import io.playhead.manifest.Manifest;
import io.playhead.manifest.ManifestException;
import io.playhead.session.LiveFeed;
import io.playhead.session.Session;
import io.playhead.timeline.SegmentPlaces;
import io.playhead.timeline.SegmentRun;
import io.playhead.timeline.SegmentStarts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the segments of streams with an end begin, once for all sessions that play them.
 *
 * <p>Nobody's manifest is read for it before somebody's player tells of the segments it asks for.
 * What has not been asked for in a while, or is too much, is forgotten, and read again when it is.
 */
final class Films {
  /** Playlists of a multivariant one: players change between them. */
  private static final int MOST_PLAYLISTS = 8;

  /** A segment that is known takes about as much memory. */
  private static final int BYTES_OF_A_SEGMENT = 512;

  /** A playlist may grow while somebody plays it. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  /** An origin that fails is not asked again at each report. */
  private static final Duration FAILED = Duration.ofSeconds(10);

  private final Manifests manifests;
  private final Cache<Key, Film> films = Caffeine.newBuilder().weakValues().build();
  private final Cache<Key, SegmentStarts> known;
  private final Cache<Key, Future<SegmentPlaces>> unknown; // being read, or failed

  private record Key(String service, String url) {}

  /**
   * Knows none.
   *
   * @param maxBytes of memory for them, roughly
   */
  Films(Manifests manifests, long maxBytes, Ticker ticker) {
    this.manifests = manifests;
    // One that is larger than the bound is kept when it is alone.
    long most = Math.max(1, maxBytes / BYTES_OF_A_SEGMENT);
    known =
        Caffeine.newBuilder()
            .maximumWeight(most)
            .weigher((Key key, SegmentStarts starts) -> (int) Math.min(most, 1 + count(starts)))
            .expireAfterWrite(KEPT)
            .ticker(ticker)
            .build();
    unknown =
        Caffeine.newBuilder().maximumSize(1000).expireAfterWrite(FAILED).ticker(ticker).build();
  }

  private static int count(SegmentStarts starts) {
    return starts.runs().stream().mapToInt(run -> 1 + run.startsMs().size()).sum();
  }

  /** The film that is asked for; one object for all who play it. */
  LiveFeed of(Ask ask) {
    return of(ask.service(), ask.channelUrl());
  }

  /** The film at an address. */
  LiveFeed of(StreamService service, String url) {
    return films.get(new Key(service.name(), url), key -> new Film(service, key));
  }

  /** What sessions of one film hold. */
  private final class Film implements LiveFeed {
    private final StreamService service;
    private final Key key;

    Film(StreamService service, Key key) {
      this.service = service;
      this.key = key;
    }

    @Override
    public @Nullable Future<?> bring(Session session) {
      return null; // all breaks are known from the beginning
    }

    @Override
    public long positionMs(long programmeMs, long nearMs) {
      return -1;
    }

    @Override
    public Future<SegmentPlaces> segments() {
      SegmentStarts starts = known.getIfPresent(key);
      return starts != null ? Future.succeededFuture(starts) : learn(service, key);
    }
  }

  /** Reads a film, once for all who ask at the same time. */
  private Future<SegmentPlaces> learn(StreamService service, Key key) {
    Promise<SegmentPlaces> promise = Promise.promise();
    Future<SegmentPlaces> earlier = unknown.asMap().putIfAbsent(key, promise.future());
    if (earlier != null) {
      return earlier;
    }
    read(service, key)
        .onComplete(
            done -> {
              if (done.succeeded()) {
                known.put(key, done.result());
                unknown.asMap().remove(key, promise.future());
              }
              promise.complete(done.succeeded() ? done.result() : SegmentPlaces.NONE);
            });
    return promise.future();
  }

  private Future<SegmentStarts> read(StreamService service, Key key) {
    return manifests
        .get(service, key.url())
        .compose(manifest -> playlists(service, manifest))
        .compose(found -> manifests.here(isSmall(found), () -> joined(found)));
  }

  private static boolean isSmall(List<SharedManifest> manifests) {
    return manifests.size() == 1 && Manifests.isSmall(manifests.get(0));
  }

  /** The manifests that name segments; those of them that can be had. */
  private Future<List<SharedManifest>> playlists(StreamService service, SharedManifest manifest) {
    List<Future<SharedManifest>> asked = new ArrayList<>();
    try {
      if (manifest.firstPlaylist() == null) {
        return Future.succeededFuture(List.of(manifest));
      }
      for (Variant variant : ((Multivariant) manifest.read()).variants()) {
        String url = Links.absolute(manifest.url(), variant.uri());
        if (asked.size() < MOST_PLAYLISTS && service.covers(url)) {
          asked.add(manifests.get(service, url));
        }
      }
    } catch (ManifestException e) {
      return Future.failedFuture(e);
    }
    return asked.isEmpty()
        ? Future.failedFuture(Problem.of(502, "Bad origin", "has no playlists").exception())
        : Future.join(asked)
            .transform(
                done ->
                    Future.succeededFuture(
                        asked.stream().filter(Future::succeeded).map(Future::result).toList()));
  }

  private static SegmentStarts joined(List<SharedManifest> manifests) throws ManifestException {
    Set<SegmentRun> runs = new LinkedHashSet<>(); // playlists may have segments in common
    int starts = 0;
    for (SharedManifest each : manifests) {
      Manifest manifest = each.read();
      LiveTimeline reading = new LiveTimeline();
      reading.read(manifest);
      SegmentStarts of = reading.segmentStarts();
      int more = of.runs().stream().mapToInt(run -> run.startsMs().size()).sum();
      if (starts + more <= SegmentStarts.MAX_STARTS) {
        runs.addAll(of.runs());
        starts += more;
      }
    }
    return SegmentStarts.of(List.copyOf(runs));
  }
}
