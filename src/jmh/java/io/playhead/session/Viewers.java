package io.playhead.session;

import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Offset;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.tracking.TrackingPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Sessions as platforms create them. But for shared ads, no text is the same object in two of them,
 * just as none is when each comes out of a request of its own.
 */
final class Viewers {
  static final int ADS = 6;
  static final int URL_LENGTH = 150;

  private static final int CONTENTS = 5_000;
  private static final int AD_MS = 15_000;
  private static final List<TrackingEvent> EVENTS =
      List.of(
          TrackingEvent.IMPRESSION,
          TrackingEvent.IMPRESSION,
          TrackingEvent.CREATIVE_VIEW,
          TrackingEvent.STARTED,
          TrackingEvent.FIRST_QUARTILE,
          TrackingEvent.MIDPOINT,
          TrackingEvent.THIRD_QUARTILE,
          TrackingEvent.COMPLETED,
          TrackingEvent.PAUSE,
          TrackingEvent.RESUME,
          TrackingEvent.CLICK_TRACKING);
  private static final List<String> LANGUAGES =
      List.of("de-CH,de;q=0.9,en;q=0.8", "en-US,en;q=0.9", "fr-FR,fr;q=0.9", "es-MX,es;q=0.8");

  private final Random random = new Random(20_001);
  private final TimelineSpec shared = timeline(Trackers.SHARED);

  /** What the trackers of a session have of their own. */
  enum Trackers {
    /** Nothing: all sessions have the same ads. */
    SHARED,
    /** The session's id and a few numbers, the same in all of them. */
    PERSONAL,
    /** A random signature in each. */
    SIGNED,
    /** As with those, and the ads of each session are chosen for it: no two have the same. */
    CHOSEN
  }

  NewSession next(String id, Trackers trackers, boolean alias, boolean ipv6) {
    return new NewSession(
        id,
        alias ? UUID.randomUUID().toString() : null,
        new SessionDetails(
            copy("movie-" + random.nextInt(CONTENTS)),
            TrackingPolicy.STANDARD,
            SessionDetails.NO_EPOCH,
            Map.of()),
        Map.of(
            copy("service"), copy("tv"),
            copy("account"), "acc-" + random.nextInt(10_000_000),
            copy("deviceId"), UUID.randomUUID().toString(),
            copy("region"), copy("eu-" + random.nextInt(4))),
        device(ipv6),
        trackers == Trackers.SHARED ? shared : timeline(trackers),
        List.of(),
        List.of());
  }

  private Device device(boolean ipv6) {
    String ip =
        ipv6
            ? String.format(
                "2001:db8:%x:%x::%x",
                1 + random.nextInt(0xfff0), 1 + random.nextInt(0xfff0), 1 + random.nextInt(0xfff0))
            : "203.0." + random.nextInt(256) + "." + random.nextInt(256);
    int model = random.nextInt(400);
    return new Device(
        ip,
        "Mozilla/5.0 (Linux; Android "
            + (8 + model % 7)
            + "; BRAVIA 4K UR"
            + model
            + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
            + (90 + model % 40)
            + ".0.4430.91 Safari/537.36",
        null,
        copy(LANGUAGES.get(random.nextInt(LANGUAGES.size()))),
        copy("com.example.tv"));
  }

  private static String copy(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private TimelineSpec timeline(Trackers trackers) {
    List<BreakSpec> breaks = new ArrayList<>();
    String own =
        trackers == Trackers.SHARED
            ? "shared"
            : UUID.randomUUID() + "." + (1_000_000_000L + random.nextInt(1_000_000_000));
    for (int i = 0; i < ADS / 2; i++) {
      List<Ad> ads = List.of(ad(2 * i, own, trackers), ad(2 * i + 1, own, trackers));
      breaks.add(BreakSpec.of("b" + i, new BreakSpec.Place.Content(i * 600_000L), ads));
    }
    return new TimelineSpec(false, 3_600_000, breaks);
  }

  private Ad ad(int number, String own, Trackers trackers) {
    List<TrackingUrl> urls = new ArrayList<>();
    for (TrackingEvent event : EVENTS) {
      urls.add(TrackingUrl.of(event, url(event.wireName(), urls.size(), number, own, trackers)));
    }
    urls.add(
        TrackingUrl.progress(
            new Offset.Time(5_000), url("progress", urls.size(), number, own, trackers)));
    String id = trackers == Trackers.CHOSEN ? "ad-" + random.nextInt(1_000) : "ad-" + number;
    return new Ad(id, 0, AD_MS, urls, AdDetails.NONE);
  }

  private String url(String event, int tracker, int ad, String own, Trackers trackers) {
    StringBuilder url = new StringBuilder("https://t").append(tracker % 3);
    url.append(".ads.example/v1/").append(event).append("?creative=").append(70_000 + ad);
    url.append("&session=").append(own).append("&cb=[CACHEBUSTING]");
    if (trackers == Trackers.SIGNED || trackers == Trackers.CHOSEN) {
      byte[] signature = new byte[24];
      random.nextBytes(signature);
      url.append("&sig=").append(Base64.getUrlEncoder().encodeToString(signature));
    }
    while (url.length() < URL_LENGTH) {
      url.append("&p").append(url.length()).append('=').append(tracker);
    }
    url.setLength(URL_LENGTH);
    return url.toString();
  }
}
