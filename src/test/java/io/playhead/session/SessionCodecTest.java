package io.playhead.session;

import static io.playhead.timeline.SampleAds.ad;
import static io.playhead.timeline.SampleAds.at;
import static io.playhead.timeline.SampleAds.live;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.TimelineSpec;
import org.junit.jupiter.api.Test;

/** What the ledger keeps of a timeline. */
class SessionCodecTest {
  private static final TimelineSpec LIVE = live(at("b", 10_000, ad("x", 5_000)));

  @Test
  void breaks_thatWerePosted_areKnownForSuch() {
    String written = SessionCodec.write(LIVE.asPosted());

    assertThat(SessionCodec.timeline(written)).isEqualTo(LIVE.asPosted()).isNotEqualTo(LIVE);
  }

  /** Timelines are told apart by their texts, also by those of earlier ledgers. */
  @Test
  void breaks_thatWereNot_areWrittenAsEver() {
    String written = SessionCodec.write(LIVE);

    assertThat(written).doesNotContain("posted");
    assertThat(SessionCodec.timeline(written)).isEqualTo(LIVE);
  }
}
