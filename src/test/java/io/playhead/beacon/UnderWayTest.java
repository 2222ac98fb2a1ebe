package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.PendingBeacon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restart believes of the notes that the last run left. */
class UnderWayTest {
  private static final int PLACES = 4;
  private static final long NOW_MS = 1_000_000;

  @TempDir Path directory;
  private UUID boot = UUID.randomUUID();

  /** There was a run before, of which nothing is in doubt. */
  @BeforeEach
  void run() throws IOException {
    open().settleAll();
  }

  private UnderWay open() throws IOException {
    return UnderWay.open(directory.resolve("notes"), PLACES, boot, NOW_MS);
  }

  private static PendingBeacon pending(String id, int tries) {
    return pending(id, tries, NOW_MS - 1, 0);
  }

  private static PendingBeacon pending(String id, int tries, long claimedAtMs, long notBeforeMs) {
    Claim claim =
        new Claim(
            id, "s", "b", null, 0, null, null, "start", -1, "", "", null, 0, claimedAtMs, 0, 0, 0);
    return new PendingBeacon(claim, Device.UNKNOWN, tries, notBeforeMs);
  }

  @Test
  void killed_onlyWhatWasUnderWayIsInDoubt() throws IOException {
    UnderWay run = open();
    run.note("a", 0);
    run.strike(run.note("b", 0));

    UnderWay next = open();

    assertThat(next.isInDoubt(pending("a", 0))).isTrue();
    assertThat(next.isInDoubt(pending("b", 0))).as("its outcome is on record").isFalse();
    assertThat(next.isInDoubt(pending("c", 0))).as("was never tried").isFalse();
  }

  @Test
  void killed_betweenRecordAndStrike_isNotInDoubt() throws IOException {
    open().note("a", 1);

    assertThat(open().isInDoubt(pending("a", 2))).isFalse();
  }

  @Test
  void killedAgain_beforeTheDoubtIsOnRecord_isStillInDoubt() throws IOException {
    open().note("a", 0);
    open().note("b", 0);

    UnderWay next = open();
    assertThat(next.isInDoubt(pending("a", 0))).isTrue();
    assertThat(next.isInDoubt(pending("b", 0))).isTrue();
    next.settle("a", 0);

    next = open();
    assertThat(next.isInDoubt(pending("a", 0))).isFalse();
    assertThat(next.isInDoubt(pending("b", 0))).isTrue();
    next.settleAll();

    assertThat(open().isInDoubt(pending("b", 0))).isFalse();
  }

  @Test
  void machineWentDown_allThatWasClaimedAndDueIsInDoubt() throws IOException {
    open();
    boot = UUID.randomUUID();

    UnderWay next = open();

    assertThat(next.isInDoubt(pending("a", 0))).isTrue();
    assertThat(next.isInDoubt(pending("a", 1, NOW_MS - 1, NOW_MS + 1)))
        .as("its next try was not due")
        .isFalse();
    assertThat(next.isInDoubt(pending("a", 0, NOW_MS, 0))).as("claimed since").isFalse();
  }

  @Test
  void machineWentDown_thenKilled_theDoubtIsNotForgotten() throws IOException {
    open();
    boot = UUID.randomUUID();
    open();

    assertThat(open().isInDoubt(pending("a", 0))).isTrue();
  }

  @Test
  void stoppedProperly_thenMachineWentDown_onlyWhatWasUnderWayIsInDoubt() throws IOException {
    UnderWay run = open();
    run.note("a", 0);
    run.close();
    boot = UUID.randomUUID();

    UnderWay next = open();

    assertThat(next.isInDoubt(pending("a", 0))).isTrue();
    assertThat(next.isInDoubt(pending("b", 0))).isFalse();
  }

  @Test
  void notesAreLost_allIsInDoubt() throws IOException {
    Files.delete(directory.resolve("notes"));

    assertThat(open().isInDoubt(pending("a", 0))).isTrue();
  }

  @Test
  void notesOfTheLastRun_takeNoPlacesFromThisOne() throws IOException {
    for (int run = 0; run < 5; run++) {
      UnderWay notes = open();
      for (int i = 0; i < PLACES; i++) {
        notes.note(run + "-" + i, 0);
      }
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 5 * PLACES; i++) {
                  notes.note("more", i);
                }
              })
          .isInstanceOf(IllegalStateException.class);
      notes.settleAll();
    }
    assertThat(open().isInDoubt(pending("4-3", 0))).isTrue();
    assertThat(open().isInDoubt(pending("3-3", 0))).isFalse();
  }
}
