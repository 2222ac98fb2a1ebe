package io.playhead.manifest;

import io.playhead.timeline.Issue;
import java.util.List;

/**
 * What the readings of a manifest so far say of its stream.
 *
 * @param live whether more will come
 * @param startMs where the window begins on the stream: 0 at the first reading of an HLS playlist,
 *     presentation time in an MPD
 * @param endMs where it ends; {@link #UNKNOWN} if the manifest does not say
 * @param clock the programme's dates
 * @param breaks in the order of the stream; the last ones in front of the window too
 * @param issues of the last reading
 */
public record ManifestTimeline(
    boolean live,
    long startMs,
    long endMs,
    WallClock clock,
    List<ManifestBreak> breaks,
    List<Issue> issues) {

  /** The manifest does not say how long the stream is. */
  public static final long UNKNOWN = -1;

  public ManifestTimeline {
    breaks = List.copyOf(breaks);
    issues = List.copyOf(issues);
  }
}
