package io.playhead.tracking;

import static io.playhead.tracking.PlayheadReport.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every stream and every history of reports. */
class TrackerPropertiesTest {

  @Property(tries = 20_000)
  void noBeaconTwice_underAnyOrderDoublingAndInterleaving(
      @ForAll long seed, @ForAll TrackingPolicy policy) {
    Random random = new Random(seed);
    History history = History.random(seed);
    List<PlayheadReport> mixed = new ArrayList<>(history.reports());
    mixed.addAll(RandomHistory.reports(random, history.timeline()));
    for (int i = random.nextInt(10); i > 0; i--) {
      mixed.add(random.nextInt(mixed.size()), mixed.get(random.nextInt(mixed.size())));
    }
    if (random.nextBoolean()) {
      Collections.shuffle(mixed, random);
    }

    assertThat(History.flat(history.with(mixed).run(policy)))
        .filteredOn(name -> !name.contains("#"))
        .doesNotHaveDuplicates();
  }

  /** Of a client that dates or numbers either all of its reports or none. */
  @Property(tries = 20_000)
  void noOccurrenceTwice_underAnyOrderAndDoubling(
      @ForAll long seed, @ForAll TrackingPolicy policy) {
    Random random = new Random(seed);
    History history = History.random(seed);
    List<PlayheadReport> mixed = new ArrayList<>(history.reports());
    for (int i = random.nextInt(30); i > 0; i--) {
      mixed.add(random.nextInt(mixed.size()), mixed.get(random.nextInt(mixed.size())));
    }
    if (random.nextBoolean()) {
      Collections.shuffle(mixed, random);
    }

    assertThat(History.flat(history.with(arriving(mixed)).run(policy))).doesNotHaveDuplicates();
  }

  /** Whatever a client says again: it arrives when it does. */
  private static List<PlayheadReport> arriving(List<PlayheadReport> reports) {
    List<PlayheadReport> stamped = new ArrayList<>();
    long arrivalMs = RandomHistory.CREATED_MS;
    for (PlayheadReport report : reports) {
      arrivalMs = Math.max(arrivalMs + 1, report.arrivalMs());
      stamped.add(
          new PlayheadReport(
              report.positionMs(),
              arrivalMs,
              report.atMs(),
              report.seq(),
              report.state(),
              report.rateMilli(),
              report.event(),
              report.fromMs(),
              report.errorCode()));
    }
    return stamped;
  }

  @Property(tries = 5000)
  void aDoubledReport_earnsNothing(@ForAll long seed, @ForAll TrackingPolicy policy) {
    History history = History.random(seed);
    List<PlayheadReport> doubled = new ArrayList<>();
    for (PlayheadReport report : history.reports()) {
      doubled.add(report);
      if (report.seq() != NONE || report.atMs() != NONE) {
        doubled.add(report);
      }
    }

    assertThat(History.flat(history.with(doubled).run(policy)))
        .isEqualTo(History.flat(history.run(policy)));
  }

  @Property(tries = 20_000)
  void stricterPolicies_fireNothingThatMoreLenientOnesHaveNot(@ForAll long seed) {
    History history = History.random(seed);
    List<List<String>> strict = history.run(TrackingPolicy.STRICT);
    List<List<String>> standard = history.run(TrackingPolicy.STANDARD);
    List<List<String>> lenient = history.run(TrackingPolicy.LENIENT);
    Set<String> byStrict = new HashSet<>();
    Set<String> byStandard = new HashSet<>();
    Set<String> byLenient = new HashSet<>();
    for (int i = 0; i < strict.size(); i++) {
      byStrict.addAll(strict.get(i));
      byStandard.addAll(standard.get(i));
      byLenient.addAll(lenient.get(i));
      assertThat(byStandard).as("after report %d", i).containsAll(byStrict);
      assertThat(byLenient).as("after report %d", i).containsAll(byStandard);
    }
  }

  @Property(tries = 20_000)
  void moreReportsOfTheSamePlay_changeNothing(@ForAll long seed, @ForAll TrackingPolicy policy) {
    Random random = new Random(seed);
    History history = History.random(seed);
    List<PlayheadReport> more = new ArrayList<>();
    TrackingRules rules = TrackingRules.DEFAULT.withPolicy(policy);
    Progress progress = Progress.START;
    for (PlayheadReport report : history.reports()) {
      PlayheadReport numbered = with(report, report.seq() == NONE ? NONE : report.seq() * 100);
      Advance advance =
          Tracker.advance(history.timeline(), rules, RandomHistory.CREATED_MS, progress, numbered);
      if (wasPlay(progress, advance, numbered)) {
        more.addAll(between(progress, numbered, 1 + random.nextInt(5)));
      }
      more.add(numbered);
      progress = advance.progress();
    }
    List<PlayheadReport> same =
        history.reports().stream()
            .map(report -> with(report, report.seq() == NONE ? NONE : report.seq() * 100))
            .toList();

    assertThat(new HashSet<>(History.flat(history.with(more).run(policy))))
        .isEqualTo(new HashSet<>(History.flat(history.with(same).run(policy))));
  }

  @Property(tries = 20_000)
  void aHistoryReplayed_givesTheSame(@ForAll long seed, @ForAll TrackingPolicy policy) {
    assertThat(History.random(seed).run(policy)).isEqualTo(History.random(seed).run(policy));
  }

  @Property(tries = 20_000)
  void progressKeptAndReadBack_goesOnTheSame(@ForAll long seed, @ForAll TrackingPolicy policy) {
    Random random = new Random(seed);
    History history = History.random(seed);

    assertThat(
            history.run(
                policy,
                progress ->
                    random.nextInt(3) == 0
                        ? ProgressCodec.decode(ProgressCodec.encode(progress))
                        : progress))
        .isEqualTo(history.run(policy));
  }

  @Property(tries = 5000)
  void progressKeptAndReadBack_isTheSame(@ForAll long seed, @ForAll TrackingPolicy policy) {
    History.random(seed)
        .run(
            policy,
            progress -> {
              byte[] kept = ProgressCodec.encode(progress);
              Progress readBack = ProgressCodec.decode(kept);
              assertThat(ProgressCodec.encode(readBack)).isEqualTo(kept);
              assertThat(readBack.footnotes).isEqualTo(progress.footnotes);
              return progress;
            });
  }

  @Property(tries = 5000)
  void progressHandedOut_neverChanges(@ForAll long seed, @ForAll TrackingPolicy policy) {
    List<Progress> all = new ArrayList<>();
    List<byte[]> then = new ArrayList<>();
    History.random(seed)
        .run(
            policy,
            progress -> {
              all.add(progress);
              then.add(ProgressCodec.encode(progress));
              return progress;
            });
    for (int i = 0; i < all.size(); i++) {
      assertThat(ProgressCodec.encode(all.get(i))).isEqualTo(then.get(i));
    }
  }

  @Property(tries = 5000)
  void everyTracker_firesOrIsExplained(@ForAll long seed, @ForAll TrackingPolicy policy) {
    History history = History.random(seed);
    Progress[] last = {Progress.START};
    Set<String> fired = new HashSet<>();
    history
        .run(
            policy,
            progress -> {
              last[0] = progress;
              return progress;
            })
        .forEach(names -> names.forEach(name -> fired.add(name.substring(0, 16))));
    Set<String> explained = new HashSet<>();
    Explanation.of(history.timeline(), last[0]).forEach(one -> explained.add(one.slot().key()));
    Set<String> all = new HashSet<>();
    history
        .timeline()
        .breaks()
        .forEach(
            adBreak -> {
              adBreak.beacons().forEach(slot -> all.add(slot.key()));
              adBreak.ads().forEach(ad -> ad.beacons().forEach(slot -> all.add(slot.key())));
            });

    assertThat(fired).noneMatch(explained::contains);
    explained.addAll(fired);
    assertThat(explained).isEqualTo(all);
  }

  /** Whether all that lies between two reports was played. */
  private static boolean wasPlay(Progress before, Advance advance, PlayheadReport report) {
    boolean forward = before.started() && report.positionMs() > before.positionMs();
    return forward
        && advance.verdict() == Advance.Verdict.ACCEPTED
        && before.state().advances()
        && !report.saysSeek()
        && !wasClockSet(before, report)
        && isClockBelieved(before, advance)
        && advance.progress().positionMs() == report.positionMs()
        && advance.progress().covers(before.positionMs(), report.positionMs())
        && advance.progress().join() != Progress.Join.UNSAID
        && advance.progress().pieceStartMs <= before.positionMs();
  }

  /** Reports in between would have told times that the client never had. */
  private static boolean wasClockSet(Progress before, PlayheadReport report) {
    long byClientMs = report.atMs() - before.atMs();
    return byClientMs < 0 || byClientMs > report.arrivalMs() - before.arrivalMs() + 2_000;
  }

  /**
   * A clock that comes to run ahead is disbelieved from the first report that says so: for one
   * report the whole way is judged by arrival, for many only what is left of it.
   */
  private static boolean isClockBelieved(Progress before, Advance advance) {
    return advance.progress().firstAtMs == before.firstAtMs;
  }

  /** Reports on the way from one to the other; rounding gives them time rather than takes it. */
  private static List<PlayheadReport> between(Progress before, PlayheadReport report, int count) {
    long arrivalsMs = Math.max(0, report.arrivalMs() - before.arrivalMs());
    long clockMs = report.atMs() - before.atMs();
    long byMs = report.positionMs() - before.positionMs();
    List<PlayheadReport> reports = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      reports.add(
          new PlayheadReport(
              before.positionMs() + byMs * i / (count + 1),
              before.arrivalMs() + (arrivalsMs * i + count) / (count + 1),
              report.atMs() == NONE ? NONE : before.atMs() + (clockMs * i + count) / (count + 1),
              report.seq() == NONE ? NONE : report.seq() - 50 + i,
              before.state(),
              Math.max(before.rateMilli(), report.rateMilli()),
              null,
              NONE,
              0));
    }
    return reports;
  }

  private static PlayheadReport with(PlayheadReport report, long seq) {
    return new PlayheadReport(
        report.positionMs(),
        report.arrivalMs(),
        report.atMs(),
        seq,
        report.state(),
        report.rateMilli(),
        report.event(),
        report.fromMs(),
        report.errorCode());
  }
}
