package io.playhead.ledger;

import static io.playhead.ledger.Samples.await;
import static io.playhead.ledger.Samples.claim;
import static io.playhead.ledger.Samples.created;
import static io.playhead.ledger.Samples.ended;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.BeaconExport;
import io.playhead.session.BeaconPage;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.playhead.session.BeaconStats;
import io.playhead.session.BeaconStats.Group;
import io.playhead.session.Claim;
import io.playhead.session.Dimension;
import io.playhead.session.ExportFormat;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerEntry.SessionEnded;
import io.playhead.session.StatsQuery;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the database counts is what counting one after another comes to, in every state. */
class AuditCountsTest {
  private static final long NOW_MS = 1_700_000_000_000L;

  @TempDir Path directory;
  private DuckDbLedger database;
  private MemoryLedger memory;

  @BeforeEach
  void fill() throws Exception {
    memory = new MemoryLedger(() -> NOW_MS);
    database =
        DuckDbLedger.open(
            LedgerOptions.of(directory.resolve("l.duckdb")),
            new SimpleMeterRegistry(),
            () -> NOW_MS);
    String session = Samples.id(NOW_MS - 10_000);
    fill(memory, session);
    fill(database, session);
  }

  @AfterEach
  void close() throws Exception {
    await(database.close());
  }

  /**
   * Two delivered, one of them at the second try; one failed, two on their way; suppressed are one
   * that was never due, one with a bad address and one that the guard stopped.
   */
  private static void fill(Ledger ledger, String session) throws Exception {
    Claim first = claim(session, "1", NOW_MS - 6000, "ad1", "impression", null);
    Claim second = claim(session, "2", NOW_MS - 6000, "ad1", "start", null);
    Claim failed = claim(session, "3", NOW_MS - 5000, "ad1", "midpoint", null);
    Claim stopped = claim(session, "4", NOW_MS - 5000, "ad1", "midpoint", null);
    Claim waiting = claim(session, "5", NOW_MS - 4000, "ad2", "impression", null);
    Claim tried = claim(session, "6", NOW_MS - 4000, "ad2", "start", null);
    Claim badUrl = claim(session, "7", NOW_MS - 4000, "ad2", "start", "bad-url");
    await(ledger.write(created(session)));
    await(
        ledger.write(
            Samples.advanced(session, "p", first, second, failed, stopped, waiting, tried)));
    await(ledger.write(ended(first, Outcome.DELIVERED, NOW_MS - 3000)));
    await(ledger.write(ended(second, Outcome.RETRY, NOW_MS - 3000)));
    await(ledger.write(ended(second, Outcome.DELIVERED, NOW_MS - 2000)));
    await(ledger.write(ended(failed, Outcome.FAILED, NOW_MS - 2000)));
    await(ledger.write(ended(stopped, Outcome.SUPPRESSED, NOW_MS - 2000)));
    await(ledger.write(ended(tried, Outcome.RETRY, NOW_MS - 2000)));
    await(
        ledger.write(
            new SessionEnded(
                session, NOW_MS - 1000, 200, null, List.of(badUrl), List.of(never(session)))));
  }

  private static Claim never(String session) {
    return new Claim(
        session + ".8",
        session,
        "mid",
        "ad2",
        2,
        null,
        null,
        "complete",
        -1,
        "https://t.example.com/[CACHEBUSTING]",
        "t.example.com",
        "not-reached",
        Claim.NEVER_DUE,
        NOW_MS - 1000,
        -1,
        -1,
        -1);
  }

  @Test
  void stats_suppressedBeacons_areNeitherDueNorFailedNorInTheFunnel() throws Exception {
    Group all = await(database.audit().stats(funnel(List.of()))).groups().get(0);
    assertThat(all.byState())
        .isEqualTo(
            Map.of(
                BeaconState.DELIVERED, 2L,
                BeaconState.FAILED, 1L,
                BeaconState.CLAIMED, 2L,
                BeaconState.SUPPRESSED, 3L));
    assertThat(all.due()).isEqualTo(5);
    assertThat(all.deliveryRate()).isEqualTo(2.0 / 3);
    assertThat(all.funnel()).isEqualTo(Map.of("impression", 2L, "start", 2L, "midpoint", 1L));
  }

  @Test
  void stats_anyGrouping_isWhatCountingOneByOneComesTo() throws Exception {
    List<List<Dimension>> groupings = new ArrayList<>();
    groupings.add(List.of());
    for (Dimension dimension : Dimension.values()) {
      groupings.add(List.of(dimension));
    }
    groupings.add(List.of(Dimension.AD, Dimension.STATE, Dimension.EVENT));
    List<BeaconState> states = new ArrayList<>(List.of(BeaconState.values()));
    states.add(null);
    for (BeaconState state : states) {
      for (List<Dimension> by : groupings) {
        BeaconStats stats = await(database.audit().stats(query(state, by)));
        assertThat(stats).as(by + " " + state).isEqualTo(await(memory.stats(query(state, by))));
      }
    }
  }

  @Test
  void page_ofAnyState_isTheSame() throws Exception {
    for (BeaconState state : BeaconState.values()) {
      assertThat(await(database.beacons(page(state))))
          .as(state.wireName())
          .isEqualTo(await(memory.beacons(page(state))));
    }
    assertThat(await(database.beacons(page(BeaconState.SUPPRESSED))).beacons())
        .extracting(beacon -> beacon.claim().beaconId().split("\\.")[1] + " " + beacon.reason())
        .containsExactly("8 not-reached", "7 bad-url", "4 refused");
  }

  /** Windows that grow must not leave out what lies behind hours and days without a beacon. */
  @Test
  void pages_overQuietTimes_haveAllOfEachState() throws Exception {
    long hourMs = 3_600_000;
    for (long agoMs : List.of(hourMs / 2, 5 * hourMs, 5 * hourMs + 1, 30 * hourMs, 900 * hourMs)) {
      String session = Samples.id(NOW_MS - agoMs - 1000);
      Claim open = claim(session, "open", NOW_MS - agoMs, "ad1", "start", null);
      Claim sent = claim(session, "sent", NOW_MS - agoMs, "ad1", "midpoint", null);
      for (Ledger ledger : List.of(memory, database)) {
        await(ledger.write(created(session)));
        await(ledger.write(Samples.advanced(session, "p", open, sent)));
        await(ledger.write(ended(sent, Outcome.DELIVERED, NOW_MS - agoMs + 1)));
      }
    }
    for (BeaconState state :
        Arrays.asList(BeaconState.CLAIMED, BeaconState.DELIVERED, BeaconState.SUPPRESSED, null)) {
      assertThat(ids(database, state)).as("%s", state).isEqualTo(ids(memory, state));
    }
    assertThat(ids(database, BeaconState.CLAIMED)).hasSize(7);
  }

  /** By pages of two. */
  private static List<String> ids(Ledger ledger, BeaconState state) throws Exception {
    List<String> ids = new ArrayList<>();
    String cursor = null;
    do {
      BeaconPage page =
          await(
              ledger.beacons(Samples.query(null, null, null, state, 0, Long.MAX_VALUE, 2, cursor)));
      page.beacons().forEach(beacon -> ids.add(beacon.claim().beaconId()));
      cursor = page.nextCursor();
    } while (cursor != null);
    return ids;
  }

  private static BeaconQuery page(BeaconState state) {
    return Samples.query(null, null, null, state, 0, Long.MAX_VALUE, 100, null);
  }

  @Test
  void export_saysTheStatesOfThePages() throws Exception {
    BeaconExport export = await(database.audit().export(Samples.all(1, null), ExportFormat.NDJSON));
    List<String> exported = new ArrayList<>();
    for (Path file = await(export.next()); file != null; file = await(export.next())) {
      Files.readAllLines(file).stream()
          .map(JsonObject::new)
          .map(row -> described(row.getString("id"), row.getString("state"), row))
          .forEach(exported::add);
    }
    export.close();
    List<String> expected =
        await(memory.beacons(Samples.all(100, null))).beacons().stream()
            .map(
                beacon ->
                    beacon.claim().beaconId()
                        + " "
                        + beacon.state().wireName()
                        + " "
                        + beacon.reason()
                        + " "
                        + beacon.claim().wasDue())
            .toList();
    assertThat(exported).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String described(String id, String state, JsonObject row) {
    return id
        + " "
        + state
        + " "
        + row.getString("reason")
        + " "
        + (row.getLong("dueAtMs") != null);
  }

  private static StatsQuery query(BeaconState state, List<Dimension> by) {
    return new StatsQuery(page(state), by, 100, false);
  }

  @Test
  void funnel_ofAnyGrouping_isWhatCountingOneByOneComesTo() throws Exception {
    for (Dimension dimension : Dimension.values()) {
      if (StatsQuery.mayHaveFunnel(page(null), List.of(dimension))) {
        StatsQuery query = funnel(List.of(dimension));
        assertThat(await(database.audit().stats(query)))
            .as(dimension.wireName())
            .isEqualTo(await(memory.stats(query)));
      }
    }
  }

  private static StatsQuery funnel(List<Dimension> by) {
    return new StatsQuery(page(null), by, 100, true);
  }
}
