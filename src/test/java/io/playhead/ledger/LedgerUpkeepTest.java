package io.playhead.ledger;

import static io.playhead.ledger.Samples.NOW_MS;
import static io.playhead.ledger.Samples.advanced;
import static io.playhead.ledger.Samples.all;
import static io.playhead.ledger.Samples.await;
import static io.playhead.ledger.Samples.claim;
import static io.playhead.ledger.Samples.created;
import static io.playhead.ledger.Samples.ended;
import static io.playhead.ledger.Samples.id;
import static io.playhead.ledger.Samples.session;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.Attempt.Outcome;
import io.playhead.session.Claim;
import io.playhead.session.LedgerEntry.SessionCreated;
import io.playhead.session.LedgerEntry.SessionEnded;
import io.playhead.session.StoredSession;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger stays small: progress is merged, and old rows are deleted. */
class LedgerUpkeepTest {
  private static final long DAY_MS = 24 * 3_600_000L;

  @TempDir Path directory;
  private final AtomicLong nowMs = new AtomicLong(NOW_MS);
  private DuckDbLedger ledger;

  @BeforeEach
  void open() {
    LedgerOptions options =
        LedgerOptions.of(directory.resolve("ledger.duckdb"))
            .with(new LedgerOptions.Upkeep(30, 3_600_000, 200));
    ledger = DuckDbLedger.open(options, new SimpleMeterRegistry(), nowMs::get);
  }

  @AfterEach
  void close() throws Exception {
    await(ledger.close());
  }

  @Test
  void progress_writtenOften_keepsOneRowForEachSession() throws Exception {
    List<String> ids = sessions(20);
    for (int round = 1; round <= 10; round++) {
      advanceAll(ids, 15, "round " + round);
      upkeep();
      assertProgress(ids, "round " + round + ", 14");
    }
    await(ledger.close());
    // At most what was gathered since the last merge, and one row for each session.
    assertThat(rows("progress")).isLessThan(600);
    assertThat(rows("duckdb_tables() where starts_with(table_name, 'progress_g')")).isLessThan(4);
    open();
    assertProgress(ids, "round 10, 14");
  }

  @Test
  void progress_mergedWhileWriting_isNeverOlderThanWhatWasAnswered() throws Exception {
    List<String> ids = sessions(10);
    for (int round = 1; round <= 20; round++) {
      Future<Void> upkeep = ledger.maintenance().now();
      advanceAll(ids, 30, "round " + round);
      assertProgress(ids, "round " + round + ", 29");
      await(upkeep);
    }
  }

  @Test
  void progress_endedAndIdleSessions_arePutAwayAndStillFound() throws Exception {
    List<String> ids = sessions(3);
    String ended = ids.get(0);
    String idle = ids.get(1);
    advanceAll(ids, 1, "early");
    await(
        ledger.write(
            new SessionEnded(ended, NOW_MS + 1, 200, "end".getBytes(UTF_8), List.of(), List.of())));
    nowMs.addAndGet(2 * 3_600_000);
    advanceAll(List.of(ids.get(2)), 300, "late");
    upkeep();
    StoredSession found = await(ledger.session(ended));
    assertThat(found.endedAtMs()).isEqualTo(NOW_MS + 1);
    assertThat(found.progress()).isEqualTo("end".getBytes(UTF_8));
    assertProgress(List.of(idle), "early, 0");
    advanceAll(List.of(idle), 1, "back");
    assertProgress(List.of(idle), "back, 0");
    await(ledger.close());
    assertThat(rows(Schema.SETTLED)).isEqualTo(2);
    open();
  }

  @Test
  void retention_deletesWhatIsOlder_andKeepsWhatSessionsNeed() throws Exception {
    String old = id(NOW_MS);
    Claim oldClaim = claim(old, "k1", NOW_MS);
    await(ledger.write(created(old)));
    await(ledger.write(advanced(old, "p", oldClaim)));
    await(ledger.write(ended(oldClaim, Outcome.DELIVERED, NOW_MS + 10)));
    for (int day = 1; day <= 31; day++) {
      nowMs.set(NOW_MS + day * DAY_MS);
      // The timeline is the one that the old session has.
      await(ledger.write(created(id(nowMs.get()))));
    }
    String young = id(nowMs.get());
    Claim youngClaim = claim(young, "k1", nowMs.get());
    await(ledger.write(new SessionCreated(session(young, null, "timeline"), List.of(youngClaim))));
    await(ledger.maintenance().now());
    assertThat(await(ledger.session(old))).isNull();
    assertThat(await(ledger.session(young)).timeline()).isEqualTo("timeline");
    assertThat(await(ledger.beacons(all(10, null))).beacons())
        .extracting(beacon -> beacon.claim())
        .containsExactly(youngClaim);
    await(ledger.close());
    assertThat(rows("attempts")).isZero();
    assertThat(rows("timelines")).isBetween(1L, 33L);
    open();
  }

  /** A channel may be watched for longer than anything is kept. */
  @Test
  void retention_sessionThatStillMoves_isKeptWithItsTimelineAndProgress() throws Exception {
    String live = id(NOW_MS);
    String quiet = id(NOW_MS + 1);
    await(ledger.write(new SessionCreated(session(live, null, "its own"), List.of())));
    await(ledger.write(new SessionCreated(session(quiet, null, "another"), List.of())));
    Claim pending = null;
    for (int day = 1; day <= 40; day++) {
      nowMs.set(NOW_MS + day * DAY_MS);
      pending = claim(live, "k" + day, nowMs.get());
      await(ledger.write(advanced(live, "day " + day, pending)));
      advanceAll(List.of(live), 10, "day " + day);
      upkeep();
    }
    advanceAll(List.of(live), 300, "last"); // so that progress is merged, too
    upkeep();
    upkeep();

    StoredSession found = await(ledger.session(live));
    assertThat(found.timeline()).isEqualTo("its own");
    assertThat(found.progress()).isEqualTo("last, 299".getBytes(UTF_8));
    assertThat(await(ledger.session(quiet))).isNull();
    assertThat(await(ledger.pending(null, Set.of(), 100)))
        .extracting(beacon -> beacon.claim())
        .contains(pending);
  }

  @Test
  void timeline_sharedByManySessions_isStoredOnce() throws Exception {
    sessions(50);
    await(ledger.close());
    assertThat(rows("timelines")).isEqualTo(1);
    open();
  }

  // A second batch is taken only when the writer has gone on to a new part, if that was due.
  private void upkeep() throws Exception {
    await(ledger.write(created(id(NOW_MS))));
    await(ledger.maintenance().now());
  }

  private List<String> sessions(int count) throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(id(NOW_MS + i));
      await(ledger.write(created(ids.get(i))));
    }
    return ids;
  }

  private void advanceAll(List<String> ids, int times, String what) throws Exception {
    List<Future<?>> writes = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      for (String id : ids) {
        writes.add(ledger.write(advanced(id, what + ", " + i)));
      }
    }
    await(Future.all(writes));
  }

  private void assertProgress(List<String> ids, String expected) throws Exception {
    for (String id : ids) {
      byte[] progress = await(ledger.session(id)).progress();
      assertThat(new String(progress, UTF_8)).isEqualTo(expected);
    }
  }

  private long rows(String table) throws Exception {
    try (Connection file =
            DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("ledger.duckdb"));
        Statement statement = file.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + table)) {
      row.next();
      return row.getLong(1);
    }
  }
}
