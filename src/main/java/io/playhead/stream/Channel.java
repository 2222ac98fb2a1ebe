package io.playhead.stream;

import io.playhead.manifest.LiveTimeline;
import io.playhead.manifest.ManifestBreak;
import io.playhead.manifest.ManifestException;
import io.playhead.manifest.ManifestSpec;
import io.playhead.manifest.ManifestTimeline;
import io.playhead.manifest.ManifestWindow;
import io.playhead.manifest.WallClock;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
 *
 * <p>An origin that failed is left alone for a while, longer each time: one that hangs must not
 * hold up all reports again and again.
 */
final class Channel {
  private static final long FIRST_PAUSE_MS = 2000;

  /** Shorter than a break, which is not to be missed once the origin is back. */
  private static final long LONGEST_PAUSE_MS = 8000;

  /** Players begin about three segments behind the edge (RFC 8216, 6.3.3). */
  private static final long BEHIND_EDGE_MS = 18_000;

  private final Supplier<Future<SharedManifest>> source;
  private final ChannelAds ads;
  private final Manifests manifests;
  private final long freshMs;
  private final LongSupplier nowMs;
  private final LiveTimeline readings = new LiveTimeline();
  private Reading last = Reading.NONE;

  /** When the last reading began, or had failed. */
  private long sinceMs;

  /** From then on it is not read for so long. */
  private long restMs;

  private @Nullable Future<Reading> underWay;

  /** Why the last reading failed; null if it did not. */
  private @Nullable Throwable failure;

  /**
   * What is known since a reading.
   *
   * @param version goes up whenever anything changes about breaks
   * @param stream on the axis of the channel
   * @param window of the last manifest
   * @param known of the ads of each break
   */
  record Reading(
      long version,
      ManifestTimeline stream,
      ManifestWindow window,
      ChannelAds.Known known,
      Map<Long, TimelineSpec> specs) {
    /** Nothing is known. */
    static final Reading NONE =
        new Reading(
            0,
            new ManifestTimeline(
                true, 0, ManifestTimeline.UNKNOWN, WallClock.EMPTY, List.of(), List.of()),
            ManifestWindow.NONE,
            ChannelAds.Known.NOTHING,
            new ConcurrentHashMap<>());

    /** What went wrong with the ads of breaks that a session has, from its position 0 on. */
    List<Issue> issues(long zeroMs) {
      return stream.breaks().stream()
          .filter(adBreak -> adBreak.endMs() >= zeroMs)
          .flatMap(adBreak -> known.issues().getOrDefault(adBreak.id(), List.of()).stream())
          .toList();
    }

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
                  known.ads(),
                  TimelineSpec.UNKNOWN_DURATION,
                  null));
    }

    /**
     * Where on a session's stream the programme has a date; negative where that is not known.
     *
     * @param zeroMs where its position 0 is on the channel's axis
     * @param nearMs where on its stream the viewer should stand; negative before the first report
     */
    long positionMs(long zeroMs, long programmeMs, long nearMs) {
      long expectedMs = nearMs >= 0 ? zeroMs + nearMs : stream.endMs() - BEHIND_EDGE_MS;
      long onChannelMs = stream.clock().streamMs(programmeMs, expectedMs);
      return onChannelMs == Long.MIN_VALUE ? -1 : Math.max(-1, onChannelMs - zeroMs);
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
      ChannelAds.Source ads,
      Manifests manifests,
      long freshMs,
      LongSupplier nowMs) {
    this.source = source;
    this.ads = new ChannelAds(ads, nowMs);
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
  Future<Reading> fresh() {
    Promise<Reading> promise = Promise.promise();
    synchronized (this) {
      if (underWay != null) {
        return underWay;
      }
      long now = nowMs.getAsLong();
      long ageMs = now - sinceMs;
      // Where the clock was set back, nobody knows how old it is.
      if (ageMs >= 0 && ageMs < restMs) {
        return failure == null ? Future.succeededFuture(last) : Future.failedFuture(failure);
      }
      sinceMs = now;
      // Before anything can end: by then the next one may have begun, which is none of ours.
      underWay = promise.future();
    }
    Future.<Void>succeededFuture()
        .compose(begun -> source.get())
        .compose(this::read)
        .onComplete(done -> ended(done, promise));
    return promise.future();
  }

  private void ended(AsyncResult<Reading> done, Promise<Reading> promise) {
    synchronized (this) {
      underWay = null;
      failure = done.cause();
      if (failure == null) {
        restMs = freshMs;
      } else {
        sinceMs = nowMs.getAsLong();
        restMs = Math.min(Math.max(FIRST_PAUSE_MS, 2 * restMs), LONGEST_PAUSE_MS);
      }
    }
    promise.handle(done);
  }

  private Future<Reading> read(SharedManifest manifest) {
    return manifests
        .here(Manifests.isSmall(manifest), () -> take(manifest))
        .compose(taken -> ads.of(taken.stream(), manifest.url()).map(known -> keep(taken, known)));
  }

  /**
   * A manifest that says nothing that we understand is one of a stream without breaks. Read without
   * the monitor, which event loops wait for: there is one reading at a time, each behind the other.
   */
  private Taken take(SharedManifest manifest) {
    try {
      ManifestTimeline stream = readings.read(manifest.read());
      return new Taken(stream, readings.window());
    } catch (ManifestException e) {
      Reading last = last();
      ManifestTimeline before = last.stream();
      return new Taken(
          new ManifestTimeline(
              before.live(),
              before.startMs(),
              ManifestTimeline.UNKNOWN,
              before.clock(),
              before.breaks(),
              List.of(Issue.of("manifest-unreadable", "the manifest " + e.getMessage(), null))),
          last.window());
    }
  }

  private record Taken(ManifestTimeline stream, ManifestWindow window) {}

  private synchronized Reading keep(Taken taken, ChannelAds.Known known) {
    ManifestTimeline stream = taken.stream();
    boolean same =
        last.version() > 0
            && last.stream().live() == stream.live()
            && last.stream().breaks().equals(stream.breaks())
            && last.known().equals(known);
    last =
        new Reading(
            same ? last.version() : last.version() + 1,
            stream,
            taken.window(),
            known,
            same ? last.specs() : new ConcurrentHashMap<>());
    return last;
  }
}
