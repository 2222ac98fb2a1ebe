package io.playhead.timeline;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The breaks and ads of a stream, each at its place.
 *
 * <p>Immutable and without session state: sessions with the same ads share one. The stream is cut
 * into segments (content, an ad, the slate of a break); {@link Segments} finds the one at a
 * position.
 */
public final class Timeline {
  /** A stream of unknown length without ads. */
  public static final Timeline EMPTY = of(TimelineSpec.EMPTY, issue -> {});

  /** Characters in a beacon's key. */
  public static final int KEY_LENGTH = 16;

  /** The end of a stream whose length is not known. */
  public static final long NO_END = Long.MAX_VALUE;

  private final TimelineSpec spec;
  private final List<AdBreak> breaks;
  private final List<PlacedAd> ads;
  private final long endMs;
  private final int bits;

  private final Segments segments;

  Timeline(
      TimelineSpec spec,
      List<AdBreak> breaks,
      List<Segments.Segment> segments,
      long endMs,
      int bits) {
    this.spec = spec;
    this.breaks = List.copyOf(breaks);
    this.ads =
        breaks.stream()
            .flatMap(adBreak -> adBreak.ads().stream())
            .filter(ad -> ad.fate() != PlacedAd.Fate.UNPLAYED)
            .toList();
    this.endMs = endMs;
    this.bits = bits;
    this.segments = new Segments(segments, spec.contentDurationMs());
  }

  /**
   * Lays a description out on the stream.
   *
   * @param issues told of every break or ad that could not be placed as described
   */
  public static Timeline of(TimelineSpec spec, Consumer<Issue> issues) {
    return new Layout(spec, issues).build();
  }

  /** Says what plays at a stream position. Positions after the stream's end count as its end. */
  public Position locate(long atMs) {
    long positionMs = Math.min(atMs, endMs);
    return segments.position(segments.at(positionMs), positionMs);
  }

  /** The ad that plays at a position; null in content and slate. */
  public @Nullable PlacedAd adAt(long positionMs) {
    return segments.ad(segments.at(positionMs));
  }

  /** The break that plays at a position; null in content. */
  public @Nullable AdBreak breakAt(long positionMs) {
    return segments.adBreak(segments.at(positionMs));
  }

  /** Where the next segment begins; the stream's end, or {@link #NO_END}, in the last one. */
  public long nextBoundaryMs(long positionMs) {
    return segments.endMs(segments.at(positionMs), endMs);
  }

  /** The number of the first break that ends at or after a position; the count if there is none. */
  public int firstBreakEndingAtOrAfter(long positionMs) {
    return firstBreak(adBreak -> adBreak.endMs() >= positionMs);
  }

  /** The content position at a stream position. */
  public long streamToContent(long positionMs) {
    return locate(positionMs).contentMs();
  }

  /**
   * The stream position at which a content position plays; behind the ads that stand at it. The
   * exact inverse of {@link #streamToContent} outside of breaks that delay the content. Content
   * that a break covers without playing it, where it covers more than its own length, is taken to
   * be at the break's end.
   */
  public long contentToStream(long contentMs) {
    int next = firstBreak(adBreak -> adBreak.contentMs() > contentMs);
    if (next == 0) {
      return contentMs;
    }
    AdBreak last = breaks.get(next - 1);
    long intoMs = contentMs - last.contentMs();
    if (intoMs < last.replacesContentMs()) {
      return Math.min(last.startMs() + intoMs, last.endMs());
    }
    return last.endMs() + intoMs - last.replacesContentMs();
  }

  /** The last break that begins before a stream position; null if there is none. */
  public @Nullable AdBreak previousBreak(long positionMs) {
    int next = firstBreak(adBreak -> adBreak.startMs() >= positionMs);
    return next == 0 ? null : breaks.get(next - 1);
  }

  /** The number of the first break for which something holds, as it does for all behind it. */
  private int firstBreak(Predicate<AdBreak> holds) {
    int low = 0;
    int high = breaks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (holds.test(breaks.get(middle))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  public TimelineSpec spec() {
    return spec;
  }

  /** All breaks, in the order of the stream. */
  public List<AdBreak> breaks() {
    return breaks;
  }

  /** All ads that are on the stream, in its order. */
  public List<PlacedAd> ads() {
    return ads;
  }

  /** The stream's length with ads; {@link #NO_END} if live or not known. */
  public long endMs() {
    return endMs;
  }

  /** How many bits its marks and beacons use. */
  public int bits() {
    return bits;
  }

  @Override
  public String toString() {
    return "Timeline"
        + breaks.stream().map(b -> b.id() + " " + b.startMs() + "-" + b.endMs()).toList();
  }
}
