package io.playhead.manifest;

import io.playhead.manifest.HlsPlaylist.Media;
import io.playhead.timeline.SegmentRun;
import io.playhead.timeline.SegmentStarts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where on the stream the segments of a media playlist begin, by their addresses.
 *
 * <p>A segment goes by its file name, so that it is found in the folders of other renditions too.
 * Where two segments of the playlist have one file name, as those of two ads may, both go by their
 * whole path.
 */
final class HlsSegmentNames {
  private HlsSegmentNames() {}

  /**
   * The segments that have an address of their own, the latest ones where there are too many.
   *
   * @param baseMicros where the playlist's first segment begins on the stream
   */
  static SegmentStarts of(Media playlist, long baseMicros) {
    HlsSegments segments = playlist.segments();
    int from = Math.max(0, segments.count() - SegmentStarts.MAX_STARTS);
    Map<String, String> pathByFile = new LinkedHashMap<>();
    for (int i = from; i < segments.count(); i++) {
      String path = path(playlist.uri(i));
      pathByFile.merge(file(path), path, (one, other) -> one.equals(other) ? one : "");
    }
    Map<String, List<Long>> starts = new LinkedHashMap<>();
    for (int i = from; i < segments.count(); i++) {
      String path = path(playlist.uri(i));
      String file = file(path);
      long startMs = Decimal.roundedMs(baseMicros + segments.startMicros(i));
      boolean usable = !segments.isRange(i) && startMs >= 0 && !file.isEmpty();
      String name = "".equals(pathByFile.get(file)) ? path : file;
      if (usable && name.length() <= SegmentRun.MAX_NAME && isPlain(name)) {
        starts.computeIfAbsent(name, first -> new ArrayList<>(1)).add(startMs);
      }
    }
    List<SegmentRun> runs = new ArrayList<>(starts.size());
    starts.forEach((name, at) -> runs.add(new SegmentRun(name, List.of(), at)));
    return SegmentStarts.of(runs);
  }

  /** Whether nothing in it would be taken for a pattern. */
  private static boolean isPlain(String name) {
    return name.indexOf('*') < 0 && name.indexOf('$') < 0;
  }

  /** An address without scheme, host and query, and without the dots that lead out of a folder. */
  private static String path(String uri) {
    int end = uri.length();
    for (int i = 0; i < end; i++) {
      char c = uri.charAt(i);
      if (c == '?' || c == '#') {
        end = i;
      }
    }
    int scheme = uri.indexOf("://");
    int from = scheme >= 0 && scheme < end ? uri.indexOf('/', scheme + 3) : 0;
    if (from < 0 || from >= end) {
      return "";
    }
    String path = uri.substring(from, end);
    int dots = Math.max(path.lastIndexOf("../") + 3, path.lastIndexOf("./") + 2);
    return path.lastIndexOf("./") < 0 ? path : path.substring(dots);
  }

  private static String file(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
