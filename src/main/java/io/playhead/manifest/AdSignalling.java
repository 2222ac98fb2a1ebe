package io.playhead.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.Offset;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ad creative signalling (SVTA 2053, version 2): the ads at a place, with their trackers.
 *
 * @param slots in the order of play
 * @param durationMs of the pod; -1 if not told
 * @param trackers of the pod itself
 */
public record AdSignalling(List<Slot> slots, long durationMs, List<TrackingUrl> trackers) {
  private static final int MAX_SLOTS = 500;
  private static final int MAX_TRACKERS = 1000;
  private static final int MAX_TEXT = 8192;
  private static final JsonMapper JSON = new JsonMapper();

  public AdSignalling {
    slots = List.copyOf(slots);
    trackers = List.copyOf(trackers);
  }

  /**
   * An ad at its place.
   *
   * @param startMs from where the signalling stands
   */
  public record Slot(long startMs, Ad ad) {}

  /**
   * Reads signalling as date ranges carry it.
   *
   * @throws ManifestException if it is no base64, or what {@link #read} throws
   */
  public static AdSignalling readBase64(String text) throws ManifestException {
    try {
      return read(Base64.getMimeDecoder().decode(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new ManifestException("is not base64", ManifestException.NO_LINE);
    }
  }

  /**
   * Reads signalling from its JSON.
   *
   * @throws ManifestException if it is no JSON, or no signalling
   */
  public static AdSignalling read(byte[] json) throws ManifestException {
    return of(parse(json));
  }

  static JsonNode parse(byte[] json) throws ManifestException {
    try {
      JsonNode node = JSON.readTree(json);
      if (node == null || !node.isObject()) {
        throw new ManifestException("is no JSON object", ManifestException.NO_LINE);
      }
      return node;
    } catch (IOException e) {
      throw new ManifestException("is not JSON", ManifestException.NO_LINE);
    }
  }

  static AdSignalling of(JsonNode envelope) throws ManifestException {
    JsonNode payload = envelope.path("payload");
    if (!payload.isObject() && !payload.isArray()) {
      throw new ManifestException("has no payload", ManifestException.NO_LINE);
    }
    List<JsonNode> parts = new ArrayList<>();
    each(payload, parts);
    List<Slot> slots = new ArrayList<>();
    List<TrackingUrl> trackers = new ArrayList<>();
    long durationMs = -1;
    boolean pod = "pod".equalsIgnoreCase(envelope.path("type").asText());
    for (JsonNode part : parts) {
      boolean ofPod = pod && !"linear".equals(part.path("type").asText());
      if (ofPod) {
        durationMs = ms(part.path("duration"));
        trackers(part, true, trackers);
        List<JsonNode> inside = new ArrayList<>();
        each(part.path("slots"), inside);
        inside.forEach(slot -> slot(slot, slots));
      } else {
        slot(part, slots);
      }
    }
    slots.sort((a, b) -> Long.compare(a.startMs(), b.startMs()));
    return new AdSignalling(slots, durationMs, trackers);
  }

  private static void each(JsonNode node, List<JsonNode> parts) {
    if (node.isArray()) {
      node.forEach(parts::add);
    } else if (node.isObject()) {
      parts.add(node);
    }
  }

  private static void slot(JsonNode slot, List<Slot> slots) {
    String type = slot.path("type").asText("linear");
    if (!type.equals("linear") || slots.size() == MAX_SLOTS) {
      return;
    }
    List<TrackingUrl> trackers = new ArrayList<>();
    trackers(slot, false, trackers);
    List<String> universalIds = new ArrayList<>();
    String id = text(slot.path("id"));
    for (JsonNode identifier : slot.path("identifiers")) {
      String value = text(identifier.path("value"));
      if (value != null && universalIds.size() < MAX_SLOTS) {
        universalIds.add(identifier.path("scheme").asText("unknown") + " " + value);
        id = id == null ? value : id;
      }
    }
    AdDetails details =
        new AdDetails(
            null,
            null,
            id,
            null,
            clickThrough(slot.path("clickThrough")),
            null,
            universalIds,
            List.of(),
            null,
            null);
    long startMs = Math.max(0, ms(slot.path("start")));
    slots.add(
        new Slot(
            startMs, new Ad(id, slots.size() + 1, ms(slot.path("duration")), trackers, details)));
  }

  private static @Nullable String clickThrough(JsonNode click) {
    return text(click.isObject() ? click.path("url") : click);
  }

  private static void trackers(JsonNode of, boolean ofPod, List<TrackingUrl> trackers) {
    for (JsonNode tracking : of.path("tracking")) {
      String name = tracking.path("type").asText();
      TrackingEvent event = ofPod ? podEvent(name) : TrackingEvent.named(name);
      long offsetMs = ms(tracking.path("offset"));
      Offset offset =
          event == TrackingEvent.PROGRESS && offsetMs >= 0 ? new Offset.Time(offsetMs) : null;
      for (JsonNode node : tracking.path("urls")) {
        String url = text(node);
        if (url != null && trackers.size() < MAX_TRACKERS) {
          trackers.add(new TrackingUrl(event, name, offset, url));
        }
      }
    }
  }

  private static TrackingEvent podEvent(String name) {
    return switch (name) {
      case "podStart" -> TrackingEvent.BREAK_STARTED;
      case "podEnd" -> TrackingEvent.BREAK_ENDED;
      default -> TrackingEvent.named(name);
    };
  }

  private static @Nullable String text(JsonNode node) {
    String text = node.isValueNode() && !node.isNull() ? node.asText() : "";
    return text.isEmpty() || text.length() > MAX_TEXT ? null : text;
  }

  /** Seconds in milliseconds; -1 if there are none. */
  static long ms(JsonNode seconds) {
    double value = seconds.isNumber() ? seconds.asDouble() : -1;
    return value < 0 || value > 1e9 ? -1 : Math.round(value * 1000);
  }
}
