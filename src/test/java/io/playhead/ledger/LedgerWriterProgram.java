package io.playhead.ledger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.session.Claim;
import io.playhead.session.Ledger;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Writes to a ledger until it is killed: some sessions side by side, each one claim after another,
 * with the claim's number as its progress. Prints {@code ok} or {@code no} and the beacon's id once
 * the ledger has answered. A session that is told no tries a new claim.
 */
final class LedgerWriterProgram {
  private static final int SESSIONS = 40;
  private static final int PAUSE_AFTER_NO_MS = 20;

  private final Ledger ledger;
  private final PrintStream out;

  private LedgerWriterProgram(Ledger ledger, PrintStream out) {
    this.ledger = ledger;
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    LedgerOptions options =
        LedgerOptions.of(Path.of(args[0]))
            .with(new LedgerOptions.Upkeep(90, 3_600_000, 2_000))
            .with(new LedgerOptions.Engine(Integer.parseInt(args[1]), 1024, 1));
    Ledger ledger =
        DuckDbLedger.open(options, new SimpleMeterRegistry(), System::currentTimeMillis);
    LedgerWriterProgram program = new LedgerWriterProgram(ledger, new PrintStream(System.out));
    for (int i = 0; i < SESSIONS; i++) {
      String id =
          io.playhead.session.SessionIds.create(
              System.currentTimeMillis(), new java.security.SecureRandom());
      Samples.await(ledger.write(Samples.created(id)));
      program.go(id, 1);
    }
    Thread.sleep(Long.MAX_VALUE);
  }

  private void go(String id, int number) {
    Claim claim = Samples.claim(id, "k" + number, System.currentTimeMillis());
    ledger
        .write(Samples.advanced(id, String.valueOf(number), claim))
        .onComplete(
            made -> {
              say("ok ", claim);
              go(id, number + 1);
            },
            cause -> {
              say("no ", claim);
              pause();
              go(id, number + 1);
            });
  }

  private void say(String word, Claim claim) {
    synchronized (out) {
      out.println(word + claim.beaconId());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_NO_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
