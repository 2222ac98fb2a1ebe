package io.playhead.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What was promised, what is on record and what arrived, compared when all is over.
 *
 * @param acknowledged beacons of which an answer said that they fired
 * @param claimed beacons with a claim
 * @param lost acknowledged beacons without a claim
 * @param doubled beacons with more than one claim
 * @param undelivered beacons with a claim that never arrived
 * @param arrivals requests that arrived
 * @param distinct beacons that arrived
 * @param marked resends of what may have been under way, on record
 * @param unmarked beacons that arrived more often than once and once for each mark
 */
public record Reckoning(
    int acknowledged,
    int claimed,
    long lost,
    long doubled,
    long undelivered,
    int arrivals,
    int distinct,
    int marked,
    long unmarked) {
  private static final int BEACONS_OF_THE_EXAMPLE = 18;

  /** Reads the ledger of a service that has ended. */
  public static Reckoning of(Viewers viewers, CountingSink sink, LedgerFile ledger) {
    assertThat(ledger.claimsBySession())
        .as("claims of sessions that were reported to their end")
        .containsAllEntriesOf(allOf(viewers.finished));
    return of(viewers.acknowledged, sink, ledger);
  }

  /** The same where no session need have come to its end. */
  public static Reckoning of(Set<String> acknowledged, CountingSink sink, LedgerFile ledger) {
    Map<String, Integer> claims = ledger.claims();
    Map<String, Integer> marks = ledger.inDoubt();
    return new Reckoning(
        acknowledged.size(),
        claims.size(),
        acknowledged.stream().filter(id -> !claims.containsKey(id)).count(),
        claims.values().stream().filter(count -> count > 1).count(),
        claims.keySet().stream().filter(id -> !sink.arrivals().containsKey(id)).count(),
        sink.total(),
        sink.distinct(),
        marks.values().stream().mapToInt(count -> count).sum(),
        sink.arrivals().entrySet().stream()
            .filter(beacon -> beacon.getValue().get() - 1 > marks.getOrDefault(beacon.getKey(), 0))
            .count());
  }

  private static Map<String, Integer> allOf(Collection<String> finished) {
    Map<String, Integer> expected = new HashMap<>();
    finished.forEach(session -> expected.put(session, BEACONS_OF_THE_EXAMPLE));
    return expected;
  }

  /** Prints the figures, and fails if something was lost, doubled or not delivered. */
  public void check(String proof) {
    Proof.say(
        "%s: acknowledged %d, claimed %d, claims lost %d, claims doubled %d, undelivered %d",
        proof, acknowledged, claimed, lost, doubled, undelivered);
    Proof.say(
        "%s: arrivals %d, distinct %d, resends marked %d, arrivals beyond one unmarked %d",
        proof, arrivals, distinct, marked, unmarked);
    assertThat(acknowledged).as("acknowledged").isPositive();
    assertThat(lost).as("claims lost").isZero();
    assertThat(doubled).as("claims doubled").isZero();
    assertThat(undelivered).as("claimed and never delivered").isZero();
    assertThat(distinct).as("arrived without a claim").isEqualTo(claimed);
    assertThat(unmarked).as("arrivals beyond one without a mark").isZero();
  }
}
