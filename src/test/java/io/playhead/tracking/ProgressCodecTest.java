package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Progress as bytes, sound and damaged. */
class ProgressCodecTest {
  private static Progress someProgress(long seed) {
    Progress[] last = {Progress.START};
    History.random(seed)
        .run(
            TrackingPolicy.LENIENT,
            progress -> {
              last[0] = progress;
              return progress;
            });
    return last[0];
  }

  @Test
  void decode_nothing_isTheStart() {
    assertThat(ProgressCodec.decode(null)).isSameAs(Progress.START);
  }

  @Test
  void encode_theStart_readsBack() {
    assertThat(ProgressCodec.decode(ProgressCodec.encode(Progress.START)).started()).isFalse();
  }

  @Test
  void decode_anUnknownVersion_saysSo() {
    assertThatThrownBy(() -> ProgressCodec.decode(new byte[] {99}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 99");
  }

  @Test
  void decode_ofAHugeCount_takesNoMemoryForIt() {
    byte[] bytes = ProgressCodec.encode(someProgress(7));
    for (int i = 0; i < bytes.length - 9; i++) {
      byte[] damaged = bytes.clone();
      Arrays.fill(damaged, i, i + 9, (byte) 0xFE);
      damaged[i + 9] = 0x7F;
      refusesOrReads(damaged);
    }
  }

  @Property(tries = 3000)
  void decode_junk_onlySaysIllegalArgument(@ForAll byte[] junk) {
    byte[] bytes = Arrays.copyOf(junk, junk.length + 1);
    bytes[0] = 1;
    refusesOrReads(bytes);
    refusesOrReads(junk);
  }

  @Property(tries = 2000)
  void decode_damagedProgress_onlySaysIllegalArgument(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = ProgressCodec.encode(someProgress(seed));
    for (int i = 0; i < 20; i++) {
      byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
      if (damaged.length > 0) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      refusesOrReads(damaged);
    }
  }

  @Property(tries = 500)
  void decode_everyBeginning_isRefused(@ForAll long seed) {
    byte[] bytes = ProgressCodec.encode(someProgress(seed));
    for (int length = 0; length < bytes.length; length++) {
      byte[] begun = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ProgressCodec.decode(begun))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @SuppressWarnings("CheckReturnValue")
  private static void refusesOrReads(byte[] bytes) {
    try {
      assertThat(ProgressCodec.decode(bytes)).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).isNotNull();
    }
  }
}
