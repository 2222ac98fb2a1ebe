package io.playhead.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A live packager in miniature: segments are added at one end and fall out at the other. */
final class SimulatedOrigin {
  private final List<Segment> segments = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();
  private long sequence;
  private long epochMs;
  private boolean dated = true;
  private boolean namesAgain;

  private record Segment(long sequence, String name, long ms, long epochMs, List<String> tags) {}

  SimulatedOrigin(long firstSequence, long epochMs) {
    this.sequence = firstSequence;
    this.epochMs = epochMs;
  }

  SimulatedOrigin withoutDates() {
    dated = false;
    return this;
  }

  /** Names segments by their media sequences alone, so that another run has the names again. */
  SimulatedOrigin withNamesAgain() {
    namesAgain = true;
    return this;
  }

  /** Puts a tag in front of the next segment. */
  SimulatedOrigin tag(String tag) {
    tags.add(tag);
    return this;
  }

  SimulatedOrigin segments(int count, long ms) {
    for (int i = 0; i < count; i++) {
      String run = namesAgain ? "seg" : "run" + epochMs + "-";
      segments.add(new Segment(sequence, run + sequence + ".ts", ms, epochMs, List.copyOf(tags)));
      tags.clear();
      sequence++;
      epochMs += ms;
    }
    return this;
  }

  /** A break with cues, with a continuation in front of each segment where that is asked for. */
  SimulatedOrigin adBreak(int statedSeconds, int segments, long ms, boolean continued) {
    tag("#EXT-X-CUE-OUT:" + statedSeconds).segments(1, ms);
    for (int i = 1; i < segments; i++) {
      if (continued) {
        tag("#EXT-X-CUE-OUT-CONT:" + i * ms / 1000 + "/" + statedSeconds);
      }
      segments(1, ms);
    }
    return tag("#EXT-X-CUE-IN");
  }

  /** The programme's dates go on somewhere else. */
  SimulatedOrigin dateJumps(long byMs) {
    epochMs += byMs;
    return tag("#EXT-X-DISCONTINUITY");
  }

  /** The packager begins anew and forgets its window. */
  SimulatedOrigin restarts(long newSequence, long afterMs) {
    sequence = newSequence;
    epochMs += afterMs;
    return tag("#EXT-X-DISCONTINUITY");
  }

  int count() {
    return segments.size();
  }

  /** The playlist once so many segments were there, with a window of so many. */
  byte[] playlist(int upTo, int window, boolean ended) {
    int from = Math.max(0, upTo - window);
    for (int i = upTo - 1; i > from; i--) {
      if (segments.get(i).sequence() != segments.get(i - 1).sequence() + 1) {
        from = i;
      }
    }
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:6\n");
    long first = upTo == 0 ? 0 : segments.get(from).sequence();
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
    for (int i = from; i < upTo; i++) {
      Segment segment = segments.get(i);
      segment.tags().forEach(tag -> text.append(tag).append('\n'));
      boolean jump = segment.tags().contains("#EXT-X-DISCONTINUITY");
      if (dated && (i == from || jump)) {
        text.append("#EXT-X-PROGRAM-DATE-TIME:").append(Instant.ofEpochMilli(segment.epochMs()));
        text.append('\n');
      }
      text.append("#EXTINF:").append(segment.ms() / 1000).append('.');
      text.append(String.format("%03d", segment.ms() % 1000)).append(",\n");
      text.append(segment.name()).append('\n');
    }
    if (upTo == segments.size()) {
      tags.forEach(tag -> text.append(tag).append('\n'));
    }
    return text.append(ended ? "#EXT-X-ENDLIST\n" : "").toString().getBytes(UTF_8);
  }
}
