package io.playhead.timeline;

import org.jspecify.annotations.Nullable;

/**
 * Where an absolute playhead stands.
 *
 * @param positionMs the absolute playhead, ads included
 * @param relativeMs from the start of what plays: of the ad, of its break while slate fills it, of
 *     the content
 * @param contentMs the content position; inside a break that delays the content, where it resumes
 * @param durationMs the length of what plays; {@link TimelineSpec#UNKNOWN_DURATION} for content of
 *     unknown length
 * @param adBreak the break it stands in, null in content
 * @param ad the ad it stands in, null in content and in slate
 */
public record Position(
    long positionMs,
    long relativeMs,
    long contentMs,
    long durationMs,
    @Nullable AdBreak adBreak,
    @Nullable PlacedAd ad) {

  public boolean inBreak() {
    return adBreak != null;
  }
}
