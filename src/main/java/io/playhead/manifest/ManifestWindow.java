package io.playhead.manifest;

import io.playhead.timeline.SegmentStarts;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What one reading of a manifest tells of itself.
 *
 * @param zeroMs where on the stream that is from which players count that read it first: where the
 *     window of an HLS playlist begins, presentation time 0 of an MPD
 * @param paceMs how soon there may be something new, milliseconds; {@link #UNKNOWN} if not told
 * @param segmentsFrom where its segments begin for who counts from a place on the stream; of an MPD
 *     only for who counts from 0
 */
public record ManifestWindow(long zeroMs, long paceMs, LongFunction<SegmentStarts> segmentsFrom) {
  public static final long UNKNOWN = -1;

  /** Of a manifest that was never read. */
  public static final ManifestWindow NONE =
      new ManifestWindow(0, UNKNOWN, zeroMs -> SegmentStarts.of(List.of()));
}
