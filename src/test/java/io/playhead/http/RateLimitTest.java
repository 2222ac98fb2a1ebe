package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

  /** Clocks like {@link System#nanoTime} may start anywhere. */
  private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - SECOND_NS);

  private final Ticker ticker = nowNs::get;

  private RateLimit limit(int perSecond, int burst) {
    return new RateLimit(perSecond, SECOND_NS, burst, ticker);
  }

  @Test
  void take_burstThenRate() {
    RateLimit limit = limit(4, 3);

    for (int i = 0; i < 3; i++) {
      assertThat(limit.take("a", 1)).isZero();
    }
    assertThat(limit.take("a", 1)).isEqualTo(SECOND_NS / 4);
    assertThat(limit.take("b", 1)).isZero();
    nowNs.addAndGet(SECOND_NS / 4);
    assertThat(limit.take("a", 1)).isZero();
    assertThat(limit.take("a", 1)).isPositive();
    nowNs.addAndGet(100 * SECOND_NS);
    assertThat(limit.take("a", 3)).isZero();
    assertThat(limit.take("a", 1)).isPositive();
  }

  @Test
  void take_many_takesAllOrNone() {
    RateLimit limit = limit(1, 10);

    assertThat(limit.take("a", 8)).isZero();
    assertThat(limit.take("a", 3)).isEqualTo(SECOND_NS);
    assertThat(limit.take("a", 2)).isZero();
  }

  @Test
  void take_moreThanFits_costsAFullBucket() {
    RateLimit limit = limit(1, 10);

    assertThat(limit.take("a", 1_000)).isZero();
    assertThat(limit.take("a", 1)).isEqualTo(SECOND_NS);
  }

  @Test
  void waitNs_takesNothing() {
    RateLimit limit = limit(1, 1);

    assertThat(limit.waitNs("a")).isZero();
    assertThat(limit.take("a", 1)).isZero();
    assertThat(limit.waitNs("a")).isEqualTo(SECOND_NS);
    nowNs.addAndGet(SECOND_NS);
    assertThat(limit.waitNs("a")).isZero();
    assertThat(limit.take("a", 1)).isZero();
  }

  @Test
  void take_noLimit_neverRefuses() {
    RateLimit limit = limit(0, 1);

    assertThat(limit.isOn()).isFalse();
    assertThat(limit.take("a", 1_000_000)).isZero();
    assertThat(limit.take("a", 1_000_000)).isZero();
  }

  /** Whatever the clients do, no one gets more than a burst and what came since. */
  @Property
  void take_anyPace_staysBelowBurstAndRate(
      @ForAll @IntRange(min = 1, max = 50) int perSecond,
      @ForAll @IntRange(min = 1, max = 50) int burst,
      @ForAll @Size(max = 60) int[] pausesMs) {
    AtomicLong clockNs = new AtomicLong();
    RateLimit limit = new RateLimit(perSecond, SECOND_NS, burst, clockNs::get);
    long taken = 0;
    for (int pause : pausesMs) {
      clockNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(Math.floorMod(pause, 2_000)));
      int wanted = 1 + Math.floorMod(pause, Math.min(3, burst));
      taken += limit.take("a", wanted) == 0 ? wanted : 0;
    }
    double gained = (double) clockNs.get() / (SECOND_NS / perSecond);
    assertThat((double) taken).isLessThanOrEqualTo(burst + gained);
  }
}
