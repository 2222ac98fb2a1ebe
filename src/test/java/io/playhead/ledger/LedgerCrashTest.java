package io.playhead.ledger;

import static io.playhead.ledger.Samples.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.Ledger;
import io.playhead.session.LedgerException;
import io.playhead.session.SessionIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is on disk once, whatever becomes of the process or the disk. */
class LedgerCrashTest {
  private static final int ROUNDS = 4;

  @TempDir Path directory;

  @Test
  void killed_reopens_withAllThatWasAcknowledgedOnce() throws Exception {
    Path path = directory.resolve("ledger.duckdb");
    Set<String> acknowledged = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      // A small log is folded into the file often, so that some kills happen meanwhile.
      WriterProcess writer = new WriterProcess(path, 1);
      int enough = 2_000 * (round + 1);
      writer.waitUntil(() -> writer.acknowledged.size() >= enough);
      writer.kill();
      assertThat(writer.refused).isEmpty();
      acknowledged.addAll(writer.acknowledged);
      assertOnceOnDisk(path, acknowledged, Set.of());
    }
  }

  @Test
  void diskFull_refusesAndKeepsNothing_goesOnWhenThereIsRoom() throws Exception {
    Path limiter = Path.of("/usr/bin/prlimit");
    assumeTrue(Files.isExecutable(limiter), "needs prlimit to limit the size of files");
    Path path = directory.resolve("ledger.duckdb");
    WriterProcess writer = new WriterProcess(path, 64);
    writer.waitUntil(() -> writer.acknowledged.size() > 1000);
    limit(limiter, writer, Files.size(Path.of(path + ".wal")) + 200_000 + ":unlimited");
    writer.waitUntil(() -> writer.refused.size() > 200);
    int before = writer.acknowledged.size();
    limit(limiter, writer, "unlimited");
    writer.waitUntil(() -> writer.acknowledged.size() > before + 2_000);
    writer.kill();
    assertOnceOnDisk(path, writer.acknowledged, writer.refused);
  }

  private static void limit(Path limiter, WriterProcess writer, String bytes) throws Exception {
    Process limit =
        new ProcessBuilder(
                limiter.toString(), "--fsize=" + bytes, "--pid", String.valueOf(writer.pid()))
            .start();
    assertThat(limit.waitFor()).isZero();
  }

  @Test
  void secondProcess_isToldThatTheLedgerIsInUse() throws Exception {
    Path path = directory.resolve("ledger.duckdb");
    WriterProcess writer = new WriterProcess(path, 64);
    try {
      writer.waitUntil(() -> !writer.acknowledged.isEmpty());
      LedgerException refusal =
          org.junit.jupiter.api.Assertions.assertThrows(LedgerException.class, () -> open(path));
      assertThat(refusal).hasMessageContaining("in use by another process");
    } finally {
      writer.kill();
    }
  }

  private static Ledger open(Path path) {
    return DuckDbLedger.open(
        LedgerOptions.of(path), new SimpleMeterRegistry(), System::currentTimeMillis);
  }

  private static void assertOnceOnDisk(Path path, Set<String> acknowledged, Set<String> refused)
      throws Exception {
    Map<String, Integer> copies = new HashMap<>();
    Map<String, Integer> latest = new HashMap<>();
    try (Connection file = DriverManager.getConnection("jdbc:duckdb:" + path);
        Statement statement = file.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select session_id, beacon_key, count(*) from claims group by all")) {
      while (rows.next()) {
        copies.put(Rows.beaconId(rows.getString(1), rows.getString(2)), rows.getInt(3));
        int number = Integer.parseInt(rows.getString(2).substring(1));
        latest.merge(rows.getString(1), number, Math::max);
      }
    }
    assertThat(copies.keySet()).containsAll(acknowledged);
    assertThat(refused).as("refused").doesNotContainAnyElementsOf(copies.keySet());
    assertThat(copies.values()).containsOnly(1);
    // The claim and the progress that knows of it are there together.
    Ledger ledger = open(path);
    try {
      for (Map.Entry<String, Integer> session : latest.entrySet()) {
        byte[] progress = await(ledger.session(session.getKey())).progress();
        assertThat(new String(progress, UTF_8)).isEqualTo(session.getValue().toString());
        assertThat(SessionIds.createdAtMs(session.getKey())).isPositive();
      }
    } finally {
      await(ledger.close());
    }
  }
}
