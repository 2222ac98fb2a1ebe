package io.playhead.cmcd;

import io.playhead.tracking.ReportEvent;
import org.jspecify.annotations.Nullable;

/** What a record tells of (CTA-5004-B, key {@code e}). */
public enum CmcdEvent {
  PLAY_STATE("ps", null),
  PLAYBACK_RATE("pr", null),
  ERROR("e", null),
  TIME_INTERVAL("t", null),
  CONTENT_ID("c", null),
  BACKGROUNDED("b", null),
  MUTE("m", "mute"),
  UNMUTE("um", "unmute"),
  PLAYER_EXPAND("pe", "playerExpand"),
  PLAYER_COLLAPSE("pc", "playerCollapse"),
  AD_START("as", null),
  AD_END("ae", null),
  AD_BREAK_START("abs", null),
  AD_BREAK_END("abe", null),
  SKIP("sk", "skip"),
  CUSTOM("ce", null),
  RESPONSE_RECEIVED("rr", null),
  BITRATE_CHANGE("bc", null);

  private final int word;
  private final @Nullable String interaction;

  CmcdEvent(String token, @Nullable String interaction) {
    this.word = Words.of(token);
    this.interaction = interaction;
  }

  private static final CmcdEvent[] ALL = values();

  /** Finds an event by its token as {@link Words} packs it; null for one that is not known. */
  static @Nullable CmcdEvent of(int word) {
    for (CmcdEvent event : ALL) {
      if (event.word == word) {
        return event;
      }
    }
    return null;
  }

  /** What the viewer did, where it is something that ads are told of. */
  @Nullable ReportEvent interaction() {
    return interaction == null ? null : ReportEvent.named(interaction);
  }
}
