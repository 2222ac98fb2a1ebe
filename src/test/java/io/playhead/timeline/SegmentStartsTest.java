package io.playhead.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentStartsTest {
  private static final SegmentStarts STARTS =
      SegmentStarts.of(
          List.of(
              SegmentRun.of("v1/seg-7.m4s", 36_000),
              SegmentRun.of("https://origin.example/film/hi/seg-7.m4s?sig=1", 42_000),
              new SegmentRun("ads/soap.ts", List.of(), List.of(0L, 600_000L)),
              new SegmentRun("part*-$Number%05d$.m4s", List.of(9L, 10L), List.of(16_000L, 18_000L)),
              new SegmentRun("/live/$Time$.mp4", List.of(90_000L), List.of(1_000L)),
              SegmentRun.of("a/*/only.mp4", 5_000)));

  @ParameterizedTest
  @CsvSource({
    "https://cdn-b.example/x/v1/seg-7.m4s?t=/v9/seg-8.m4s#v, 36000",
    "v1/seg-7.m4s, 36000",
    "https://cdn.example/film/hi/seg-7.m4s, 42000",
    "/other/film/hi/seg-7.m4s, 42000",
    "/hi/seg-7.m4s, -1",
    "https://cdn.example/v11/seg-7.m4s, -1",
    "xv1/seg-7.m4s, -1",
    "/v1/seg-7.m4s/, -1",
    "https://cdn.example/part0-00009.m4s, 16000",
    "/x/part-stream1-00010.m4s, 18000",
    "/part0-9.m4s, 16000",
    "/part0-00011.m4s, -1",
    "/part0/x-00009.m4s, -1",
    "part-99999999999999999999.m4s, -1",
    "http://cdn.example/live/90000.mp4, 1000",
    "http://cdn.example/more/live/90000.mp4, 1000",
    "http://cdn.example/alive/90000.mp4, -1",
    "/a/1080p/only.mp4, 5000",
    "/a/b/c/only.mp4, -1",
    "only.mp4, -1",
    "https://cdn.example, -1",
    "'', -1",
    "?x, -1"
  })
  void startMs_isFoundByTheEndOfThePath(String url, long startMs) {
    assertThat(STARTS.startMs(url, 0)).isEqualTo(startMs);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "290000, 0", "310000, 600000", "9000000, 600000"})
  void startMs_ofASegmentThatPlaysTwice_isTheOneNextToWhereItIsExpected(long nearMs, long startMs) {
    assertThat(STARTS.startMs("/ads/soap.ts", nearMs)).isEqualTo(startMs);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "290000, 0", "310000, 600000"})
  void startMs_ofASegmentThatIsListedTwice_isTheOneNextToWhereItIsExpected(
      long nearMs, long startMs) {
    SegmentStarts starts =
        SegmentStarts.of(
            List.of(
                SegmentRun.of("soap.ts", 0),
                SegmentRun.of("soap.ts", 600_000),
                numbered(List.of(1L), List.of(0L)),
                numbered(List.of(1L), List.of(600_000L))));
    assertThat(starts.startMs("/ads/soap.ts", nearMs)).isEqualTo(startMs);
    assertThat(starts.startMs("1.ts", nearMs)).isEqualTo(startMs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?x=1",
        "https://cdn.example",
        "*/*",
        "$Number$-$Time$",
        "*$Number$",
        "$Time$*"
      })
  void name_thatCannotBeUnderstood_isRefused(String name) {
    assertThatThrownBy(() -> SegmentRun.of(name, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  /** They are of strangers: looked for with regular expressions, one took half a second. */
  @Test
  @Timeout(30)
  void startMs_ofAUrlMadeToBeSlow_isFoundOrNot() {
    List<SegmentRun> runs = new ArrayList<>();
    for (int i = 0; i < SegmentStarts.MAX_PATTERNS; i++) {
      runs.add(new SegmentRun("*1$Number$" + "x.ts", List.of(1L), List.of(0L)));
    }
    SegmentStarts starts = SegmentStarts.of(runs);
    String url = "1".repeat(7_000);
    for (int i = 0; i < 200; i++) {
      assertThat(starts.startMs(url + "yx.ts", 0)).isEqualTo(SegmentStarts.UNKNOWN);
    }
    assertThat(starts.startMs(url + "x.ts", 0)).isZero();
  }

  @Test
  @Timeout(30)
  void merge_ofManySegmentsOfOneName_keepsThem() {
    List<SegmentRun> runs =
        IntStream.range(0, SegmentStarts.MAX_STARTS)
            .mapToObj(i -> SegmentRun.of("v.ts", i * 1_000L))
            .toList();
    SegmentStarts before = SegmentStarts.of(runs);
    SegmentStarts now = SegmentStarts.of(runs.subList(0, 10));
    for (int i = 0; i < 20; i++) {
      assertThat(SegmentStarts.merge(before, now).startMs("v.ts", 50_000)).isEqualTo(9_000);
      assertThat(SegmentStarts.merge(now, before).startMs("v.ts", 50_000)).isEqualTo(50_000);
    }
  }

  /** What a regular expression makes of the same name is what is found. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a*1$Number$a",
        "*1$Number$",
        "1$Number$1*a",
        "$Number$a*",
        "a$Number$",
        "$Number$1",
        "a*1",
        "*",
        "1*a$Number$",
        "$Number$1a*1"
      })
  void pattern_findsWhatARegularExpressionFinds(String name) {
    boolean numbered = name.contains("$");
    List<Long> all = numbered ? LongStream.range(0, 2_000).boxed().toList() : List.of(7L);
    SegmentStarts starts =
        SegmentStarts.of(List.of(new SegmentRun(name, numbered ? all : List.of(), all)));
    Pattern regex =
        Pattern.compile(name.replace("*", "[^/]*").replace("$Number$", "([0-9]{1,18})"));
    Random random = new Random(8);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder file = new StringBuilder();
      for (int length = random.nextInt(8); length >= 0; length--) {
        file.append("a11".charAt(random.nextInt(3)));
      }
      Matcher matcher = regex.matcher(file);
      long number = !matcher.matches() ? -1 : numbered ? Long.parseLong(matcher.group(1)) : 7;
      assertThat(starts.startMs("/x/" + file, 0))
          .as(file.toString())
          .isEqualTo(number < 2_000 ? number : -1);
    }
  }

  @Test
  void run_withMoreStartsThanNumbers_isRefused() {
    assertThatThrownBy(() -> new SegmentRun("$Number$.ts", List.of(1L), List.of(0L, 1L)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SegmentRun.of("a.ts", -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void of_moreThanMayBe_isRefused() {
    List<Long> many = Collections.nCopies(SegmentStarts.MAX_STARTS + 1, 0L);
    SegmentRun tooMany = new SegmentRun("a.ts", List.of(), many);
    assertThatThrownBy(() -> SegmentStarts.of(List.of(tooMany)))
        .isInstanceOf(IllegalArgumentException.class);
    List<SegmentRun> patterns =
        Collections.nCopies(SegmentStarts.MAX_PATTERNS + 1, SegmentRun.of("*.ts", 0));
    assertThatThrownBy(() -> SegmentStarts.of(patterns))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void merge_keepsWhatHasLeftTheWindow_andBelievesTheNewer() {
    SegmentStarts before =
        SegmentStarts.of(
            List.of(
                SegmentRun.of("gone.ts", 1_000),
                SegmentRun.of("moved.ts", 2_000),
                numbered(List.of(1L, 2L), List.of(0L, 4_000L))));
    SegmentStarts now =
        SegmentStarts.of(
            List.of(
                SegmentRun.of("moved.ts", 3_000),
                numbered(List.of(2L, 3L), List.of(5_000L, 9_000L))));
    SegmentStarts merged = SegmentStarts.merge(before, now);
    assertThat(merged).isNotNull();
    assertThat(merged.startMs("gone.ts", 0)).isEqualTo(1_000);
    assertThat(merged.startMs("moved.ts", 0)).isEqualTo(3_000);
    assertThat(merged.startMs("1.ts", 0)).isEqualTo(0);
    assertThat(merged.startMs("2.ts", 0)).isEqualTo(5_000);
    assertThat(merged.startMs("3.ts", 0)).isEqualTo(9_000);
    assertThat(SegmentStarts.merge(null, now)).isSameAs(now);
    assertThat(SegmentStarts.merge(before, null)).isSameAs(before);
  }

  @Test
  void merge_ofAStreamThatGoesOn_forgetsTheOldest() {
    SegmentStarts known = window(0);
    for (long first = 1; first < 2_000; first++) {
      known = SegmentStarts.merge(known, window(first));
    }
    assertThat(known).isNotNull();
    assertThat(known.startMs("2001.ts", 0)).isEqualTo(2_001_000);
    assertThat(known.startMs("1999.ts", 0)).isEqualTo(1_999_000);
    assertThat(known.startMs("1800.ts", 0)).isEqualTo(1_800_000);
    assertThat(known.startMs("1400.ts", 0)).isEqualTo(SegmentStarts.UNKNOWN);
    assertThat(known.startMs("hi-1990.ts", 0)).isEqualTo(1_990_000);
    assertThat(known.startMs("hi-1400.ts", 0)).isEqualTo(SegmentStarts.UNKNOWN);
    int starts = known.runs().stream().mapToInt(run -> run.startsMs().size()).sum();
    assertThat(starts).isEqualTo(6 + SegmentStarts.KEPT_STARTS);
  }

  /** Three segments in two qualities, one of them with names that no template has. */
  private static SegmentStarts window(long first) {
    List<Long> numbers = List.of(first, first + 1, first + 2);
    List<Long> startsMs = numbers.stream().map(number -> number * 1_000).toList();
    List<SegmentRun> runs = new ArrayList<>();
    runs.add(numbered(numbers, startsMs));
    numbers.forEach(number -> runs.add(SegmentRun.of("hi-" + number + ".ts", number * 1_000)));
    return SegmentStarts.of(runs);
  }

  private static SegmentRun numbered(List<Long> numbers, List<Long> startsMs) {
    return new SegmentRun("$Number$.ts", numbers, startsMs);
  }
}
