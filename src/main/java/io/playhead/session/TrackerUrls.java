package io.playhead.session;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.Suppression;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tracker URLs of a session as they may be told to its client. All that leaves by the public
 * port passes here: a session whose beacons the service fires tells none.
 */
public final class TrackerUrls {
  private final UrlMacros macros;
  private final Addressing addressing;
  private final Session session;
  private final Timeline timeline;
  private final Function<String, @Nullable String> given;

  TrackerUrls(UrlMacros macros, Addressing addressing, Kept kept, Session session) {
    this.macros = macros;
    this.addressing = addressing;
    this.session = session;
    this.timeline = session.view().ads().whole();
    this.given =
        UrlMacros.given(session.id(), kept.of(session.details()), () -> kept.of(session.device()));
  }

  /** Whether the client calls the trackers itself. */
  public boolean areTold() {
    return session.clientSide();
  }

  /** The session's timeline, with the keys that name its beacons. */
  public Timeline timeline() {
    return timeline;
  }

  /**
   * What the client is to call: macros replaced as far as is known, characters encoded. The others
   * stay macros, for the client to replace: {@code [TIMESTAMP]} where the stream has no wall clock,
   * {@code [ERRORCODE]} and the like.
   *
   * @param ad null for a tracker of the break
   * @return null where the service calls it, or where nobody can
   */
  public @Nullable String url(AdBreak adBreak, @Nullable PlacedAd ad, BeaconSlot slot) {
    if (!session.clientSide()) {
      return null;
    }
    String template = slot.tracker().url();
    Addressing.Address address =
        addressing.address(
            macros.forClient(
                template,
                slot.key(),
                duePositionMs(adBreak, ad, slot),
                adBreak,
                ad,
                timeline,
                session,
                given));
    // Hosts that this service may not reach are none of the client's business.
    return Suppression.BAD_URL.wireName().equals(address.rejected()) ? null : address.url();
  }

  /** Where on the stream a tracker becomes due; negative where that is for the viewer to say. */
  private static long duePositionMs(AdBreak adBreak, @Nullable PlacedAd ad, BeaconSlot slot) {
    if (ad != null) {
      return slot.pointMs() == BeaconSlot.NOT_BY_PLAYING ? -1 : ad.startMs() + slot.pointMs();
    }
    return switch (slot.tracker().event().trigger()) {
      case BREAK_START -> adBreak.startMs();
      case BREAK_END -> adBreak.endMs();
      default -> -1;
    };
  }

  /** Where a click on an ad leads; null where the service is to be told of clicks, or nowhere. */
  public @Nullable String clickThrough(AdBreak adBreak, PlacedAd ad) {
    String template = ad.ad().details().clickThrough();
    return template == null || !session.clientSide()
        ? null
        : macros.forClient(template, ad.key(), -1, adBreak, ad, timeline, session, given);
  }
}
