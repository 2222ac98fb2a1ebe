package io.playhead.manifest;

import io.playhead.timeline.Issue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HLS playlist as it was read. */
public sealed interface HlsPlaylist extends Manifest {
  List<Issue> issues();

  /**
   * A playlist of playlists.
   *
   * @param variants in its order
   * @param renditions those with a playlist of their own
   */
  record Multivariant(List<Variant> variants, List<Rendition> renditions, List<Issue> issues)
      implements HlsPlaylist {}

  /**
   * One encoding of the whole.
   *
   * @param uri as written, variables replaced
   * @param bandwidth bits a second; -1 if not told
   */
  record Variant(String uri, long bandwidth) {}

  /**
   * An alternative sound, picture or text.
   *
   * @param type {@code AUDIO}, {@code VIDEO}, {@code SUBTITLES}
   * @param uri as written, variables replaced
   */
  record Rendition(String type, @Nullable String groupId, @Nullable String name, String uri) {}

  /**
   * A playlist of segments.
   *
   * @param mediaSequence number of the first segment
   * @param discontinuitySequence number of discontinuities in front of the window
   * @param targetDurationMs no segment is longer; -1 if not told
   * @param ended whether nothing will be added any more
   * @param markers in its order
   * @param variables that addresses may use
   */
  record Media(
      long mediaSequence,
      long discontinuitySequence,
      long targetDurationMs,
      boolean ended,
      HlsSegments segments,
      List<HlsMarker> markers,
      Map<String, String> variables,
      List<Issue> issues)
      implements HlsPlaylist {

    static final Media EMPTY =
        new Media(
            0,
            0,
            -1,
            false,
            new HlsSegments.Builder(new byte[0]).build(),
            List.of(),
            Map.of(),
            List.of());

    /** A segment's address as written, variables replaced. */
    public String uri(int segment) {
      return HlsVariables.replaced(segments.uri(segment), variables);
    }
  }
}
