package io.playhead.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.playhead.ingest.AdTemplate;
import io.playhead.ingest.TimelineRequest.AdSource;
import io.playhead.ingest.TimelineRequest.BreakRequest;
import io.playhead.ingest.TimelineRequest.Source;
import io.playhead.session.LiveSource;
import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BreakSpec.Place;
import io.playhead.timeline.Offset;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.tracking.PlayheadReport;
import io.playhead.vast.VastTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a request that describes ad breaks: {@code timeline}, {@code vmap} and the like. */
final class TimelineBody {
  private static final String MEDIATAILOR_URL = "mediatailorUrl";
  private static final String MANIFEST_URL = "manifestUrl";

  /** Where breaks may be described: in one of these. */
  private static final List<String> SOURCES =
      List.of("timeline", "vmap", "vmapUrl", "mediatailor", MEDIATAILOR_URL, MANIFEST_URL);

  private static final String AD_SOURCE = "adSource";
  private static final String OPPORTUNITIES = "opportunitiesMs";
  private static final int MAX_DOCUMENT = 2 << 20;
  private static final int MAX_URL = 8192;
  private static final int MAX_TEXT = 1024;
  private static final int MAX_BREAKS = 2000;
  private static final int MAX_ADS = 500;
  private static final int MAX_TRACKERS = 1000;

  private TimelineBody() {}

  /** Reads where the breaks are described; no breaks where nothing says so. */
  static Source source(JsonFields fields) {
    String only = null;
    for (String name : SOURCES) {
      if (fields.has(name) && only != null) {
        throw fields.bad(name, "cannot stand beside " + only);
      }
      only = fields.has(name) ? name : only;
    }
    String document = fields.text("vmap", MAX_DOCUMENT);
    if (document != null) {
      return new Source.Vmap(document, opportunitiesMs(fields), fields.at("vmap"));
    }
    String url = fields.text("vmapUrl", MAX_URL);
    if (url != null) {
      return new Source.VmapUrl(url, opportunitiesMs(fields), fields.at("vmapUrl"));
    }
    String manifest = fields.text(MANIFEST_URL, MAX_URL);
    if (manifest != null) {
      String adSource = fields.text(AD_SOURCE, MAX_URL);
      return new Source.ManifestUrl(
          manifest, adSource == null ? null : new AdTemplate(adSource), fields.at(MANIFEST_URL));
    }
    if (fields.has(AD_SOURCE)) {
      throw fields.bad(AD_SOURCE, "means something beside manifestUrl only");
    }
    if (fields.has(OPPORTUNITIES)) {
      throw fields.bad(OPPORTUNITIES, "means something beside vmap or vmapUrl only");
    }
    JsonNode tracking = fields.node("mediatailor");
    if (tracking != null) {
      return new Source.MediaTailor(tracking, fields.at("mediatailor"));
    }
    String trackingUrl = fields.text(MEDIATAILOR_URL, MAX_URL);
    if (trackingUrl != null) {
      return new Source.MediaTailorUrl(trackingUrl, fields.at(MEDIATAILOR_URL));
    }
    JsonFields timeline = fields.object("timeline");
    return new Source.Breaks(timeline == null ? List.of() : breaks(timeline));
  }

  /** Where the breaks of a live stream are to be looked for again while it plays; null: nowhere. */
  static @Nullable LiveSource liveSource(JsonFields fields) {
    String url = fields.text(MEDIATAILOR_URL, MAX_URL);
    if (url != null) {
      return new LiveSource(LiveSource.Kind.MEDIATAILOR, url);
    }
    String manifest = fields.text(MANIFEST_URL, MAX_URL);
    return manifest == null
        ? null
        : new LiveSource(LiveSource.Kind.MANIFEST, manifest, fields.text(AD_SOURCE, MAX_URL));
  }

  /** Where a VMAP's {@code #1}, {@code #2} and so on are (VMAP 1.0.1, 2.3.1.1). */
  private static List<Long> opportunitiesMs(JsonFields fields) {
    return fields.integers(OPPORTUNITIES, MAX_BREAKS, PlayheadReport.MAX_POSITION_MS);
  }

  /** The same for breaks that are told apart from others by their ids: each must have one. */
  static Source mergeable(JsonFields fields) {
    if (!fields.has("breaks")) {
      JsonFields timeline = fields.object("timeline");
      if (timeline == null) {
        return source(fields);
      }
      source(fields); // complains about what stands beside it
      Source.Breaks breaks = new Source.Breaks(named(timeline));
      timeline.done();
      return breaks;
    }
    for (String other : SOURCES) {
      if (fields.has(other)) {
        throw fields.bad(other, "cannot stand beside breaks");
      }
    }
    return new Source.Breaks(named(fields));
  }

  /** Complains where nothing says which breaks there are. */
  static void requireSource(JsonFields fields, String first) {
    boolean said = fields.has(first);
    for (String name : SOURCES) {
      said |= fields.has(name);
    }
    if (!said) {
      throw fields.bad(first, "is missing, and so are its alternatives");
    }
  }

  private static List<BreakRequest> breaks(JsonFields timeline) {
    Set<String> ids = new HashSet<>();
    List<BreakRequest> breaks =
        timeline.objects("breaks", MAX_BREAKS, (fields, index) -> adBreak(fields, index, ids));
    timeline.done();
    return breaks;
  }

  private static List<BreakRequest> named(JsonFields fields) {
    Set<String> ids = new HashSet<>();
    return fields.objects(
        "breaks",
        MAX_BREAKS,
        (adBreak, index) -> {
          if (!adBreak.has("id")) {
            throw adBreak.bad("id", "is missing");
          }
          return adBreak(adBreak, index, ids);
        });
  }

  private static BreakRequest adBreak(JsonFields fields, int index, Set<String> ids) {
    String id = fields.text("id", MAX_TEXT);
    String name = id != null ? id : "break-" + (index + 1);
    if (name.isEmpty() || !ids.add(name)) {
      throw fields.bad("id", name.isEmpty() ? "must not be empty" : "is the id of another break");
    }
    BreakRequest read =
        new BreakRequest(
            name,
            place(fields),
            fields.integer("durationMs", PlayheadReport.MAX_POSITION_MS),
            fields.integer("replacesContentMs", PlayheadReport.MAX_POSITION_MS),
            fields.flag("open"),
            ads(fields),
            trackers(fields),
            fields.pointer());
    return read;
  }

  private static Place place(JsonFields fields) {
    long startMs = fields.integer("startMs", PlayheadReport.MAX_POSITION_MS);
    long contentMs = fields.integer("contentMs", PlayheadReport.MAX_POSITION_MS);
    if ((startMs < 0) == (contentMs < 0)) {
      throw fields.bad(
          startMs < 0 ? "startMs" : "contentMs",
          startMs < 0 ? "is missing, and so is contentMs" : "cannot stand beside startMs");
    }
    return startMs >= 0 ? new Place.Stream(startMs) : new Place.Content(contentMs);
  }

  private static List<AdSource> ads(JsonFields fields) {
    AdSource document = document(fields, -1);
    if (document != null) {
      if (fields.has("ads")) {
        throw fields.bad("ads", "cannot stand beside vast or vastUrl");
      }
      return List.of(document);
    }
    return fields.objects("ads", MAX_ADS, (ad, index) -> ad(ad));
  }

  private static AdSource ad(JsonFields fields) {
    long durationMs = fields.integer("durationMs", PlayheadReport.MAX_POSITION_MS);
    AdSource document = document(fields, durationMs);
    if (document != null) {
      return document;
    }
    AdDetails details =
        new AdDetails(
            fields.text("title", MAX_TEXT),
            fields.text("adSystem", MAX_TEXT),
            fields.text("creativeId", MAX_TEXT),
            fields.text("campaign", MAX_TEXT),
            fields.text("clickThrough", MAX_URL),
            null,
            List.of(),
            List.of(),
            null,
            null);
    return new AdSource.Given(
        new Ad(
            fields.text("id", MAX_TEXT),
            (int) Math.max(0, fields.integer("sequence", Integer.MAX_VALUE)),
            durationMs < 0 ? Ad.UNKNOWN_DURATION : durationMs,
            trackers(fields),
            details));
  }

  private static @Nullable AdSource document(JsonFields fields, long durationMs) {
    String document = fields.text("vast", MAX_DOCUMENT);
    String url = fields.text("vastUrl", MAX_URL);
    if (document != null && url != null) {
      throw fields.bad("vastUrl", "cannot stand beside vast");
    }
    if (document != null) {
      return new AdSource.Vast(document, durationMs, fields.at("vast"));
    }
    return url == null ? null : new AdSource.VastUrl(url, durationMs, fields.at("vastUrl"));
  }

  private static List<TrackingUrl> trackers(JsonFields fields) {
    return fields.objects("tracking", MAX_TRACKERS, (tracker, index) -> tracker(tracker));
  }

  private static TrackingUrl tracker(JsonFields fields) {
    String name = fields.text("event", MAX_TEXT);
    if (name == null || TrackingEvent.named(name) == TrackingEvent.UNKNOWN) {
      throw fields.bad("event", name == null ? "is missing" : "is no event of VAST or VMAP");
    }
    String url = fields.text("url", MAX_URL);
    if (url == null) {
      throw fields.bad("url", "is missing");
    }
    String written = fields.text("offset", MAX_TEXT);
    Offset offset = written == null ? null : VastTime.parseOffset(written);
    if (written != null && offset == null) {
      throw fields.bad("offset", "must be HH:MM:SS, HH:MM:SS.mmm or n%");
    }
    TrackingEvent event = TrackingEvent.named(name);
    if (event == TrackingEvent.PROGRESS && offset == null) {
      throw fields.bad("offset", "is missing; progress needs one");
    }
    return new TrackingUrl(event, name, event == TrackingEvent.PROGRESS ? offset : null, url);
  }
}
