package io.playhead.ledger;

import static io.playhead.ledger.Samples.NOW_MS;
import static io.playhead.ledger.Samples.advanced;
import static io.playhead.ledger.Samples.all;
import static io.playhead.ledger.Samples.await;
import static io.playhead.ledger.Samples.claim;
import static io.playhead.ledger.Samples.created;
import static io.playhead.ledger.Samples.failure;
import static io.playhead.ledger.Samples.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.Claim;
import io.playhead.session.LedgerException;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commits that fail, queues that are full, files that cannot be opened. */
class LedgerFaultTest {
  @TempDir Path directory;
  private final String sessionId = id(NOW_MS);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private volatile boolean failBefore;
  private volatile boolean failAfter;
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile boolean gated;
  private DuckDbLedger ledger;

  private DuckDbLedger open(LedgerOptions options) {
    CommitHook hook =
        new CommitHook() {
          @Override
          public void beforeCommit(int entries) throws SQLException {
            if (gated) {
              try {
                gate.await();
              } catch (InterruptedException e) {
                throw new SQLException(e);
              }
            }
            if (failBefore) {
              throw new SQLException("injected before the commit");
            }
          }

          @Override
          public void afterCommit() throws SQLException {
            if (failAfter) {
              throw new SQLException("injected after the commit");
            }
          }
        };
    ledger = DuckDbLedger.open(options, registry, () -> NOW_MS, hook);
    return ledger;
  }

  private LedgerOptions options() {
    return LedgerOptions.of(directory.resolve("ledger.duckdb"));
  }

  @AfterEach
  void close() throws Exception {
    if (ledger != null) {
      await(ledger.close());
    }
  }

  @Test
  void commitFails_nothingIsKept_theNextOneSucceeds() throws Exception {
    open(options());
    await(ledger.write(created(sessionId)));
    await(ledger.write(advanced(sessionId, "one", claim(sessionId, "k1", NOW_MS))));
    failBefore = true;
    List<Future<List<Claim>>> lost = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      lost.add(ledger.write(advanced(sessionId, "lost", claim(sessionId, "lost" + i, NOW_MS))));
    }
    for (Future<List<Claim>> write : lost) {
      assertThat(failure(write)).isInstanceOf(LedgerException.class);
    }
    failBefore = false;
    writeUntilItSucceeds("two", claim(sessionId, "k2", NOW_MS));
    assertThat(keys()).containsExactlyInAnyOrder("k1", "k2");
    assertThat(await(ledger.session(sessionId)).progress()).isEqualTo("two".getBytes(UTF_8));
    assertThat(registry.counter("playhead.ledger.failures").count()).isGreaterThanOrEqualTo(50);
  }

  @Test
  void commitSucceedsButLooksFailed_nothingIsKept() throws Exception {
    open(options());
    await(ledger.write(created(sessionId)));
    failAfter = true;
    Future<?> lost = ledger.write(advanced(sessionId, "lost", claim(sessionId, "lost", NOW_MS)));
    assertThat(failure(lost)).isInstanceOf(LedgerException.class);
    failAfter = false;
    writeUntilItSucceeds("two", claim(sessionId, "k2", NOW_MS));
    assertThat(keys()).containsExactly("k2");
  }

  private void writeUntilItSucceeds(String progress, Claim claim) throws Exception {
    for (int i = 0; i < 100; i++) {
      Future<?> write = ledger.write(advanced(sessionId, progress, claim));
      try {
        await(write);
        return;
      } catch (java.util.concurrent.ExecutionException e) {
        Thread.sleep(50);
      }
    }
    throw new AssertionError("the ledger did not recover");
  }

  private List<String> keys() throws Exception {
    return await(ledger.beacons(all(100, null))).beacons().stream()
        .map(BeaconRecord::claim)
        .map(claim -> Rows.keyOf(claim.beaconId()))
        .toList();
  }

  @Test
  void queueFull_refusesAtOnce_andWritesWhatItTook() throws Exception {
    open(options().with(new LedgerOptions.Writing(10, 1_000_000, 1, 0)));
    gated = true;
    List<Future<List<Claim>>> writes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      writes.add(ledger.write(advanced(sessionId, "p", claim(sessionId, "k" + i, NOW_MS))));
    }
    assertThat(writes.stream().filter(Future::failed).count()).isBetween(19L, 20L);
    gate.countDown();
    int written = 0;
    for (Future<List<Claim>> write : writes) {
      written += write.failed() ? 0 : await(write).size();
    }
    assertThat(keys()).hasSize(written);
  }

  @Test
  void queueFullOfBytes_refusesAtOnce_butTakesOneLargeEntry() throws Exception {
    open(options().with(new LedgerOptions.Writing(1000, 10_000, 2_000, 2)));
    gated = true;
    String large = "x".repeat(50_000);
    Future<List<Claim>> first = ledger.write(advanced(sessionId, large));
    Future<List<Claim>> second = ledger.write(advanced(sessionId, large));
    assertThat(second.failed()).isTrue();
    gate.countDown();
    await(first);
    await(ledger.write(advanced(sessionId, large)));
  }

  @Test
  void close_writesWhatIsWaiting() throws Exception {
    open(options());
    gated = true;
    List<Future<List<Claim>>> writes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      writes.add(ledger.write(advanced(sessionId, "p", claim(sessionId, "k" + i, NOW_MS))));
    }
    Future<Void> closed = ledger.close();
    gate.countDown();
    await(closed);
    for (Future<List<Claim>> write : writes) {
      assertThat(await(write)).hasSize(1);
    }
    gated = false;
    open(options());
    assertThat(keys()).hasSize(100);
  }

  @Test
  void open_fileIsNoLedger_saysSo() throws Exception {
    Path file = Files.writeString(directory.resolve("notes.txt"), "not a ledger ".repeat(2000));
    assertThatThrownBy(() -> open(LedgerOptions.of(file)))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("damaged or is another kind of file")
        .hasMessageContaining("notes.txt");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void open_leavesNoLibraryInTheTemporaryFiles() throws Exception {
    open(options());
    try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
      List<String> library = mapped.filter(line -> line.contains("libduckdb_java")).toList();
      assertThat(library).isNotEmpty().allMatch(line -> line.endsWith("(deleted)"));
    }
  }

  @Test
  void open_ledgerOfAnotherVersion_saysSo() throws Exception {
    open(options());
    await(ledger.close());
    execute("update ledger_version set version = 99");
    assertThatThrownBy(() -> open(options()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ledger.duckdb cannot be used")
        .hasMessageContaining("version 99");
    execute("update ledger_version set version = 2"); // the file was let go, and is as it was
    open(options());
  }

  @Test
  void open_ledgerOfTheFirstVersion_isBroughtUpAndGoesOn() throws Exception {
    open(options());
    await(ledger.write(created(sessionId)));
    await(ledger.close());
    execute("alter table sessions drop column idle_ttl_ms");
    execute("update ledger_version set version = 1");
    open(options());
    String later = Samples.id(NOW_MS);
    await(ledger.write(created(later)));
    assertThat(await(ledger.session(sessionId)).life().idleTtlMs()).isZero();
    assertThat(await(ledger.session(later)).life().idleTtlMs()).isZero();
    assertThat(await(ledger.idle(0, NOW_MS + 10, 0, 9))).hasSize(2);
    await(ledger.close());
    open(options());
    assertThat(await(ledger.session(later))).isNotNull();
  }

  @Test
  void open_ledgerBegunBeforeVersionsHadNumbers_goesOn() throws Exception {
    open(options());
    await(ledger.write(created(sessionId)));
    await(ledger.write(advanced(sessionId, "one", claim(sessionId, "k1", NOW_MS))));
    await(ledger.close());
    execute("drop table ledger_version");
    execute("alter table sessions drop column idle_ttl_ms");
    open(options());
    assertThat(keys()).containsExactly("k1");
    await(ledger.close());
    open(options());
    assertThat(keys()).containsExactly("k1");
  }

  @Test
  void open_databaseOfAnotherProgram_saysSo() throws Exception {
    execute("create table accounts (name varchar)");
    assertThatThrownBy(() -> open(options()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("database of another program");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + options().path());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void open_directoryCannotBeMade_saysSo() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> open(LedgerOptions.of(file.resolve("sub/ledger.duckdb"))))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("cannot be opened");
  }
}
