package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PastTest {
  private static final List<Jump> JUMPS =
      List.of(
          new Jump(PlayheadReport.NONE, 40_000, Suppression.SEEKED_OVER, 1_790_000_000_000L, 3),
          new Jump(PlayheadReport.MAX_POSITION_MS, 0, Suppression.GAP, -1, Long.MAX_VALUE));

  @Test
  void of_nothing_isNothing() {
    byte[] past = Past.of(Played.NOTHING, List.of());

    assertThat(past).isSameAs(Past.NOTHING);
    assertThat(Past.played(past)).isSameAs(Played.NOTHING);
    assertThat(Past.jumps(past)).isEmpty();
  }

  @Test
  void of_piecesAndJumps_givesBothBack() {
    Played played = Played.of(0, 65_000, 70_000, PlayheadReport.MAX_POSITION_MS);

    assertThat(Past.played(Past.of(played, JUMPS))).isEqualTo(played);
    assertThat(Past.jumps(Past.of(played, JUMPS))).isEqualTo(JUMPS);
    assertThat(Past.played(Past.of(played, List.of()))).isEqualTo(played);
    assertThat(Past.jumps(Past.of(Played.NOTHING, JUMPS))).isEqualTo(JUMPS);
  }

  @Test
  void of_onePieceAndOneJump_takesSomeThirtyBytes() {
    byte[] past = Past.of(Played.of(0, 65_000), JUMPS.subList(0, 1));

    assertThat(past.length).isLessThanOrEqualTo(32);
  }
}
