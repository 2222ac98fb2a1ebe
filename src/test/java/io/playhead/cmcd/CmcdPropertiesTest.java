package io.playhead.cmcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Ad;
import io.playhead.timeline.AdDetails;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.SegmentRun;
import io.playhead.timeline.SegmentStarts;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.tracking.Advance;
import io.playhead.tracking.DueBeacon;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.Progress;
import io.playhead.tracking.ProgressCodec;
import io.playhead.tracking.Tracker;
import io.playhead.tracking.TrackingRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;

/** What holds for every body, and for every order in which records come. */
class CmcdPropertiesTest {
  private static final long BEGAN_MS = 1_795_258_200_000L;
  private static final String[] PIECES = {
    "a",
    "pt",
    "=",
    "=",
    "1",
    "-2.5",
    "\"x\"",
    "\"",
    "\\",
    "(",
    ")",
    ";",
    ",",
    ",",
    " ",
    "tok",
    "?1",
    "?",
    ":aGk=:",
    ":",
    ".",
    "*",
    "\t",
    "bl=(1;v 2;a)",
    "sn=1",
    "/",
    "0"
  };
  private static final Timeline TIMELINE = timeline();
  private static final SegmentStarts SEGMENTS = Objects.requireNonNull(TIMELINE.spec().segments());

  @Property(tries = 5_000)
  void read_anyBytes_neverThrows(@ForAll byte[] body) {
    CmcdReader.Body read = CmcdReader.read(body, Integer.MAX_VALUE);
    assertThat(read.broken() > 0).isEqualTo(read.firstBroken() != null);
  }

  @Property(tries = 20_000)
  void read_almostRecordsCutAnywhere_neverThrows(
      @ForAll("almostRecords") String record, @ForAll("newer") String end) {
    byte[] bytes = (record + end).getBytes(StandardCharsets.ISO_8859_1);
    CmcdReader.Body read = CmcdReader.read(bytes, 1);
    assertThat(read.records().size() + read.broken()).isLessThanOrEqualTo(1);
  }

  /** What RFC 9651 added, at its beginning. */
  @Provide
  Arbitrary<String> newer() {
    return Arbitraries.of("@", "@-", "@1", "%", "%\"", "%\"a\"", "-", "=", "=@", "=%", "=:", "=(");
  }

  @Property(tries = 20_000)
  void read_takesWhatIsADictionary_andNothingElse(@ForAll("almostRecords") String record) {
    byte[] bytes = record.getBytes(StandardCharsets.ISO_8859_1);
    CmcdReader.Body read = CmcdReader.read(bytes, 1);
    String stripped = record.strip();
    if (!stripped.isEmpty()) {
      assertThat(read.records().size()).as(record).isEqualTo(isDictionary(stripped) ? 1 : 0);
    }
  }

  @Property(tries = 5_000)
  void read_takesByteSequences_thatAreBase64_andNothingElse(
      @ForAll @CharRange(from = '/', to = 'Z') @Chars({'+', 'a', '='}) @StringLength(max = 9)
          String text) {
    String record = "x=:" + text + ":";

    assertThat(CmcdReader.read(record.getBytes(StandardCharsets.ISO_8859_1), 1).records().size())
        .as(record)
        .isEqualTo(isDictionary(record) ? 1 : 0);
  }

  private static boolean isDictionary(String text) {
    try {
      new Parser(text).parseDictionary();
      return true;
    } catch (ParseException e) {
      return false;
    }
  }

  @Provide
  Arbitrary<String> almostRecords() {
    return Arbitraries.of(PIECES).list().ofMaxSize(12).map(pieces -> String.join("", pieces));
  }

  @Property(tries = 5_000)
  void records_inAnyOrder_earnTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> records = records(random);
    Viewer ordered = new Viewer();
    ordered.take(records);

    List<String> shuffled = new ArrayList<>(records);
    for (int i = random.nextInt(10); i > 0; i--) {
      shuffled.add(records.get(random.nextInt(records.size())));
    }
    Collections.shuffle(shuffled, random);
    Viewer other = new Viewer();
    other.take(shuffled);

    assertThat(other.earned).isEqualTo(ordered.earned).doesNotHaveDuplicates();
  }

  @Property(tries = 5_000)
  void records_sentAgain_changeNothing(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> records = records(random);
    Viewer viewer = new Viewer();
    int last = 0;
    while (last < records.size()) {
      int next = Math.min(records.size(), last + 1 + random.nextInt(8));
      viewer.take(records.subList(last, next));
      last = next;
      byte[] progress = ProgressCodec.encode(viewer.progress);
      int earned = viewer.earned.size();
      viewer.take(records.subList(random.nextInt(last), last));
      assertThat(ProgressCodec.encode(viewer.progress)).isEqualTo(progress);
      assertThat(viewer.earned).hasSize(earned);
    }
  }

  /** What a player tells that plays, stalls, seeks, pauses and requests. */
  private static List<String> records(Random random) {
    List<String> records = new ArrayList<>();
    long atMs = BEGAN_MS;
    long positionMs = random.nextInt(3) * 10_000L;
    int number = 0;
    String state = "p";
    for (int i = 0; i < 40; i++) {
      long tookMs = 1 + random.nextInt(3_000);
      atMs += tookMs;
      positionMs += state.equals("p") ? tookMs : 0;
      switch (random.nextInt(12)) {
        case 0 -> state = "a";
        case 1 -> state = "r";
        case 2 -> {
          state = "k";
          positionMs = random.nextInt(60) * 1_000L;
        }
        default -> state = "p";
      }
      String common = ",sn=%d,sta=%s".formatted(number++, state);
      String told = random.nextInt(4) == 0 ? "" : ",pt=" + positionMs;
      records.add(
          switch (random.nextInt(6)) {
            case 0 -> "e=ps%s%s,ts=%d".formatted(common, told, atMs);
            case 1 -> "e=m%s%s,ts=%d".formatted(common, told, atMs);
            case 2 -> {
              long segment = positionMs / 10_000 + 1;
              yield "e=rr%s,ts=%d,bl=(%d),url=\"https://c.example/s%d.ts\""
                  .formatted(
                      common, atMs - random.nextInt(900), segment * 10_000 - positionMs, segment);
            }
            default -> "e=t%s%s,ts=%d".formatted(common, told, atMs);
          });
    }
    return records;
  }

  /** A session that records come to. */
  private static final class Viewer {
    private Progress progress = Progress.START;
    private final List<String> earned = new ArrayList<>();

    void take(List<String> lines) {
      byte[] body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
      CmcdReader.Body read = CmcdReader.read(body, 1_000);
      assertThat(read.firstBroken()).isNull();
      CmcdOrder.sort(read.records());
      for (CmcdRecord record : read.records()) {
        PlayheadReport report =
            CmcdPlayhead.report(
                record, TIMELINE, SEGMENTS, "film", -1, progress, BEGAN_MS + 200_000);
        if (report != null) {
          Advance advance =
              Tracker.advance(TIMELINE, TrackingRules.DEFAULT, BEGAN_MS, progress, report);
          progress = advance.progress();
          for (DueBeacon due : advance.due()) {
            earned.add(due.slot().key() + "#" + due.occurrence());
          }
        }
      }
    }
  }

  private static Timeline timeline() {
    List<BreakSpec> breaks = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      numbers.add((long) i);
      starts.add(i * 10_000L);
    }
    for (int i = 0; i < 4; i++) {
      List<TrackingUrl> trackers = new ArrayList<>();
      for (TrackingEvent event : TrackingEvent.values()) {
        trackers.add(TrackingUrl.of(event, "https://t.example/" + i + "/" + event));
      }
      breaks.add(
          BreakSpec.of(
              "b" + i,
              new BreakSpec.Place.Stream(i * 25_000L),
              List.of(new Ad("ad" + i, 0, 12_000, trackers, AdDetails.NONE))));
    }
    SegmentStarts segments =
        SegmentStarts.of(List.of(new SegmentRun("s$Number$.ts", numbers, starts)));
    return Timeline.of(new TimelineSpec(false, 72_000, breaks, segments), issue -> {});
  }
}
