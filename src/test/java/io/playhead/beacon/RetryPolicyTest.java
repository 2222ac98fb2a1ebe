package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.beacon.DeliverySettings.Ambiguous;
import io.playhead.beacon.Ending.Answered;
import io.playhead.beacon.Ending.Broken;
import io.playhead.beacon.Ending.Fault;
import io.playhead.beacon.RetryPolicy.Verdict;
import io.playhead.session.Attempt.Outcome;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final long CLAIMED = 1_700_000_000_000L;
  private static final int HOUR = 3_600_000;
  private static final DeliverySettings.Retry RETRY =
      new DeliverySettings.Retry(1000, 600_000, HOUR, 30_000);

  private final RetryPolicy policy = new RetryPolicy(Ambiguous.DROP, RETRY, new Random(1));
  private final RetryPolicy again = new RetryPolicy(Ambiguous.RETRY, RETRY, new Random(1));

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 206, 299})
  void judge_2xx_delivered(int status) {
    assertThat(judge(policy, new Answered(status, null)))
        .isEqualTo(new Verdict(Outcome.DELIVERED, status, null, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 503})
  void judge_definiteFailure_retry(int status) {
    Verdict verdict = judge(policy, new Answered(status, null));

    assertThat(verdict.outcome()).isEqualTo(Outcome.RETRY);
    assertThat(verdict.error()).isEqualTo("status");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 410, 413, 414, 451, 302, 304, 199})
  void judge_refusal_failed(int status) {
    assertThat(judge(policy, new Answered(status, null)).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(judge(again, new Answered(status, null)).outcome()).isEqualTo(Outcome.FAILED);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 504, 501, 507, 520, 599})
  void judge_ambiguousStatus_asTheOperatorSays(int status) {
    assertThat(judge(policy, new Answered(status, null)).outcome()).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(judge(again, new Answered(status, null)).outcome()).isEqualTo(Outcome.RETRY);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"REFUSED", "DNS", "CONNECT", "TLS", "RESET", "TIMEOUT", "PROTOCOL", "BUSY"})
  void judge_broken_dependsOnWhetherARequestWentOut(Fault fault) {
    assertThat(judge(policy, new Broken(fault, false)).outcome()).isEqualTo(Outcome.RETRY);
    assertThat(judge(policy, new Broken(fault, true)).outcome()).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(judge(again, new Broken(fault, true)).outcome()).isEqualTo(Outcome.RETRY);
    assertThat(judge(policy, new Broken(fault, true)).error()).isEqualTo(fault.word());
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "BLOCKED")
  void judge_notToBeFollowed_failed(Fault fault) {
    assertThat(judge(again, new Broken(fault, true)).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void judge_blockedBeforeAnyoneWasCalled_isSuppressed() {
    assertThat(judge(again, new Broken(Fault.BLOCKED, false)).outcome())
        .isEqualTo(Outcome.SUPPRESSED);
    assertThat(judge(policy, new Broken(Fault.BLOCKED, false)).error())
        .isEqualTo("disallowed-host");
  }

  @Property
  void judge_backoff_doublesWithinBounds(@ForAll @IntRange(max = 100) int tries) {
    long delay =
        judge(policy, new Broken(Fault.REFUSED, false), tries, CLAIMED).nextAtMs() - CLAIMED;
    long mean = Math.min(600_000, 1000L << Math.min(tries, 20));

    assertThat(delay).isBetween(mean / 2, mean * 3 / 2);
  }

  @Test
  void judge_jitter_spreads() {
    Random seeds = new Random(7);
    long distinct =
        seeds
            .longs(100)
            .map(
                seed ->
                    new RetryPolicy(Ambiguous.DROP, RETRY, new Random(seed))
                        .judge(new Broken(Fault.REFUSED, false), 5, CLAIMED, CLAIMED)
                        .nextAtMs())
            .distinct()
            .count();
    assertThat(distinct).isGreaterThan(90);
  }

  @Test
  void judge_nearTheEndOfTheWindow_lastTryAtTheEnd() {
    long end = CLAIMED + HOUR;

    assertThat(judge(policy, new Broken(Fault.REFUSED, false), 20, end - 5).nextAtMs())
        .isEqualTo(end);
    assertThat(judge(policy, new Broken(Fault.REFUSED, false), 20, end).outcome())
        .isEqualTo(Outcome.FAILED);
    assertThat(judge(again, new Broken(Fault.RESET, true), 20, end).outcome())
        .isEqualTo(Outcome.AMBIGUOUS);
  }

  @Test
  void judge_wholeLife_endsWithinTheWindow() {
    long now = CLAIMED;
    int tries = 0;
    Verdict verdict = judge(policy, new Answered(503, null), tries, now);
    while (verdict.outcome() == Outcome.RETRY) {
      assertThat(verdict.nextAtMs()).isGreaterThan(now).isLessThanOrEqualTo(CLAIMED + HOUR);
      now = verdict.nextAtMs();
      verdict = judge(policy, new Answered(503, null), ++tries, now);
    }
    assertThat(now).isEqualTo(CLAIMED + HOUR);
    assertThat(tries).isBetween(10, 25);
  }

  @Test
  void judge_retryAfter_isHonouredUpToTheWindow() {
    assertThat(judge(policy, new Answered(429, "120")).nextAtMs()).isEqualTo(CLAIMED + 120_000);
    assertThat(judge(policy, new Answered(503, "Tue, 14 Nov 2023 22:23:20 GMT")).nextAtMs())
        .isEqualTo(CLAIMED + 600_000);
    assertThat(judge(policy, new Answered(503, "99999999")).nextAtMs()).isEqualTo(CLAIMED + HOUR);
    // no sooner than the backoff
    assertThat(judge(policy, new Answered(503, "0")).nextAtMs()).isGreaterThan(CLAIMED + 499);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "' 7 ', 7000",
    "-5, 0",
    "1.5, 0",
    "soon, 0",
    "'', 0",
    "99999999999999999999, 2147483647",
    "'Tue, 14 Nov 2023 22:13:21 GMT', 1000",
    "'Tue, 14 Nov 2022 22:13:21 GMT', 0",
    "'Mon, 14 Nov 2022 22:13:21 GMT', 0"
  })
  void retryAfterMs_forms(String header, long ms) {
    assertThat(RetryPolicy.retryAfterMs(header, CLAIMED)).isEqualTo(ms);
  }

  private static Verdict judge(RetryPolicy policy, Ending ending) {
    return judge(policy, ending, 0, CLAIMED);
  }

  private static Verdict judge(RetryPolicy policy, Ending ending, int tries, long nowMs) {
    return policy.judge(ending, tries, CLAIMED, nowMs);
  }
}
