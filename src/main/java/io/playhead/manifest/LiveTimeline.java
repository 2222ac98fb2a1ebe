package io.playhead.manifest;

import io.playhead.manifest.HlsPlaylist.Media;
import io.playhead.timeline.SegmentStarts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream over all readings of its manifest: the places of its segments and ad breaks stay while
 * the window slides, the packager begins anew or dates jump, and whichever readings were missed.
 *
 * <p>A manifest that is read once is a stream with one reading. Not safe for several threads.
 */
public final class LiveTimeline {
  private final HlsTimeline hls = new HlsTimeline();
  private final DashTimeline dash = new DashTimeline();
  private @Nullable DashManifest mpd;

  /**
   * Takes up another reading: of an MPD, or of an HLS media playlist, always the same one. An older
   * reading, as a slow cache may send, changes nothing.
   *
   * @throws ManifestException if it is a multivariant playlist, which has no ads to tell of
   */
  public ManifestTimeline read(Manifest manifest) throws ManifestException {
    if (manifest instanceof Media playlist) {
      return hls.read(playlist);
    }
    if (manifest instanceof DashManifest dashManifest) {
      mpd = dashManifest;
      return dash.read(dashManifest);
    }
    throw new ManifestException("is a multivariant playlist", ManifestException.NO_LINE);
  }

  /** Where the segments of the last reading begin; asked for seldom, and made when it is. */
  public SegmentStarts segmentStarts() {
    return window().segmentsFrom().apply(0);
  }

  /** What the last reading tells of its window. */
  public ManifestWindow window() {
    return mpd == null ? hls.window() : window(mpd);
  }

  /** Players count from presentation time 0, whenever they come. */
  private static ManifestWindow window(DashManifest mpd) {
    return new ManifestWindow(
        0,
        mpd.updateMicros() < 0 ? ManifestWindow.UNKNOWN : Decimal.roundedMs(mpd.updateMicros()),
        zeroMs -> SegmentStarts.of(zeroMs == 0 ? mpd.segments() : List.of()));
  }
}
