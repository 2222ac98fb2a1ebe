package io.playhead.http;

import io.playhead.ingest.TimelineRequest;
import io.playhead.session.Device;
import io.playhead.session.Session;
import io.playhead.session.SessionDetails;
import io.playhead.timeline.TimelineSpec;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.TrackingPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/sessions}.
 *
 * @param alias the caller's own id, null for none
 * @param details what its tracking needs, but for the timeline and the device
 * @param labels what is only kept
 * @param device the viewer's
 * @param timeline the breaks that are asked for
 */
record SessionBody(
    @Nullable String alias,
    SessionDetails details,
    Map<String, String> labels,
    Device device,
    TimelineRequest timeline) {
  private static final int MAX_TEXT = 1024;
  private static final int MAX_MACROS = 100;
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9._:~@-]{1,128}");
  private static final List<String> LABELS =
      List.of(
          "service",
          "account",
          "deviceId",
          "plan",
          "region",
          "catalogType",
          "primaryContentId",
          "tracking");

  /**
   * Reads a body.
   *
   * @throws ProblemException pointing at what is wrong
   */
  static SessionBody parse(byte[] body) {
    JsonFields fields = JsonFields.parse(body);
    String alias = fields.text("id", MAX_TEXT);
    if (alias != null && !ALIAS.matcher(alias).matches()) {
      throw fields.bad("id", "must be 1 to 128 of the characters A-Z a-z 0-9 . _ : ~ @ -");
    }
    SessionDetails details =
        new SessionDetails(
            fields.text("contentId", MAX_TEXT),
            policy(fields),
            fields.integer("epochMs", PlayheadReport.MAX_POSITION_MS),
            fields.texts("macros", MAX_MACROS, MAX_TEXT),
            0,
            oneOf(fields, "tracking", "server", "client").equals("client"),
            TimelineBody.liveSource(fields));
    Map<String, String> labels = labels(fields);
    Device device = device(fields);
    TimelineRequest timeline = timeline(fields, details.epochMs()).with(SegmentsBody.of(fields));
    fields.done();
    return new SessionBody(alias, details, labels, device, timeline);
  }

  /** The part of a body that describes the stream and its breaks. */
  static TimelineRequest timeline(JsonFields fields, long epochMs) {
    boolean live = isLive(fields);
    long durationMs = fields.integer("durationMs", PlayheadReport.MAX_POSITION_MS);
    return new TimelineRequest(live, durationMs, epochMs, TimelineBody.source(fields));
  }

  /** Another timeline for a session; what it does not say of the stream stays. */
  static TimelineRequest newTimeline(JsonFields fields, Session session) {
    TimelineSpec before = session.view().timeline().spec();
    boolean live = fields.has("type") ? isLive(fields) : before.live();
    long durationMs =
        fields.has("durationMs")
            ? fields.integer("durationMs", PlayheadReport.MAX_POSITION_MS)
            : before.contentDurationMs();
    TimelineBody.requireSource(fields, "timeline");
    return new TimelineRequest(
        live,
        durationMs,
        session.details().epochMs(),
        TimelineBody.source(fields),
        SegmentsBody.of(fields));
  }

  /** Breaks to be merged into the timeline of a session. */
  static TimelineRequest newBreaks(JsonFields fields, Session session) {
    TimelineSpec before = session.view().timeline().spec();
    TimelineBody.requireSource(fields, "breaks");
    return new TimelineRequest(
        before.live(),
        before.contentDurationMs(),
        session.details().epochMs(),
        TimelineBody.mergeable(fields),
        SegmentsBody.of(fields));
  }

  private static boolean isLive(JsonFields fields) {
    return oneOf(fields, "type", "vod", "live").equals("live");
  }

  private static @Nullable TrackingPolicy policy(JsonFields fields) {
    String name = fields.text("policy", MAX_TEXT);
    TrackingPolicy policy = name == null ? null : TrackingPolicy.named(name);
    if (name != null && policy == null) {
      throw fields.bad("policy", "must be strict, standard or lenient");
    }
    return policy;
  }

  private static Map<String, String> labels(JsonFields fields) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String name : LABELS) {
      String value = fields.text(name, MAX_TEXT);
      if (value != null) {
        labels.put(name, value);
      }
    }
    JsonFields player = fields.object("player");
    if (player != null) {
      for (String name : List.of("name", "version")) {
        String value = player.text(name, MAX_TEXT);
        if (value != null) {
          labels.put("player." + name, value);
        }
      }
      player.done();
    }
    return labels;
  }

  private static Device device(JsonFields fields) {
    JsonFields device = fields.object("device");
    if (device == null) {
      return Device.UNKNOWN;
    }
    Device read =
        new Device(
            device.text("ip", MAX_TEXT),
            device.text("userAgent", MAX_TEXT),
            device.text("referer", 4 * MAX_TEXT),
            device.text("acceptLanguage", MAX_TEXT),
            device.text("requestedWith", MAX_TEXT));
    device.done();
    return read;
  }

  /** A choice; the first one where the field is not there. */
  private static String oneOf(JsonFields fields, String name, String... choices) {
    String value = fields.text(name, MAX_TEXT);
    if (value == null) {
      return choices[0];
    }
    if (!List.of(choices).contains(value)) {
      throw fields.bad(name, "must be " + String.join(" or ", choices));
    }
    return value;
  }
}
