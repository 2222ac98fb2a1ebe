package io.playhead.ledger;

import io.playhead.session.Claim;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerEntry.AttemptEnded;
import io.playhead.session.LedgerEntry.SessionAdvanced;
import io.playhead.session.LedgerEntry.SessionCreated;
import io.playhead.session.LedgerEntry.SessionEnded;
import io.playhead.session.LedgerEntry.TimelineReplaced;
import io.playhead.session.StoredSession;
import java.util.List;

/** An entry that waits to be written, with its caller and what it weighs. */
record Queued(LedgerEntry entry, Reply<List<Claim>> reply, int bytes) {
  private static final int ROW_BYTES = 200;

  static Queued of(LedgerEntry entry) {
    return new Queued(entry, new Reply<>(), bytesOf(entry));
  }

  /** What the ledger answers once the entry is on disk. */
  List<Claim> claims() {
    if (entry instanceof SessionCreated created) {
      return created.claims();
    }
    if (entry instanceof SessionAdvanced advanced) {
      return advanced.claims();
    }
    return entry instanceof SessionEnded ended ? ended.claims() : List.of();
  }

  private static int bytesOf(LedgerEntry entry) {
    if (entry instanceof SessionCreated created) {
      StoredSession session = created.session();
      return ROW_BYTES
          + session.details().length()
          + session.timeline().length()
          + length(session.progress())
          + bytesOf(created.claims());
    }
    if (entry instanceof TimelineReplaced replaced) {
      return ROW_BYTES + replaced.timeline().length() + replaced.progress().length;
    }
    if (entry instanceof SessionAdvanced advanced) {
      return ROW_BYTES + advanced.progress().length + bytesOf(advanced.claims());
    }
    if (entry instanceof SessionEnded ended) {
      return ROW_BYTES
          + length(ended.progress())
          + bytesOf(ended.claims())
          + bytesOf(ended.suppressed());
    }
    return entry instanceof AttemptEnded ? ROW_BYTES : 0;
  }

  private static int bytesOf(List<Claim> claims) {
    int bytes = 0;
    for (Claim claim : claims) {
      bytes += ROW_BYTES + claim.url().length();
    }
    return bytes;
  }

  private static int length(byte @org.jspecify.annotations.Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
