package io.playhead.http;

import io.playhead.timeline.SegmentRun;
import io.playhead.timeline.SegmentStarts;
import io.playhead.timeline.TimelineSpec;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a request that says where media segments begin: {@code segments}. One by one, or many
 * that differ in a number.
 */
final class SegmentsBody {
  private static final String SEGMENTS = "segments";

  private SegmentsBody() {}

  /** Reads it; null where it is not there. */
  static @Nullable SegmentStarts of(JsonFields fields) {
    if (!fields.has(SEGMENTS)) {
      return null;
    }
    List<SegmentRun> runs =
        fields.objects(
            SEGMENTS,
            SegmentStarts.MAX_STARTS,
            (run, index) -> run.has("template") ? numbered(run) : single(run));
    try {
      return SegmentStarts.of(runs);
    } catch (IllegalArgumentException e) {
      throw fields.bad(SEGMENTS, complaint(e));
    }
  }

  private static SegmentRun single(JsonFields fields) {
    long startMs = fields.integer("startMs", TimelineSpec.LONGEST_MS);
    if (startMs < 0) {
      throw fields.bad("startMs", "is missing");
    }
    return run(fields, "url", List.of(), List.of(startMs));
  }

  private static SegmentRun numbered(JsonFields fields) {
    List<Long> startsMs =
        fields.integers("startsMs", SegmentStarts.MAX_STARTS, TimelineSpec.LONGEST_MS);
    List<Long> numbers =
        fields.integers("numbers", SegmentStarts.MAX_STARTS, SegmentRun.MAX_NUMBER);
    long first = fields.integer("firstNumber", SegmentRun.MAX_NUMBER - SegmentStarts.MAX_STARTS);
    if (first >= 0 && !numbers.isEmpty()) {
      throw fields.bad("firstNumber", "cannot stand beside numbers");
    }
    if (first >= 0) {
      numbers = LongStream.range(first, first + startsMs.size()).boxed().toList();
    }
    return run(fields, "template", numbers, startsMs);
  }

  private static SegmentRun run(
      JsonFields fields, String nameField, List<Long> numbers, List<Long> startsMs) {
    String name = fields.text(nameField, SegmentRun.MAX_NAME);
    if (name == null) {
      throw fields.bad(nameField, "is missing");
    }
    try {
      return new SegmentRun(name, numbers, startsMs);
    } catch (IllegalArgumentException e) {
      throw fields.bad(nameField, complaint(e));
    }
  }

  private static String complaint(IllegalArgumentException e) {
    return String.valueOf(e.getMessage());
  }
}
