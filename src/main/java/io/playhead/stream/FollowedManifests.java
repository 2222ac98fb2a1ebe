package io.playhead.stream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.http.AdRequests;
import io.playhead.ingest.DocumentSource;
import io.playhead.ingest.LiveManifests;
import io.playhead.ingest.LivePolls.LiveBreaks;
import io.playhead.ingest.ManifestResolver;
import io.playhead.ingest.ResolvedTimeline;
import io.playhead.ingest.TimelineRequest;
import io.playhead.session.LiveSource;
import io.playhead.session.Session;
import io.playhead.stream.Channel.Reading;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Live manifests that callers named for sessions of their own: channels as those behind the front
 * door, of a service that has no origin. Sessions that name the same manifest and ad source follow
 * one channel, and those that name the same manifest share its fetches.
 */
public final class FollowedManifests implements LiveManifests {
  private static final Issue LOST =
      Issue.of(
          "manifest-without-dates",
          "since this service began anew nothing tells where the session is on its stream; it keeps"
              + " the breaks that it has",
          "/manifestUrl");

  private final StreamService service;
  private final Channels channels;

  private FollowedManifests(StreamService service, Channels channels) {
    this.service = service;
    this.channels = channels;
  }

  /**
   * Sets up without following any.
   *
   * @param documents fetches manifests from wherever sessions may have them from
   * @param timeoutMs for a manifest
   */
  public static FollowedManifests open(
      FrontDoor.Bounds bounds,
      Vertx vertx,
      DocumentSource documents,
      int timeoutMs,
      ManifestResolver breakAds,
      AdRequests adRequests,
      MeterRegistry meters,
      LongSupplier nowMs) {
    StreamService service = anywhere(timeoutMs);
    Manifests manifests =
        new Manifests(
            (url, deadline, headers) ->
                documents.fetch(adRequests.anonymous().macros().apply(url, ""), deadline, headers),
            bounds.keptBytes(),
            bounds.underWay(),
            Manifests.Worker.of(vertx),
            new StreamMeters(List.of(service), meters),
            Ticker.systemTicker());
    return new FollowedManifests(service, new Channels(manifests, breakAds, adRequests, nowMs));
  }

  /** In metrics it goes by the field that the manifests stand in. */
  private static StreamService anywhere(int timeoutMs) {
    return new StreamService(
        "manifestUrl",
        List.of(),
        "",
        true,
        "",
        "",
        Map.of(),
        null,
        false,
        List.of(),
        false,
        "",
        new StreamService.Life(0, 0, 0),
        timeoutMs);
  }

  @Override
  public boolean knows(LiveSource source) {
    Reading known = channels.known(service, source.url(), adSource(source));
    return known.version() > 0 && known.stream().live();
  }

  @Override
  public Joining join(LiveSource source, TimelineRequest request) {
    Channel channel = channel(source);
    Anchor anchor = new Anchor(channel, true);
    return new Joining(read(channel).map(reading -> timeline(reading, anchor, request)), anchor);
  }

  private Channel channel(LiveSource source) {
    return channels.of(service, source.url(), adSource(source));
  }

  private static String adSource(LiveSource source) {
    return source.adSource() == null ? "" : source.adSource();
  }

  /** Where the origin fails, what was known before is as good as it gets. */
  private static Future<Reading> read(Channel channel) {
    return channel
        .fresh()
        .recover(
            failure -> {
              Reading last = channel.last();
              return last.version() > 0
                  ? Future.succeededFuture(last)
                  : Future.failedFuture(failure);
            });
  }

  private static ResolvedTimeline timeline(
      Reading reading, Anchor anchor, TimelineRequest request) {
    long zeroMs = anchor.zeroMs(reading, request.epochMs(), 0);
    List<Issue> issues = new ArrayList<>(reading.stream().issues());
    issues.addAll(reading.issues(zeroMs));
    return new ResolvedTimeline(
        new TimelineSpec(
            reading.stream().live(),
            request.contentDurationMs(),
            reading.from(zeroMs).breaks(),
            reading.window().segmentsFrom().apply(zeroMs)),
        issues,
        List.of(),
        reading.stream().clock().epochMs(zeroMs));
  }

  @Override
  public Future<LiveBreaks> ask(LiveSource source) {
    Channel channel = channel(source);
    return channel.fresh().map(reading -> new Told(channel, reading));
  }

  /** What a reading tells each session. */
  private record Told(Channel channel, Reading reading) implements LiveBreaks {
    @Override
    public @Nullable List<BreakSpec> on(Session session) {
      long zeroMs = zeroMs(session);
      return zeroMs == Anchor.NOWHERE ? null : reading.from(zeroMs).breaks();
    }

    @Override
    public List<Issue> issues(Session session) {
      long zeroMs = zeroMs(session);
      return zeroMs == Anchor.NOWHERE ? List.of(LOST) : reading.issues(zeroMs);
    }

    @Override
    public long paceMs() {
      return reading.stream().live() ? reading.window().paceMs() : Long.MAX_VALUE;
    }

    private long zeroMs(Session session) {
      long standsMs = Math.max(0, session.view().progress().positionMs());
      return anchor(session).zeroMs(reading, session.details().epochMs(), standsMs);
    }

    /** A session that came back from the ledger has none, nor one whose channel was let go. */
    private Anchor anchor(Session session) {
      if (session.feed() instanceof Anchor known && known.isOn(channel)) {
        return known;
      }
      Anchor anchor = new Anchor(channel, false);
      session.feedFrom(anchor);
      return anchor;
    }
  }
}
