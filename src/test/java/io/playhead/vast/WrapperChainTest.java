package io.playhead.vast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.Ad;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is called, and in which order, for an ad behind two wrappers. */
class WrapperChainTest {
  private static final String INLINE = ad("in", "InLine", "");

  private static VastAd read(String ad) {
    try {
      String document = "<VAST version='4.2'>" + ad + "</VAST>";
      return VastReader.read(document.getBytes(UTF_8)).ads().get(0);
    } catch (VastException e) {
      throw new AssertionError(e);
    }
  }

  private static String ad(String id, String kind, String clickThrough) {
    return "<Ad id='%1$s'><%2$s><VASTAdTagURI>https://w.test/</VASTAdTagURI>".formatted(id, kind)
        + "<Impression>https://%1$s/imp</Impression><Error>https://%1$s/err</Error>".formatted(id)
        + "<AdVerifications><Verification vendor='v'><TrackingEvents>"
        + "<Tracking event='verificationNotExecuted'>https://%s/vne</Tracking>".formatted(id)
        + "</TrackingEvents></Verification></AdVerifications>"
        + "<Creatives><Creative><Linear><Duration>00:00:10</Duration><TrackingEvents>"
        + "<Tracking event='start'>https://%s/start</Tracking>".formatted(id)
        + "</TrackingEvents><VideoClicks>"
        + clickThrough
        + "<ClickTracking>https://%s/click</ClickTracking>".formatted(id)
        + "</VideoClicks></Linear></Creative></Creatives></%s></Ad>".formatted(kind);
  }

  private static Ad merged(String outer, String inner, String inLine) {
    return WrapperChain.NONE
        .followedBy((VastAd.Wrapper) read(outer))
        .followedBy((VastAd.Wrapper) read(inner))
        .merge((VastAd.InLine) read(inLine), 3);
  }

  private static List<String> urls(Ad ad, TrackingEvent event) {
    return ad.trackers().stream()
        .filter(tracker -> tracker.event() == event)
        .map(TrackingUrl::url)
        .toList();
  }

  @Test
  void merge_allLevels_impressionsAndErrorsFromOutsideOthersFromInside() {
    Ad ad = merged(ad("out", "Wrapper", ""), ad("mid", "Wrapper", ""), INLINE);

    assertThat(ad.sequence()).isEqualTo(3);
    assertThat(urls(ad, TrackingEvent.IMPRESSION))
        .containsExactly("https://out/imp", "https://mid/imp", "https://in/imp");
    assertThat(urls(ad, TrackingEvent.FAILED))
        .containsExactly("https://out/err", "https://mid/err", "https://in/err");
    for (String event : List.of("start", "click", "vne")) {
      assertThat(ad.trackers().stream().map(TrackingUrl::url).filter(url -> url.endsWith(event)))
          .containsExactly("https://in/" + event, "https://mid/" + event, "https://out/" + event);
    }
  }

  @Test
  void merge_clickThrough_nearestTheInLineWins() {
    String outer = ad("out", "Wrapper", "<ClickThrough>https://x.test/out</ClickThrough>");
    String inner = ad("mid", "Wrapper", "<ClickThrough>https://x.test/mid</ClickThrough>");
    String own = ad("in", "InLine", "<ClickThrough>https://x.test/in</ClickThrough>");

    assertThat(merged(outer, inner, INLINE).details().clickThrough())
        .isEqualTo("https://x.test/mid");
    assertThat(merged(outer, inner, own).details().clickThrough()).isEqualTo("https://x.test/in");
    assertThat(merged(outer, ad("mid", "Wrapper", ""), INLINE).details().clickThrough())
        .isEqualTo("https://x.test/out");
  }

  @Test
  void read_wrapperWithoutCreatives_isAWrapperAllTheSame() {
    VastAd ad = read("<Ad><Wrapper><VASTAdTagURI>https://w.test/</VASTAdTagURI></Wrapper></Ad>");
    assertThat(((VastAd.Wrapper) ad).tagUri()).isEqualTo("https://w.test/");
    assertThat(ad.trackers()).isEmpty();
  }
}
