package io.playhead.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a refresh of a live HLS playlist costs: six hours of 4 s segments, a break of two minutes in
 * every ten, told by a date range and by cues with continuations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ManifestBench {
  private static final int SEGMENTS = 5400;
  private static final int PER_BREAK = 150;
  private static final int IN_BREAK = 30;
  private static final int READINGS = 8;
  private static final long EPOCH_MS = 1_800_000_000_000L;

  @Param({"false", "true"})
  public boolean datePerSegment;

  private final byte[][] playlists = new byte[READINGS][];
  private final HlsPlaylist.Media[] read = new HlsPlaylist.Media[READINGS];
  private LiveTimeline stream = new LiveTimeline();
  private int next;

  @Setup
  public void write() throws ManifestException {
    for (int i = 0; i < READINGS; i++) {
      playlists[i] = playlist(i).getBytes(UTF_8);
      read[i] = (HlsPlaylist.Media) HlsReader.read(playlists[i]);
    }
  }

  private String playlist(int from) {
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:4\n");
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(from).append('\n');
    for (int i = from; i < from + SEGMENTS; i++) {
      int inBreak = i % PER_BREAK;
      Instant at = Instant.ofEpochMilli(EPOCH_MS + 4000L * i);
      if (inBreak == 0) {
        text.append("#EXT-X-DATERANGE:ID=\"b").append(i).append("\",START-DATE=\"").append(at);
        text.append(
            "\",PLANNED-DURATION=120.0,SCTE35-OUT=0xFC3025000000000BB802FFF01405000000017F");
        text.append("EFFFE86CE9387E0052717800010000000097E91FE5\n#EXT-X-CUE-OUT:120.0\n");
      } else if (inBreak < IN_BREAK) {
        text.append("#EXT-X-CUE-OUT-CONT:").append(4 * inBreak).append("/120.0\n");
      } else if (inBreak == IN_BREAK) {
        text.append("#EXT-X-CUE-IN\n");
      }
      if (datePerSegment || i == from) {
        text.append("#EXT-X-PROGRAM-DATE-TIME:").append(at).append('\n');
      }
      text.append("#EXTINF:4.0,\nchannel-1/1080p-5000k/segment-").append(100_000_000L + i);
      text.append(".ts?session=0f8fad5b-d9cb-469f-a165-70867728950e\n");
    }
    return text.toString();
  }

  @Benchmark
  public HlsPlaylist scan() throws ManifestException {
    return HlsReader.read(playlists[next++ % READINGS]);
  }

  /** Each reading is one segment further; every eighth begins a new stream. */
  @Benchmark
  public ManifestTimeline merge() throws ManifestException {
    int reading = next++ % READINGS;
    if (reading == 0) {
      stream = new LiveTimeline();
    }
    return stream.read(read[reading]);
  }
}
