package io.playhead.load;

import java.util.ArrayList;
import java.util.List;

/** What ad ops ask of a ledger that {@link io.playhead.ledger.LedgerFill} has filled. */
final class AuditQuestions {
  private static final List<String> TEXTS =
      List.of("break=mid-3", "ad=ad7", "campaign=camp7", "event=start", "host=t3.example.com");
  private static final List<String> STATES =
      List.of(
          "state=claimed",
          "state=delivered",
          "state=failed",
          "state=ambiguous",
          "state=suppressed");
  private static final String NOWHERE = "ad=ad1234";

  private final String range;

  /**
   * Has no questions yet.
   *
   * @param fromMs of a range of time to look in, epoch milliseconds
   * @param toMs its end
   */
  AuditQuestions(long fromMs, long toMs) {
    range = "from=" + fromMs + "&to=" + toMs;
  }

  /** Every filter by itself, every pair, and some of three and more. */
  List<String> pages() {
    List<String> all = new ArrayList<>(TEXTS);
    all.addAll(STATES);
    all.add(range);
    all.add("");
    all.add(NOWHERE);
    for (int i = 0; i < TEXTS.size(); i++) {
      for (int j = 0; j < i; j++) {
        all.add(TEXTS.get(j) + "&" + TEXTS.get(i));
      }
      for (String state : STATES) {
        all.add(TEXTS.get(i) + "&" + state);
      }
      all.add(TEXTS.get(i) + "&" + range);
    }
    for (String state : STATES) {
      all.add(state + "&" + range);
      all.add("ad=ad7&event=start&" + state);
      all.add("break=mid-3&campaign=camp7&event=complete&" + state);
    }
    all.add("ad=ad7&event=start&host=t3.example.com");
    all.add("ad=ad7&event=start&host=t3.example.com&" + range);
    return all;
  }

  /** Everything that counts can be grouped by. */
  List<String> groups() {
    return List.of(
        "",
        "ad",
        "creative",
        "campaign",
        "break",
        "event",
        "host",
        "state",
        "hour",
        "ad,event",
        "host,state",
        "campaign,creative,event");
  }

  /** Pages of sessions. */
  List<String> sessions() {
    return List.of("", "content=film-7", "account=a17", "state=live", "state=ended", range);
  }
}
