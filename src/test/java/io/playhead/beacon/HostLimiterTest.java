package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.beacon.HostLimiter.Permit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostLimiterTest {
  private final HostLimiter limiter =
      new HostLimiter(64, new DeliverySettings.Breaker(10, 1000, 8000), new Random(1));

  @Test
  void acquire_healthyHost_growsToTheLimit() {
    List<Permit> first = fill(0);
    assertThat(first).hasSize(8);
    first.forEach(Permit::onSuccess);
    for (int i = 0; i < 10; i++) {
      fill(0).forEach(Permit::onSuccess);
    }
    assertThat(fill(0)).hasSize(64);
  }

  @Test
  void onDropped_halves() {
    grow();
    List<Permit> permits = fill(0);
    permits.get(0).onDropped(0);
    permits.subList(1, 64).forEach(Permit::onIgnore);

    assertThat(fill(0)).hasSize(32);
  }

  @Test
  void onDropped_manyInARow_leavesAloneThenProbes() {
    for (int i = 0; i < 10; i++) {
      acquire(0).onDropped(0);
    }
    assertThat(limiter.isOpen()).isTrue();
    assertThat(limiter.openUntilMs()).isBetween(750L, 1250L);
    assertThat(limiter.acquire(limiter.openUntilMs() - 1)).isNull();

    long first = limiter.openUntilMs();
    Permit probe = acquire(first);
    assertThat(limiter.acquire(first)).isNull();
    probe.onDropped(first);
    assertThat(limiter.openUntilMs() - first).isBetween(1500L, 2500L);

    long second = limiter.openUntilMs();
    acquire(second).onSuccess();
    assertThat(limiter.isOpen()).isFalse();
    assertThat(fill(second)).hasSize(8);
  }

  @Test
  void onDropped_probesForever_areNeverFurtherApartThanTheMaximum() {
    long now = 0;
    for (int i = 0; i < 10; i++) {
      acquire(now).onDropped(now);
    }
    for (int i = 0; i < 20; i++) {
      now = limiter.openUntilMs();
      acquire(now).onDropped(now);
      assertThat(limiter.openUntilMs() - now).isLessThanOrEqualTo(10_000);
    }
  }

  @Test
  void onSuccess_between_startsTheCountAgain() {
    for (int i = 0; i < 9; i++) {
      acquire(0).onDropped(0);
    }
    acquire(0).onSuccess();
    for (int i = 0; i < 9; i++) {
      acquire(0).onDropped(0);
    }
    assertThat(limiter.isOpen()).isFalse();
  }

  @Test
  void permits_fromBefore_doNotLengthenThePause() {
    grow();
    List<Permit> before = fill(0);
    before.subList(0, 10).forEach(permit -> permit.onDropped(0));
    long until = limiter.openUntilMs();
    before.subList(10, 64).forEach(permit -> permit.onDropped(500));

    assertThat(limiter.openUntilMs()).isEqualTo(until);
    assertThat(limiter.inFlight()).isZero();
  }

  @Test
  void onIgnore_ofAProbe_letsTheNextOneGo() {
    for (int i = 0; i < 10; i++) {
      acquire(0).onDropped(0);
    }
    long now = limiter.openUntilMs();
    acquire(now).onIgnore();

    assertThat(limiter.isOpen()).isTrue();
    assertThat(limiter.acquire(now)).isNotNull();
  }

  private List<Permit> fill(long nowMs) {
    List<Permit> permits = new ArrayList<>();
    for (Permit p = limiter.acquire(nowMs); p != null; p = limiter.acquire(nowMs)) {
      permits.add(p);
    }
    return permits;
  }

  private void grow() {
    for (int i = 0; i < 100; i++) {
      acquire(0).onSuccess();
    }
  }

  private Permit acquire(long nowMs) {
    return Objects.requireNonNull(limiter.acquire(nowMs));
  }
}
