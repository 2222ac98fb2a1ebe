package io.playhead.stream;

import io.playhead.manifest.AssetList;
import io.playhead.manifest.LiveTimeline;
import io.playhead.manifest.ManifestBreak;
import io.playhead.manifest.ManifestException;
import io.playhead.manifest.ManifestSpec;
import io.playhead.manifest.ManifestTimeline;
import io.playhead.manifest.WallClock;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream as its manifest tells of it, reading after reading, for all sessions that play it.
 *
 * <p>Nobody polls: whoever asks when the last reading has become old has it read anew, and all who
 * ask meanwhile wait for that. What has changed has another version, by which a session knows
 * whether there is anything new for it.
 */
final class Channel {
  private final Supplier<Future<SharedManifest>> source;
  private final Ads ads;
  private final Manifests manifests;
  private final long freshMs;
  private final LongSupplier nowMs;
  private final LiveTimeline readings = new LiveTimeline();
  private Reading last = Reading.NONE;
  private long readAtMs = Long.MIN_VALUE / 2;
  private @Nullable Future<Reading> underWay;

  /** Finds the ads of a break. */
  interface Ads {
    /**
     * Those of a break that the manifest at a URL tells of.
     *
     * @return never fails
     */
    Future<AssetList> of(ManifestBreak adBreak, String manifestUrl);
  }

  /**
   * What is known since a reading.
   *
   * @param version goes up whenever anything changes about breaks
   * @param stream on the axis of the channel
   * @param ads of each break, by its id
   */
  record Reading(
      long version,
      ManifestTimeline stream,
      Map<String, AssetList> ads,
      Map<Long, TimelineSpec> specs) {
    private static final Reading NONE =
        new Reading(
            0,
            new ManifestTimeline(
                true, 0, ManifestTimeline.UNKNOWN, WallClock.EMPTY, List.of(), List.of()),
            Map.of(),
            Map.of());

    /**
     * The timeline of a session.
     *
     * @param zeroMs where its position 0 is on the channel's axis
     */
    TimelineSpec from(long zeroMs) {
      return specs.computeIfAbsent(
          zeroMs,
          zero ->
              ManifestSpec.of(
                  new ManifestTimeline(
                      stream.live(),
                      stream.startMs() - zero,
                      stream.endMs() < 0 ? stream.endMs() : stream.endMs() - zero,
                      stream.clock(),
                      stream.breaks().stream().map(each -> moved(each, zero)).toList(),
                      List.of()),
                  ads,
                  TimelineSpec.UNKNOWN_DURATION,
                  null));
    }

    private static ManifestBreak moved(ManifestBreak adBreak, long zeroMs) {
      return new ManifestBreak(
          adBreak.id(),
          adBreak.startMs() - zeroMs,
          adBreak.durationMs(),
          adBreak.elapsedMs(),
          adBreak.open(),
          adBreak.insertion(),
          adBreak.replacesContentMs(),
          adBreak.startEpochMs(),
          adBreak.endEpochMs(),
          adBreak.eventId(),
          adBreak.ads(),
          adBreak.trackers(),
          adBreak.assetUris(),
          adBreak.assetList());
    }
  }

  /**
   * A channel of which nothing is known yet.
   *
   * @param source its manifest as it is now
   * @param freshMs after a reading, before which it is not read again
   */
  Channel(
      Supplier<Future<SharedManifest>> source,
      Ads ads,
      Manifests manifests,
      long freshMs,
      LongSupplier nowMs) {
    this.source = source;
    this.ads = ads;
    this.manifests = manifests;
    this.freshMs = freshMs;
    this.nowMs = nowMs;
  }

  /** What was known at the last reading. */
  synchronized Reading last() {
    return last;
  }

  /**
   * What is known by a reading that is fresh.
   *
   * @return fails with the problem of the origin, after which it is not asked again for a while
   */
  synchronized Future<Reading> fresh() {
    if (underWay != null) {
      return underWay;
    }
    if (nowMs.getAsLong() - readAtMs < freshMs) {
      return Future.succeededFuture(last);
    }
    readAtMs = nowMs.getAsLong();
    Future<Reading> reading = source.get().compose(this::read).onComplete(done -> ended());
    underWay = reading.isComplete() ? null : reading;
    return reading;
  }

  private synchronized void ended() {
    underWay = null;
  }

  private Future<Reading> read(SharedManifest manifest) {
    return manifests
        .here(Manifests.isSmall(manifest), () -> take(manifest))
        .compose(stream -> withAds(manifest.url(), stream));
  }

  /** A manifest that says nothing that we understand is one of a stream without breaks. */
  private synchronized ManifestTimeline take(SharedManifest manifest) {
    try {
      return readings.read(manifest.read());
    } catch (ManifestException e) {
      ManifestTimeline before = last.stream();
      return new ManifestTimeline(
          before.live(),
          before.startMs(),
          ManifestTimeline.UNKNOWN,
          before.clock(),
          before.breaks(),
          List.of(Issue.of("manifest-unreadable", "the manifest " + e.getMessage(), null)));
    }
  }

  private Future<Reading> withAds(String url, ManifestTimeline stream) {
    Map<String, AssetList> known = last().ads();
    List<ManifestBreak> breaks = stream.breaks();
    List<Future<AssetList>> found = new ArrayList<>();
    for (ManifestBreak adBreak : breaks) {
      // What the manifest names itself may grow, and costs no request.
      AssetList before = adBreak.ads().isEmpty() ? known.get(adBreak.id()) : null;
      found.add(before != null ? Future.succeededFuture(before) : ads.of(adBreak, url));
    }
    return Future.all(found)
        .map(
            all -> {
              Map<String, AssetList> byBreak = new HashMap<>();
              for (int i = 0; i < breaks.size(); i++) {
                byBreak.put(breaks.get(i).id(), found.get(i).result());
              }
              return keep(stream, Map.copyOf(byBreak));
            });
  }

  private synchronized Reading keep(ManifestTimeline stream, Map<String, AssetList> byBreak) {
    boolean same =
        last.version() > 0
            && last.stream().live() == stream.live()
            && last.stream().breaks().equals(stream.breaks())
            && last.ads().equals(byBreak);
    last =
        new Reading(
            same ? last.version() : last.version() + 1,
            stream,
            byBreak,
            same ? last.specs() : new ConcurrentHashMap<>());
    return last;
  }
}
