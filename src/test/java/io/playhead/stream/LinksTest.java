package io.playhead.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the references of manifests lead. */
class LinksTest {
  private static final String ORIGIN = "https://o.example/vod";

  private static Links links(boolean relative) {
    return new Links(
        ORIGIN,
        ORIGIN + "/a/b/m.m3u8?t=1",
        "/stream",
        "/a/b/m.m3u8",
        "/stream/a/b/m.m3u8",
        relative);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "x.ts             | https://o.example/vod/a/b/x.ts",
        "../x.ts?q=1      | https://o.example/vod/a/b/../x.ts?q=1",
        "/x.ts            | https://o.example/x.ts",
        "//c.example/x.ts | https://c.example/x.ts",
        "?q=2             | https://o.example/vod/a/b/m.m3u8?q=2",
        "http://c/x.ts    | http://c/x.ts",
        "data:text,x      | data:text,x",
        "1:x.ts           | https://o.example/vod/a/b/1:x.ts",
        "{$base}/x.ts     | {$base}/x.ts",
      })
  void absolute_leadsToTheOrigin(String reference, String url) {
    assertThat(links(false).absolute(reference)).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "v.m3u8                               | /stream/a/b/v.m3u8 | v.m3u8",
        "c/v.m3u8?q=1                         | /stream/a/b/c/v.m3u8?q=1 | c/v.m3u8?q=1",
        "../v.m3u8                            | /stream/a/v.m3u8 | ../v.m3u8",
        "/vod/v.m3u8                          | /stream/v.m3u8 | ../../v.m3u8",
        "https://o.example/vod/a/b/v.m3u8#x   | /stream/a/b/v.m3u8 | v.m3u8",
        "1:v.m3u8                             | /stream/a/b/1:v.m3u8 | 1:v.m3u8",
        "a:v.m3u8                             | - | -",
        "../../../secret.m3u8                 | - | -",
        "/vod/../secret.m3u8                  | - | -",
        "/other/v.m3u8                        | - | -",
        "https://o.example/vod//evil.example/ | - | -",
        "https://o.example.evil/vod/v.m3u8    | - | -",
        "{$dir}/v.m3u8                        | {$dir}/v.m3u8 | {$dir}/v.m3u8",
      })
  void here_isBelowTheOriginOrNowhere(String reference, String rooted, String relative) {
    assertThat(links(false).here(reference)).isEqualTo(rooted);
    assertThat(links(true).here(reference)).isEqualTo(relative);
  }

  @ParameterizedTest
  @CsvSource({
    "/stream/films/a/b.mpd, /stream/a/b.mpd?x=/y",
    "/stream/a/b.mpd, /stream/a/b.mpd",
    "/stream/a/b.mpd, /stream/a/c:d.mpd",
    "/a, /a?x",
    "/a/b/c/d, /x",
    "/a, /b/c/d",
    "/a/b, /a/",
    "/ab/c, /abc/c",
  })
  void relative_resolvedAgain_isTheSame(String from, String to) {
    URI base = URI.create("https://cdn.example" + from);

    assertThat(base.resolve(Links.relative(from, to)).toString())
        .isEqualTo("https://cdn.example" + to);
    assertThat(
            URI.create("https://cdn.example/in/front" + from)
                .resolve(Links.relative(from, to))
                .toString())
        .isEqualTo("https://cdn.example/in/front" + to);
  }

  private static String hls(String text) {
    return HlsLinks.rewrite(text, links(true)).of("s=1").toString();
  }

  @Test
  void hls_tagsOfAllKinds_keepAllButTheirReferences() {
    assertThat(
            hls(
                """
                \uFEFF#EXTM3U\r
                #EXT-X-MEDIA:NAME="a,URI=\\"b",TYPE=AUDIO , URI="v.m3u8"\r
                #EXT-X-MEDIA:TYPE=AUDIO,NAME="none"
                #EXT-X-RENDITION-REPORT:URI="../r.m3u8?a",LAST-MSN=1
                #EXT-X-PART:DURATION=1,URI="p.m4s",BYTERANGE="1@2"
                #EXT-X-PRELOAD-HINT:TYPE=PART,URI="n.m4s"
                #EXT-X-DATERANGE:ID="1",X-ASSET-LIST="l.json?URI=x"
                #EXT-X-KEY:METHOD=NONE
                #EXT-X-KEY:URI="unclosed
                #EXT-X-KEY
                # URI="comment"
                #EXTINF:4,URI="title"
                  x.ts \r

                #EXT-X-STREAM-INF:BANDWIDTH=1
                # between
                v.m3u8
                x.ts"""))
        .isEqualTo(
            """
            \uFEFF#EXTM3U\r
            #EXT-X-MEDIA:NAME="a,URI=\\"b",TYPE=AUDIO , URI="v.m3u8?s=1"\r
            #EXT-X-MEDIA:TYPE=AUDIO,NAME="none"
            #EXT-X-RENDITION-REPORT:URI="../r.m3u8?a&s=1",LAST-MSN=1
            #EXT-X-PART:DURATION=1,URI="https://o.example/vod/a/b/p.m4s",BYTERANGE="1@2"
            #EXT-X-PRELOAD-HINT:TYPE=PART,URI="https://o.example/vod/a/b/n.m4s"
            #EXT-X-DATERANGE:ID="1",X-ASSET-LIST="https://o.example/vod/a/b/l.json?URI=x"
            #EXT-X-KEY:METHOD=NONE
            #EXT-X-KEY:URI="unclosed
            #EXT-X-KEY
            # URI="comment"
            #EXTINF:4,URI="title"
            https://o.example/vod/a/b/x.ts \r

            #EXT-X-STREAM-INF:BANDWIDTH=1
            # between
            v.m3u8?s=1
            https://o.example/vod/a/b/x.ts""");
  }

  /** A manifest of four megabytes that is nothing but odd tags takes no longer than another. */
  @Test
  void oddTagsWithoutEnd_areReadOnce() {
    String tags = "#EXT-X-KEY:\n#EXT-X-ENDLIST\n".repeat(150_000);
    assertThat(hls(tags)).isEqualTo(tags);
    String bases = "<BaseURL/>".repeat(400_000);
    assertThat(dash("<MPD>" + bases + "<Period/></MPD>"))
        .isEqualTo("<MPD><BaseURL>https://o.example/vod/a/b/</BaseURL><Period/></MPD>");
  }

  private static String dash(String text) {
    return DashLinks.rewrite(text, links(true)).of("a=1&s=1").toString();
  }

  @Test
  void dash_basesAreTheOrigins_andAllElseStays() {
    assertThat(
            dash(
                "<!DOCTYPE x><MPD type='dynamic' a='>'>\n <BaseURL>x/?a=1&amp;b=2</BaseURL>"
                    + "<BaseURL>https://c.example/</BaseURL><Metrics><Location/></Metrics>"
                    + "<UTCTiming value='<'/>\n <Period/><Period/></MPD>"))
        .isEqualTo(
            "<!DOCTYPE x><MPD type='dynamic' a='>'>"
                + "<BaseURL>https://o.example/vod/a/b/x/?a=1&amp;b=2</BaseURL>"
                + "<BaseURL>https://c.example/</BaseURL>"
                + "<Location>m.m3u8?a=1&amp;s=1</Location>"
                + "<Metrics><Location/></Metrics><UTCTiming value='<'/>\n <Period/><Period/></MPD>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<x/>",
        "<MPD",
        "<MPD a='>",
        "<MPD><A>",
        "<MPD><!-- ",
        "<MPD><A><B></A>",
        "<MPD><?x"
      })
  void dash_thatEndsEarly_isRefused(String text) {
    assertThatThrownBy(() -> dash(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
