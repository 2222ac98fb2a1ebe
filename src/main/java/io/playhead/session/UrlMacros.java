package io.playhead.session;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TrackingEvent;
import io.playhead.tracking.DueBeacon;
import io.playhead.tracking.MacroValues;
import io.playhead.tracking.Macros;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
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

  /**
   * Tells values by macro name that stay the same for a whole session. What the caller gave rules.
   * Nothing is made before a URL asks for it: most ask for little.
   *
   * @param device asked for each time, so that nobody keeps it
   */
  public static Function<String, @Nullable String> given(
      String sessionId, SessionDetails details, Supplier<Device> device) {
    return name -> {
      String told = details.macros().get(name);
      return told != null ? told : known(name, sessionId, details, device);
    };
  }

  static Function<String, @Nullable String> given(Session session) {
    return given(session.id(), session.details(), session::device);
  }

  private static @Nullable String known(
      String name, String sessionId, SessionDetails details, Supplier<Device> device) {
    return switch (name) {
      case "TRANSACTIONID" -> SessionIds.transactionId(sessionId);
      case "SERVERUA" -> SERVER_USER_AGENT;
      case "CONTENTID" -> details.contentId();
      case DEVICE_IP -> device.get().ip();
      case "DEVICEUA" -> device.get().userAgent();
      case "PAGEURL" -> device.get().referer();
      case "APPBUNDLE" -> device.get().requestedWith();
      default -> null;
    };
  }

  /** Replaces in a template what is the same for a whole session; the rest stays. */
  public String fill(String template, Function<String, @Nullable String> given) {
    return macros.fill(template, given);
  }

  /**
   * Expands ad tags, which belong to no ad yet.
   *
   * @return of a tag and the categories that must not come back, a list with commas
   */
  public BinaryOperator<String> adTags(Function<String, @Nullable String> given, long nowMs) {
    return (tag, blocked) ->
        macros.expand(tag, MacroValues.of(nowMs, cacheBuster(), blocking(given, blocked)));
  }

  /**
   * What the caller blocks stays blocked in the requests behind a wrapper. It is a wish to the ad
   * servers: only a wrapper's list is held against the ads that come back (VAST 4.3, 3.19.2), for
   * the error that such an ad fires is the wrapper's, and a stream may have the ad already.
   */
  private static Function<String, @Nullable String> blocking(
      Function<String, @Nullable String> given, String blocked) {
    if (blocked.isEmpty()) {
      return given;
    }
    return name -> {
      String callers = given.apply(name);
      if (!name.equals("BLOCKEDADCATEGORIES")) {
        return callers;
      }
      return callers == null ? blocked : callers + "," + blocked;
    };
  }

  /** Expands an Error URL of an ad that could not be had. */
  String error(String template, int code, Function<String, @Nullable String> given, long nowMs) {
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
  String beacon(DueBeacon beacon, Timeline timeline, Function<String, @Nullable String> given) {
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

  /**
   * Expands a URL for a client that will call it, as far as can be known before. The random digits
   * are the same each time: who asks twice sees that nothing has changed.
   *
   * @param seed of the random digits
   * @param positionMs where on the stream it becomes due; negative where that is for the viewer to
   *     say
   * @param ad null for a URL of the break
   */
  String forClient(
      String template,
      String seed,
      long positionMs,
      AdBreak adBreak,
      @Nullable PlacedAd ad,
      Timeline timeline,
      Session session,
      Function<String, @Nullable String> given) {
    if (macros.isPlain(template)) {
      return template;
    }
    boolean isKnown = positionMs >= 0;
    long epochMs = session.details().epochMs();
    return macros.expand(
        template,
        new MacroValues(
            isKnown && epochMs >= 0 ? epochMs + positionMs : MacroValues.UNKNOWN,
            cacheBuster(Math.floorMod(session.id().hashCode() ^ seed.hashCode(), CACHE_BUSTERS)),
            isKnown && ad != null ? positionMs - ad.startMs() : MacroValues.UNKNOWN,
            isKnown ? timeline.locate(positionMs).contentMs() : MacroValues.UNKNOWN,
            breakPosition(adBreak),
            ad == null ? MacroValues.UNKNOWN : ad.sequence(),
            ad == null || ad.ad().sequence() == 0 ? MacroValues.UNKNOWN : ad.ad().sequence(),
            ad == null ? AdDetails.NONE : ad.ad().details(),
            MacroValues.UNKNOWN,
            null,
            MacroValues.UNKNOWN,
            given,
            true));
  }

  /** Expands the address that a click on an ad leads to. */
  @Nullable String clickThrough(
      PlacedAd ad,
      long positionMs,
      Timeline timeline,
      Function<String, @Nullable String> given,
      long nowMs) {
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
    return cacheBuster(random.nextInt(CACHE_BUSTERS));
  }

  private static String cacheBuster(int number) {
    return Integer.toString(CACHE_BUSTERS + number).substring(1);
  }
}
