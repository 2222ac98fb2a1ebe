package io.playhead.mediatailor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.playhead.mediatailor.Avail.TimedAd;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.Offset;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingEvent.Trigger;
import io.playhead.timeline.TrackingUrl;
import io.playhead.vast.VastTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads tracking data. Only what is no JSON object is refused; of all else as much is read as can
 * be: null, numbers as texts, missing parts and parts of another kind become issues.
 *
 * <p>Events are told apart by avail, ad, event id and type together: none of these is unique by
 * itself, and players of such data have counted twice or not at all for it.
 */
public final class TrackingReader {
  static final int MAX_AVAILS = 1000;
  static final int MAX_ADS = 500;
  static final int MAX_EVENTS = 1000;

  /** Of a whole document. */
  static final int MAX_TRACKERS = 20_000;

  /** Of a whole document. */
  private static final int MAX_ALL_ADS = 20_000;

  private static final int MAX_DEPTH = 64;
  private static final int MAX_NUMBER = 100;
  private static final int MAX_URL = 8192;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Finder finder = new Finder();
  private int trackers;
  private int allAds;

  private TrackingReader() {}

  /**
   * Reads a document.
   *
   * @throws TrackingException if it is no JSON object
   */
  public static TrackingData read(byte[] document) throws TrackingException {
    try {
      return read(JSON.readTree(document));
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new TrackingException("is no JSON" + place);
    } catch (IOException e) {
      throw new TrackingException("cannot be read");
    }
  }

  /** The same of a document that is parsed already. */
  public static TrackingData read(@Nullable JsonNode document) throws TrackingException {
    if (document == null || !document.isObject()) {
      throw new TrackingException("is no JSON object");
    }
    return new TrackingReader().data(document);
  }

  private TrackingData data(JsonNode document) {
    Map<String, Avail> avails = new LinkedHashMap<>();
    int index = 0;
    if (!document.hasNonNull("avails")) {
      finder.note("no-avails", "avails is missing", "");
    }
    for (JsonNode node : finder.elements(document, "avails", "", MAX_AVAILS)) {
      String pointer = "/avails/" + index++;
      if (!node.isObject()) {
        finder.note("no-object", "is no avail", pointer);
        continue;
      }
      Avail avail = avail(node, pointer);
      avails.merge(avail.id(), avail, Avail::with);
    }
    return new TrackingData(
        List.copyOf(avails.values()), finder.text(document, "nextToken"), finder.issues());
  }

  private Avail avail(JsonNode node, String pointer) {
    long startMs = finder.timeMs(node, "startTime", pointer);
    String id = finder.text(node, "availId");
    if (id == null) {
      finder.note("avail-without-id", "has no availId; its start names it", pointer);
      id = "avail-" + startMs;
    }
    Map<String, List<TrackingUrl>> events = new LinkedHashMap<>();
    addEvents(events, node, "adBreakTrackingEvents", JsonTimes.NONE, pointer);
    List<TimedAd> ads = new ArrayList<>();
    int index = 0;
    for (JsonNode ad : finder.elements(node, "ads", pointer, MAX_ADS)) {
      String at = pointer + "/ads/" + index++;
      if (allAds == MAX_ALL_ADS) {
        finder.note("too-many", "there are more than " + MAX_ALL_ADS + " ads", at);
        break;
      }
      allAds++;
      if (ad.isObject()) {
        Avail.add(ads, ad(ad, events, at));
      } else {
        finder.note("no-object", "is no ad", at);
      }
    }
    return new Avail(
        id,
        startMs,
        finder.wallClockMs(node, "availProgramDateTime", pointer),
        finder.timeMs(node, "duration", pointer),
        finder.durationMs(node, "adMarkerDuration", pointer),
        ads,
        events);
  }

  private TimedAd ad(JsonNode node, Map<String, List<TrackingUrl>> ofBreak, String pointer) {
    long startMs = finder.timeMs(node, "startTime", pointer);
    Map<String, List<TrackingUrl>> events = new LinkedHashMap<>();
    addEvents(events, node, "trackingEvents", startMs, pointer);
    moveToBreak(events, ofBreak);
    addVerifications(events, node, pointer);
    String id = finder.text(node, "adId");
    return new TimedAd(
        id != null ? id : finder.text(node, "vastAdId"),
        startMs,
        finder.wallClockMs(node, "adProgramDateTime", pointer),
        finder.timeMs(node, "duration", pointer),
        details(node, events),
        events);
  }

  /** What stands with an ad and happens to its break. */
  private static void moveToBreak(
      Map<String, List<TrackingUrl>> events, Map<String, List<TrackingUrl>> ofBreak) {
    events
        .entrySet()
        .removeIf(
            event -> {
              Trigger trigger = event.getValue().get(0).event().trigger();
              boolean moves = trigger == Trigger.BREAK_START || trigger == Trigger.BREAK_END;
              if (moves) {
                Avail.add(ofBreak, event.getKey(), event.getValue());
              }
              return moves;
            });
  }

  private void addEvents(
      Map<String, List<TrackingUrl>> to, JsonNode in, String name, long adStartMs, String pointer) {
    int index = 0;
    for (JsonNode node : finder.elements(in, name, pointer, MAX_EVENTS)) {
      String at = pointer + "/" + name + "/" + index++;
      String type = finder.text(node, "eventType");
      if (type == null) {
        finder.note("event-without-type", "has no eventType", at);
        continue;
      }
      TrackingEvent event = TrackingEvent.named(type);
      Offset offset = event == TrackingEvent.PROGRESS ? offset(node, adStartMs, at) : null;
      List<TrackingUrl> urls = new ArrayList<>();
      for (JsonNode url : finder.elements(node, "beaconUrls", at, MAX_EVENTS)) {
        addUrl(urls, url.textValue(), new TrackingUrl(event, type, offset, ""), at);
      }
      if (!urls.isEmpty()) {
        Avail.add(to, finder.text(node, "eventId") + "-" + type + "@" + offset, urls);
      }
    }
  }

  private @Nullable Offset offset(JsonNode node, long adStartMs, String pointer) {
    long startMs = finder.timeMs(node, "startTime", pointer);
    if (startMs < 0 || adStartMs < 0 || startMs < adStartMs) {
      finder.note("progress-without-offset", "is not within its ad", pointer);
      return null;
    }
    return new Offset.Time(startMs - adStartMs);
  }

  private void addUrl(List<TrackingUrl> to, @Nullable String url, TrackingUrl as, String pointer) {
    if (url == null || url.isBlank() || url.length() > MAX_URL) {
      finder.note("bad-url", "has a beaconUrl that is none", pointer);
    } else if (trackers == MAX_TRACKERS) {
      finder.note("too-many", "there are more than " + MAX_TRACKERS + " trackers", pointer);
    } else {
      trackers++;
      to.add(new TrackingUrl(as.event(), as.name(), as.offset(), url.strip()));
    }
  }

  /** Verifications run in players: what they ask for in that case (VAST 4.3, 3.17.4). */
  private void addVerifications(Map<String, List<TrackingUrl>> to, JsonNode ad, String pointer) {
    int index = 0;
    for (JsonNode node : finder.elements(ad, "adVerifications", pointer, MAX_EVENTS)) {
      String at = pointer + "/adVerifications/" + index++;
      List<TrackingUrl> urls = new ArrayList<>();
      for (JsonNode tracking : finder.elements(node, "trackingEvents", at, MAX_EVENTS)) {
        TrackingEvent event = TrackingEvent.VERIFICATION_NOT_EXECUTED;
        if (event.wireName().equals(finder.text(tracking, "event"))) {
          JsonNode url = tracking.get("uri");
          addUrl(urls, url == null ? null : url.textValue(), TrackingUrl.of(event, ""), at);
        }
      }
      if (!urls.isEmpty()) {
        Avail.add(to, at, urls);
      }
    }
  }

  private AdDetails details(JsonNode node, Map<String, List<TrackingUrl>> events) {
    JsonNode media = node.get("mediaFiles");
    String skip = finder.text(node, "skipOffset");
    return new AdDetails(
        finder.text(node, "adTitle"),
        finder.text(node, "adSystem"),
        finder.text(node, "creativeId"),
        null,
        clickThrough(events),
        null,
        List.of(),
        List.of(),
        media == null ? null : finder.text(media, "mezzanine"),
        skip == null ? null : VastTime.parseOffset(skip));
  }

  /** Where clicks lead stands among the trackers, and is none. */
  private static @Nullable String clickThrough(Map<String, List<TrackingUrl>> events) {
    String leadsTo = null;
    for (List<TrackingUrl> trackers : List.copyOf(events.values())) {
      if (trackers.get(0).name().equals("clickThrough")) {
        leadsTo = leadsTo == null ? trackers.get(0).url() : leadsTo;
      }
    }
    events.values().removeIf(trackers -> trackers.get(0).name().equals("clickThrough"));
    return leadsTo;
  }
}
