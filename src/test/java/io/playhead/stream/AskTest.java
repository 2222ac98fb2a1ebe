package io.playhead.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AskTest {
  private static final StreamService SERVICE =
      new StreamService(
          "news",
          List.of(),
          "http://origin",
          true,
          "",
          "",
          Map.of(),
          null,
          false,
          List.of("*"),
          false,
          "",
          new StreamService.Life(120_000, 150, 600_000),
          1000);

  /** Whoever follows the channel must have it whole, whatever a player asked for first. */
  @Test
  void channelUrl_leavesOutWhatIsAskedOfOneReading() {
    Ask ask =
        new Ask(
            SERVICE,
            "news",
            "/v1.m3u8",
            "/stream/news/v1.m3u8",
            RawQuery.of("_HLS_msn=812&a=1&_HLS_skip=YES"),
            "id",
            false);

    assertThat(ask.originUrl()).isEqualTo("http://origin/v1.m3u8?_HLS_msn=812&a=1&_HLS_skip=YES");
    assertThat(ask.channelUrl()).isEqualTo("http://origin/v1.m3u8?a=1");
  }
}
