package io.playhead.cmcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CmcdOrderTest {
  @Test
  void sort_isByTheTimeOfWhatIsTold() {
    List<CmcdRecord> records =
        read("e=t,sn=5,ts=1100\ne=rr,sn=6,ts=1000\ne=t,sn=4,ts=900\ne=t,sn=7,ts=1100");
    CmcdOrder.sort(records);
    assertThat(records).extracting(CmcdRecord::number).containsExactly(4L, 6L, 5L, 7L);
  }

  @Test
  void sort_ofAClockThatWasSetBack_isByNumber() {
    List<CmcdRecord> records =
        read("e=t,sn=3,ts=11000\ne=t,sn=2,ts=10000\ne=t,sn=1,ts=400000\ne=t,sn=0,ts=399000");
    CmcdOrder.sort(records);
    assertThat(records).extracting(CmcdRecord::number).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void sort_withoutTimes_isByNumber_andWithoutEitherAsTheyCame() {
    List<CmcdRecord> numbered = read("sn=3,pt=1\nsn=1,pt=2\nsn=2,pt=3,ts=5");
    List<CmcdRecord> bare = read("pt=3\nsn=1,pt=1\npt=2");
    CmcdOrder.sort(numbered);
    CmcdOrder.sort(bare);
    assertThat(numbered).extracting(CmcdRecord::number).containsExactly(1L, 2L, 3L);
    assertThat(bare).extracting(CmcdRecord::playheadMs).containsExactly(3L, 1L, 2L);
  }

  private static List<CmcdRecord> read(String records) {
    return CmcdReader.read(records.getBytes(StandardCharsets.UTF_8), 1_000).records();
  }
}
