package io.playhead.session;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import io.playhead.tracking.DueBeacon;
import io.playhead.tracking.MacroValues;
import io.playhead.tracking.Macros;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Replaces the macros of tracker URLs and ad tags with what is known of a session. */
public final class UrlMacros {
  /** How the service calls itself where a device's User-Agent is not what is asked for. */
  public static final String SERVER_USER_AGENT = "Playhead";

  static final String DEVICE_IP = "DEVICEIP";

  /** Verifications run in players; a server supports none (VAST 4.3, 3.17.4). */
  private static final int NOT_SUPPORTED = 2;

  /** So many numbers of eight digits, each written behind a one that is then cut off. */
  private static final int CACHE_BUSTERS = 100_000_000;

  private final Macros macros;
  private final RandomGenerator random;

  /**
   * Sets up the replacement.
   *
   * @param legacy ways to write macros that are taken for such, too
   * @param random for {@code [CACHEBUSTING]}; shared by threads
   */
  public UrlMacros(Set<Macros.Legacy> legacy, RandomGenerator random) {
    this.macros = new Macros(legacy);
    this.random = random;
  }

  /** Values by macro name that stay the same for a whole session. What the caller gave rules. */
  public static Map<String, String> given(String sessionId, SessionDetails details, Device device) {
    Map<String, String> given = new HashMap<>();
    given.put("TRANSACTIONID", SessionIds.transactionId(sessionId));
    given.put("SERVERUA", SERVER_USER_AGENT);
    put(given, "CONTENTID", details.contentId());
    put(given, DEVICE_IP, device.ip());
    put(given, "DEVICEUA", device.userAgent());
    put(given, "PAGEURL", device.referer());
    put(given, "APPBUNDLE", device.requestedWith());
    given.putAll(details.macros());
    return given;
  }

  static Map<String, String> given(Session session) {
    return given(session.id(), session.details(), session.device());
  }

  private static void put(Map<String, String> given, String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }

  /**
   * Expands ad tags, which belong to no ad yet.
   *
   * @return of a tag and the categories that must not come back, a list with commas
   */
  public BinaryOperator<String> adTags(Map<String, String> given, long nowMs) {
    return (tag, blocked) ->
        macros.expand(tag, MacroValues.of(nowMs, cacheBuster(), blocking(given, blocked)));
  }

  /** What the caller blocks stays blocked. */
  private static Map<String, String> blocking(Map<String, String> given, String blocked) {
    if (blocked.isEmpty()) {
      return given;
    }
    Map<String, String> more = new HashMap<>(given);
    more.merge("BLOCKEDADCATEGORIES", blocked, (callers, wrappers) -> callers + "," + wrappers);
    return more;
  }

  /** Expands an Error URL of an ad that could not be had. */
  String error(String template, int code, Map<String, String> given, long nowMs) {
    MacroValues values =
        MacroValues.of(nowMs, cacheBuster(), given).withError(code, vmapMessage(code));
    return macros.expand(template, values);
  }

  /** The errors of a VMAP have macros of their own, one of them for a text (VMAP 1.0.1, 2.6). */
  private static @Nullable String vmapMessage(int code) {
    return switch (code) {
      case 1006 -> "the ads of the break could not be read";
      case 1008 -> "the ads of the break could not be fetched";
      default -> null;
    };
  }

  /** Expands a tracker's URL for the moment at which it became due. */
  String beacon(DueBeacon beacon, Timeline timeline, Map<String, String> given) {
    String template = beacon.slot().tracker().url();
    if (macros.isPlain(template)) {
      return template;
    }
    PlacedAd ad = beacon.ad();
    TrackingEvent event = beacon.slot().tracker().event();
    MacroValues values =
        new MacroValues(
            beacon.dueAtMs(),
            cacheBuster(),
            ad == null ? MacroValues.UNKNOWN : beacon.positionMs() - ad.startMs(),
            timeline.locate(beacon.positionMs()).contentMs(),
            breakPosition(beacon.adBreak()),
            ad == null ? MacroValues.UNKNOWN : ad.sequence(),
            ad == null || ad.ad().sequence() == 0 ? MacroValues.UNKNOWN : ad.ad().sequence(),
            ad == null ? AdDetails.NONE : ad.ad().details(),
            event == TrackingEvent.FAILED ? beacon.errorCode() : MacroValues.UNKNOWN,
            null,
            event == TrackingEvent.VERIFICATION_NOT_EXECUTED ? NOT_SUPPORTED : MacroValues.UNKNOWN,
            given);
    return macros.expand(template, values);
  }

  /** Expands the address that a click on an ad leads to. */
  @Nullable String clickThrough(
      PlacedAd ad, long positionMs, Timeline timeline, Map<String, String> given, long nowMs) {
    String template = ad.ad().details().clickThrough();
    if (template == null || macros.isPlain(template)) {
      return template;
    }
    return macros.expand(
        template,
        new MacroValues(
            nowMs,
            cacheBuster(),
            positionMs - ad.startMs(),
            timeline.locate(positionMs).contentMs(),
            breakPosition(timeline.breaks().get(ad.breakIndex())),
            ad.sequence(),
            ad.ad().sequence() == 0 ? MacroValues.UNKNOWN : ad.ad().sequence(),
            ad.ad().details(),
            MacroValues.UNKNOWN,
            null,
            MacroValues.UNKNOWN,
            given));
  }

  private static int breakPosition(AdBreak adBreak) {
    return switch (adBreak.kind()) {
      case PREROLL -> 1;
      case MIDROLL -> 2;
      case POSTROLL -> 3;
    };
  }

  private String cacheBuster() {
    return Integer.toString(CACHE_BUSTERS + random.nextInt(CACHE_BUSTERS)).substring(1);
  }
}
