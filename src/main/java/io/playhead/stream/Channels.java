package io.playhead.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.http.AdRequests;
import io.playhead.ingest.AdRequest;
import io.playhead.ingest.AdTemplate;
import io.playhead.ingest.ManifestResolver;
import io.playhead.ingest.ManifestResolver.BreakAds;
import io.playhead.manifest.ManifestBreak;
import io.playhead.stream.Channel.Reading;
import io.playhead.stream.StreamMeters.Ads;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The live channels that somebody plays, and readings of streams with an end. */
final class Channels {
  private static final int MOST = 10_000;
  private static final Duration KEPT = Duration.ofMinutes(10);

  /** Half of what segments have at least, so that no reading of a player is newer by one. */
  private static final long FRESH_MS = 1000;

  private final Manifests manifests;
  private final ManifestResolver ads;
  private final AdRequests adRequests;
  private final LongSupplier nowMs;
  private final Cache<Key, Channel> channels =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(KEPT).build();

  /**
   * What all have in common who watch a channel.
   *
   * @param adSource as its viewers' parameters fill it: who brings others has other ads
   */
  private record Key(String service, String url, String adSource) {}

  Channels(Manifests manifests, ManifestResolver ads, AdRequests adRequests, LongSupplier nowMs) {
    this.manifests = manifests;
    this.ads = ads;
    this.adRequests = adRequests;
    this.nowMs = nowMs;
  }

  /** The channel at the origin that is asked for; its ads are the same for all of it. */
  Channel of(Ask ask) {
    return of(ask.service(), ask.channelUrl(), adSource(ask));
  }

  /**
   * A channel of a service.
   *
   * @param adSource URL of the VAST of a break, empty for none
   */
  Channel of(StreamService service, String url, String adSource) {
    Key key = new Key(service.name(), url, adSource);
    return channels.get(key, unknown -> reading(service, url, adSource, adRequests::anonymous));
  }

  /** What is known of such a channel, as long as somebody plays it. */
  Reading known(StreamService service, String url, String adSource) {
    Channel channel = channels.getIfPresent(new Key(service.name(), url, adSource));
    return channel == null ? Reading.NONE : channel.last();
  }

  /** A stream for one viewer. */
  Channel reading(Ask ask, AdRequest request) {
    return reading(ask.service(), ask.channelUrl(), adSource(ask), () -> request);
  }

  private Channel reading(
      StreamService service, String url, String template, Supplier<AdRequest> requests) {
    AdTemplate adSource =
        template.isEmpty() || !service.vmap().isEmpty() ? null : new AdTemplate(template);
    return new Channel(
        () -> manifests.media(service, url),
        (adBreak, manifestUrl) ->
            ads.adsOf(adBreak, manifestUrl, adSource, requests.get())
                .onSuccess(found -> count(service, adBreak, found)),
        manifests,
        FRESH_MS,
        nowMs);
  }

  /** Ads that the manifest names itself are asked for nowhere. */
  private void count(StreamService service, ManifestBreak adBreak, BreakAds found) {
    if (adBreak.ads().isEmpty()) {
      Ads outcome =
          found.failed() ? Ads.FAILED : found.list().ads().isEmpty() ? Ads.NONE : Ads.FOUND;
      manifests.meters().asked(service, outcome);
    }
  }

  private static String adSource(Ask ask) {
    return ask.query().fill(ask.service().adSource());
  }
}
