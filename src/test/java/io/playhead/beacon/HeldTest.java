package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.beacon.Held.Grip;
import org.junit.jupiter.api.Test;

class HeldTest {
  private final Held held = new Held(Fixture.settings().bounds(1000, 600).build());

  @Test
  void take_sameBeaconAgain_twice() {
    assertThat(held.take("b", "h:80")).isEqualTo(Grip.TAKEN);
    assertThat(held.take("b", "h:80")).isEqualTo(Grip.TWICE);
    held.release("b", "h:80");
    assertThat(held.take("b", "h:80")).isEqualTo(Grip.TAKEN);
    assertThat(held.size()).isEqualTo(1);
  }

  @Test
  void take_oneGreedyHost_getsHalf() {
    assertThat(takeAll("greedy")).isEqualTo(500);
    assertThat(held.size()).isEqualTo(500);
    assertThat(held.take("other", "other:80")).isEqualTo(Grip.TAKEN);
  }

  @Test
  void take_manyGreedyHosts_leaveRoomForANewOne() {
    for (int host = 0; host < 100; host++) {
      takeAll("host" + host);
    }
    assertThat(held.size()).isLessThanOrEqualTo(1000);
    held.release("host00", "host0:80");
    held.release("host01", "host0:80");
    assertThat(held.take("other", "other:80")).isEqualTo(Grip.TAKEN);
  }

  @Test
  void take_hostLeftAlone_keepsAFew() {
    held.leaveAlone("dead:80", true);
    assertThat(takeAll("dead")).isEqualTo(64);
    held.leaveAlone("dead:80", false);
    assertThat(takeAll("dead")).isGreaterThan(64);
  }

  @Test
  void wasHeldSinceWatch_tellsWhatWasReleasedMeanwhile() {
    held.take("before", "h:80");
    held.release("before", "h:80");
    held.take("during", "h:80");
    held.take("still", "h:80");
    held.watch();
    held.release("during", "h:80");

    assertThat(held.wasHeldSinceWatch("before")).isFalse();
    assertThat(held.wasHeldSinceWatch("during")).isTrue();
    assertThat(held.wasHeldSinceWatch("still")).isTrue();
    held.unwatch();
    assertThat(held.wasHeldSinceWatch("during")).isFalse();
  }

  @Test
  void release_all_forgetsHosts() {
    takeAll("h");
    for (int i = 0; i < 1000; i++) {
      held.release("h" + i, "h:80");
    }
    assertThat(held.size()).isZero();
    assertThat(held.holds("h:80")).isFalse();
  }

  private int takeAll(String host) {
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      if (held.take(host + i, host + ":80") == Grip.TAKEN) {
        taken++;
      }
    }
    return taken;
  }
}
