package io.playhead.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class SessionIdsTest {
  @Property(tries = 500)
  void createdAt_isReadBack(@ForAll @LongRange(max = (1L << 48) - 1) long nowMs) {
    String id = SessionIds.create(nowMs, new Random(nowMs));
    assertThat(id).hasSize(SessionIds.LENGTH);
    assertThat(SessionIds.createdAtMs(id)).isEqualTo(nowMs);
  }

  @Example
  void createdAt_ofWhatIsNoId_isUnknown() {
    String id = SessionIds.create(1_700_000_000_000L, new Random(1));
    assertThat(SessionIds.createdAtMs(id.substring(1))).isEqualTo(-1);
    assertThat(SessionIds.createdAtMs(id + "A")).isEqualTo(-1);
    for (String other : new String[] {"+", "/", "=", ".", "\u00e9", "\u4e00"}) {
      assertThat(SessionIds.createdAtMs(other + id.substring(1))).isEqualTo(-1);
      assertThat(SessionIds.createdAtMs(id.substring(1) + other)).isEqualTo(-1);
    }
  }
}
