package io.playhead.manifest;

import org.jspecify.annotations.Nullable;

/** A tag of a media playlist that says something of ads. Times not told are -1. */
public sealed interface HlsMarker {
  /**
   * The segment in front of which it stands; the count of segments if it stands behind the last.
   */
  int segment();

  /** Counted from 1. */
  int line();

  /** What a tag without a date of its own says. */
  enum CueType {
    /** A break begins here. */
    OUT,
    /** A break is going on. */
    CONTINUED,
    /** A break ends here. */
    IN,
    /** Whatever the splice command inside says. */
    SPLICE
  }

  /**
   * A tag that means the place where it stands: {@code EXT-X-CUE-OUT} and its kin.
   *
   * @param durationMs of the whole break
   * @param elapsedMs of it, up to here
   * @param id as written
   * @param splice a splice command in base64 or hex
   */
  record Cue(
      int segment,
      int line,
      CueType type,
      long durationMs,
      long elapsedMs,
      @Nullable String id,
      @Nullable String splice)
      implements HlsMarker {}

  /**
   * An {@code EXT-X-DATERANGE} that speaks of ads (RFC 8216, 4.3.2.7). Several tags may describe
   * one range, told apart by their ids.
   *
   * @param id null where the tag has none
   * @param startMicros of the epoch
   * @param endMicros of the epoch
   * @param durationMs as it was
   * @param plannedMs as it was meant to be
   * @param spliceOut {@code SCTE35-OUT}
   * @param spliceIn {@code SCTE35-IN}
   * @param spliceCommand {@code SCTE35-CMD}
   * @param signalling {@code X-AD-CREATIVE-SIGNALING}, base64 (SVTA 2053)
   * @param interstitial what a client plays in its place, null if the stream has it
   */
  record DateRange(
      int segment,
      int line,
      @Nullable String id,
      long startMicros,
      long endMicros,
      long durationMs,
      long plannedMs,
      @Nullable String spliceOut,
      @Nullable String spliceIn,
      @Nullable String spliceCommand,
      @Nullable String signalling,
      @Nullable Interstitial interstitial)
      implements HlsMarker {}

  /**
   * An interstitial (Apple, HLS interstitials): a client plays something else in between.
   *
   * @param assetUri a playlist
   * @param assetList a JSON document that lists playlists
   * @param resumeOffsetMs how much of the primary stream it covers; -1: as much as it plays
   * @param playoutLimitMs it ends then at the latest
   * @param cue {@code PRE}, {@code POST} or null
   */
  record Interstitial(
      @Nullable String assetUri,
      @Nullable String assetList,
      long resumeOffsetMs,
      long playoutLimitMs,
      @Nullable String cue) {}
}
