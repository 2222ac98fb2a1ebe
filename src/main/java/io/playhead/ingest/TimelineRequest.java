package io.playhead.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.playhead.timeline.Ad;
import io.playhead.timeline.BreakSpec.Place;
import io.playhead.timeline.SegmentStarts;
import io.playhead.timeline.TrackingUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ad breaks that a caller asks for, their ads not yet fetched.
 *
 * @param live whether the stream has no end yet
 * @param contentDurationMs the content without ads, -1 if not told
 * @param epochMs wall clock of stream position 0, epoch milliseconds; -1 if not told
 * @param source where the breaks are described
 * @param segments where the media segments begin that players ask for; null where not told
 */
public record TimelineRequest(
    boolean live,
    long contentDurationMs,
    long epochMs,
    Source source,
    @Nullable SegmentStarts segments) {

  /** A stream of whose media segments nothing is told. */
  public TimelineRequest(boolean live, long contentDurationMs, long epochMs, Source source) {
    this(live, contentDurationMs, epochMs, source, null);
  }

  /** The same of a stream of whose media segments this is told. */
  public TimelineRequest with(@Nullable SegmentStarts told) {
    return new TimelineRequest(live, contentDurationMs, epochMs, source, told);
  }

  /** Where breaks are described. */
  public sealed interface Source {
    /** In the request itself. */
    record Breaks(List<BreakRequest> breaks) implements Source {}

    /**
     * In a VMAP document that came with the request.
     *
     * @param opportunitiesMs content positions that its {@code #1}, {@code #2} and so on mean
     */
    record Vmap(String document, List<Long> opportunitiesMs, String pointer) implements Source {
      public Vmap {
        opportunitiesMs = List.copyOf(opportunitiesMs);
      }
    }

    /**
     * In a VMAP document that must be fetched.
     *
     * @param opportunitiesMs content positions that its {@code #1}, {@code #2} and so on mean
     */
    record VmapUrl(String url, List<Long> opportunitiesMs, String pointer) implements Source {
      public VmapUrl {
        opportunitiesMs = List.copyOf(opportunitiesMs);
      }
    }

    /** In MediaTailor's tracking JSON, which came with the request. */
    record MediaTailor(JsonNode document, String pointer) implements Source {}

    /** In MediaTailor's tracking JSON, which must be fetched. */
    record MediaTailorUrl(String url, String pointer) implements Source {}

    /**
     * In a manifest that must be fetched, which also says whether the stream is live.
     *
     * @param adSource where the VAST of a break is that the manifest names no ads for
     */
    record ManifestUrl(String url, @Nullable AdTemplate adSource, String pointer)
        implements Source {}
  }

  /**
   * One break. Durations are -1 where not told.
   *
   * @param pointer where in the request, for issues
   */
  public record BreakRequest(
      String id,
      Place place,
      long durationMs,
      long replacesContentMs,
      boolean open,
      List<AdSource> ads,
      List<TrackingUrl> trackers,
      String pointer) {}

  /** Where one or more ads of a break are described. */
  public sealed interface AdSource {
    /** An ad in the request itself. */
    record Given(Ad ad) implements AdSource {}

    /**
     * A VAST document that came with the request.
     *
     * @param durationMs overrules what the document says of a single ad; -1 to believe it
     */
    record Vast(String document, long durationMs, String pointer) implements AdSource {}

    /** A VAST document that must be fetched. */
    record VastUrl(String url, long durationMs, String pointer) implements AdSource {}
  }
}
