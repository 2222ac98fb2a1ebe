package io.playhead.vast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.playhead.timeline.Ad;
import io.playhead.timeline.Issue;
import io.playhead.timeline.Offset;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VastReaderTest {

  /** One InLine ad with the given content in its Linear and, in front of it, in its body. */
  private static VastAd.InLine inLine(String body, String linear) {
    VastDocument document =
        read(
            "<VAST version='4.2'><Ad id='a1'><InLine>"
                + body
                + "<Creatives><Creative id='c1'><Linear>"
                + linear
                + "</Linear></Creative></Creatives></InLine></Ad></VAST>");
    return (VastAd.InLine) document.ads().get(0);
  }

  private static VastDocument read(String document) {
    try {
      return VastReader.read(document.getBytes(UTF_8));
    } catch (VastException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> codes(VastDocument document) {
    return document.issues().stream().map(Issue::code).toList();
  }

  @Test
  void read_fullAd_keepsEveryTracker() {
    VastAd.InLine ad =
        inLine(
            "<Impression>https://t.test/i</Impression><Error>https://t.test/e</Error>"
                + "<ViewableImpression><Viewable>https://t.test/v</Viewable>"
                + "<NotViewable>https://t.test/nv</NotViewable>"
                + "<ViewUndetermined>https://t.test/vu</ViewUndetermined></ViewableImpression>"
                + "<AdVerifications><Verification vendor='v.test-omid'><TrackingEvents>"
                + "<Tracking event='verificationNotExecuted'>https://t.test/vne</Tracking>"
                + "</TrackingEvents></Verification></AdVerifications>",
            "<Duration>00:00:15</Duration><TrackingEvents>"
                + "<Tracking event='start'>https://t.test/s</Tracking>"
                + "<Tracking event='progress' offset='00:00:03'>https://t.test/p3</Tracking>"
                + "<Tracking event='progress' offset='33.3%'>https://t.test/p33</Tracking>"
                + "</TrackingEvents><VideoClicks><ClickThrough>https://x.test/</ClickThrough>"
                + "<ClickTracking>https://t.test/c</ClickTracking>"
                + "<CustomClick>https://t.test/cc</CustomClick></VideoClicks>"
                + "<Icons><Icon><IconViewTracking>https://t.test/iv</IconViewTracking>"
                + "<IconClicks><IconClickTracking>https://t.test/ic</IconClickTracking>"
                + "</IconClicks></Icon></Icons>");

    assertThat(ad.trackers())
        .containsExactly(
            TrackingUrl.of(TrackingEvent.IMPRESSION, "https://t.test/i"),
            TrackingUrl.of(TrackingEvent.FAILED, "https://t.test/e"),
            TrackingUrl.of(TrackingEvent.VIEWABLE, "https://t.test/v"),
            TrackingUrl.of(TrackingEvent.NOT_VIEWABLE, "https://t.test/nv"),
            TrackingUrl.of(TrackingEvent.VIEW_UNDETERMINED, "https://t.test/vu"),
            TrackingUrl.of(TrackingEvent.VERIFICATION_NOT_EXECUTED, "https://t.test/vne"),
            TrackingUrl.of(TrackingEvent.STARTED, "https://t.test/s"),
            TrackingUrl.progress(new Offset.Time(3000), "https://t.test/p3"),
            TrackingUrl.progress(new Offset.Share(33_300), "https://t.test/p33"),
            TrackingUrl.of(TrackingEvent.CLICK_TRACKING, "https://t.test/c"),
            TrackingUrl.of(TrackingEvent.CUSTOM_CLICK, "https://t.test/cc"),
            TrackingUrl.of(TrackingEvent.ICON_VIEW, "https://t.test/iv"),
            TrackingUrl.of(TrackingEvent.ICON_CLICK, "https://t.test/ic"));
    assertThat(ad.durationMs()).isEqualTo(15_000);
    assertThat(ad.details().clickThrough()).isEqualTo("https://x.test/");
    assertThat(ad.verificationVendors()).containsExactly("v.test-omid");
  }

  @Test
  void read_whatIsNoTracker_isKeptForTheRecord() {
    VastDocument document =
        read(
            "<VAST version='4.2'><Ad id='a1'><InLine><AdSystem version='1'> sys </AdSystem>"
                + "<AdTitle><![CDATA[A & B]]></AdTitle><AdServingId>s-1</AdServingId>"
                + "<Category authority='iab'>232</Category><Category>7,8</Category>"
                + "<Pricing model='CPM' currency='USD'>1.5</Pricing><Creatives>"
                + "<Creative id='c0'><CompanionAds/></Creative>"
                + "<Creative id='c1' AdID='ad-1'>"
                + "<UniversalAdId idRegistry='ad-id.org'>U1</UniversalAdId>"
                + "<UniversalAdId idRegistry='old.test' idValue='U2'>unknown</UniversalAdId>"
                + "<Linear skipoffset='00:00:05'><Duration>00:00:30</Duration><MediaFiles>"
                + "<MediaFile> https://m.test/1.mp4 </MediaFile></MediaFiles></Linear>"
                + "<CreativeExtensions><CreativeExtension type='x'><q>1</q></CreativeExtension>"
                + "</CreativeExtensions></Creative></Creatives><Extensions>"
                + "<Extension type='geo'> <Country a='1'>US</Country> </Extension><Extension>"
                + "<UniversalAdId idRegistry='ext.test'>U3</UniversalAdId></Extension>"
                + "</Extensions></InLine></Ad></VAST>");

    VastAd.InLine ad = (VastAd.InLine) document.ads().get(0);
    assertThat(ad.details().adSystem()).isEqualTo("sys");
    assertThat(ad.details().title()).isEqualTo("A & B");
    assertThat(ad.details().adServingId()).isEqualTo("s-1");
    assertThat(ad.details().creativeId()).isEqualTo("ad-1");
    assertThat(ad.details().universalAdIds())
        .containsExactly("ad-id.org U1", "old.test U2", "ext.test U3");
    assertThat(ad.details().categories()).containsExactly("232", "7", "8");
    assertThat(ad.details().skipOffset()).isEqualTo(new Offset.Time(5000));
    assertThat(ad.details().mediaUri()).isEqualTo("https://m.test/1.mp4");
    assertThat(ad.pricing()).isEqualTo("CPM 1.5 USD");
    assertThat(ad.extensions())
        .contains(
            new VastAd.Extension("geo", "<Country a='1'>US</Country>"),
            new VastAd.Extension("x", "<q>1</q>"));
  }

  @Test
  void read_trackersOutsideTheirGroups_areNotLost() {
    VastDocument document =
        read(
            "<VAST version='4.2'><Ad><InLine><Creative><Linear><Tracking event='start'>"
                + "https://t.test/s</Tracking><ClickTracking>https://t.test/c</ClickTracking>"
                + "</Linear></Creative></InLine></Ad></VAST>");

    assertThat(document.ads().get(0).trackers())
        .extracting(TrackingUrl::url)
        .containsExactly("https://t.test/s", "https://t.test/c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<MediaFiles><MediaFile>a</MediaFile><MediaFile>b</MediaFile></MediaFiles> | a",
        "<MediaFiles><MediaFile> <![CDATA[ ]]></MediaFile><MediaFile>b</MediaFile></MediaFiles> | b",
        "<MediaFiles><MediaFile/><MediaFile>b</MediaFile><MediaFile>c</MediaFile></MediaFiles> | b",
        "<MediaFiles><MediaFile><URL>a</URL></MediaFile><MediaFile>b</MediaFile></MediaFiles> | a",
        "<MediaFile>a</MediaFile><MediaFiles><MediaFile>b</MediaFile></MediaFiles> | a",
        "<MediaFiles><MediaFiles><MediaFile>a</MediaFile></MediaFiles>"
            + "<MediaFile>b</MediaFile></MediaFiles> | a",
        "<MediaFiles/><MediaFiles><MediaFile>b</MediaFile></MediaFiles> | b",
        "<MediaFiles><MediaFile>a<Linear/></MediaFile><MediaFile>b</MediaFile></MediaFiles> | b",
      })
  void read_severalMediaFiles_theFirstWithAnAddressCounts(String media, String uri) {
    VastDocument document =
        read(
            "<VAST version='4.2'><Ad><InLine><Creatives><Creative><Linear>"
                + media
                + "</Linear></Creative></Creatives></InLine></Ad></VAST>");

    VastAd.InLine ad = (VastAd.InLine) document.ads().get(0);
    assertThat(ad.details().mediaUri()).isEqualTo(uri);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.0 | ''",
        "2.0.1 | ''",
        "3.0 | ''",
        "4.0 | xmlns='http://www.iab.com/VAST'",
        "4.1 | xmlns='http://www.iab.com/VAST' xmlns:xs='http://www.w3.org/2001/XMLSchema'",
        "4.2 | xmlns='http://example.test/odd'",
        "4.3 | ''",
      })
  void read_anyVersionAndNamespace_isTheSame(String version, String namespaces) {
    VastDocument document =
        read(
            "<VAST version='%s' %s><Ad><InLine><Impression>https://t.test/i</Impression>"
                    .formatted(version, namespaces)
                + "</InLine></Ad></VAST>");
    assertThat(document.version()).isEqualTo(version);
    assertThat(document.ads().get(0).trackers()).hasSize(1);
    assertThat(codes(document)).containsExactly("no-linear");
  }

  @Test
  void read_prefixedElements_areTheSame() {
    VastDocument document =
        read(
            "<v:VAST version='4.2' xmlns:v='http://www.iab.com/VAST'><v:Ad><v:InLine>"
                + "<v:Impression>https://t.test/i</v:Impression></v:InLine></v:Ad></v:VAST>");
    assertThat(document.ads().get(0).trackers()).hasSize(1);
  }

  @Test
  void read_verificationsInExtensions_countLikeThoseOutside() {
    VastDocument document =
        read(
            "<VAST version='3.0'><Ad><InLine><Extensions><Extension type='AdVerifications'>"
                + "<AdVerifications><Verification vendor='v'><TrackingEvents><Tracking "
                + "event='verificationNotExecuted'>https://t.test/vne</Tracking></TrackingEvents>"
                + "</Verification></AdVerifications></Extension></Extensions></InLine></Ad></VAST>");
    assertThat(((VastAd.InLine) document.ads().get(0)).trackers())
        .containsExactly(
            TrackingUrl.of(TrackingEvent.VERIFICATION_NOT_EXECUTED, "https://t.test/vne"));
  }

  @Test
  void read_companionAndNonLinear_keptUnderTheirKind() {
    VastDocument document =
        read(
            "<VAST version='3.0'><Ad><InLine><Creatives><Creative><NonLinearAds><TrackingEvents>"
                + "<Tracking event='creativeView'>https://t.test/n</Tracking></TrackingEvents>"
                + "<NonLinear><NonLinearClickTracking>https://t.test/nc</NonLinearClickTracking>"
                + "</NonLinear></NonLinearAds></Creative><Creative><CompanionAds><Companion>"
                + "<TrackingEvents><Tracking event='creativeView'>https://t.test/k</Tracking>"
                + "</TrackingEvents><CompanionClickTracking>https://t.test/kc"
                + "</CompanionClickTracking></Companion></CompanionAds></Creative></Creatives>"
                + "</InLine></Ad></VAST>");

    VastAd.InLine ad = (VastAd.InLine) document.ads().get(0);
    assertThat(ad.trackers())
        .containsExactly(
            new TrackingUrl(
                TrackingEvent.NON_LINEAR, "nonLinear.creativeView", null, "https://t.test/n"),
            TrackingUrl.of(TrackingEvent.NON_LINEAR_CLICK, "https://t.test/nc"),
            new TrackingUrl(
                TrackingEvent.COMPANION, "companion.creativeView", null, "https://t.test/k"),
            TrackingUrl.of(TrackingEvent.COMPANION_CLICK, "https://t.test/kc"));
    assertThat(ad.linear()).isFalse();
    assertThat(codes(document)).containsExactly("no-linear");
  }

  @Test
  void read_badAdsAmongGoodOnes_losesOnlyTheBad() {
    VastDocument document =
        read(
            "<VAST version='2.0'>\n<Ad id='1'/>\n<Ad id='2'><Inline><Creatives><Creative><Linear>\n"
                + "<Duration>undefined</Duration></Linear></Creative></Creatives></Inline></Ad>\n"
                + "<Ad id='3' sequence='x'><Wrapper><VASTAdTagURL><URL> https://w.test/ </URL>"
                + "</VASTAdTagURL></Wrapper></Ad></VAST>");

    assertThat(document.ads()).extracting(VastAd::id).containsExactly("2", "3");
    assertThat(((VastAd.InLine) document.ads().get(0)).durationMs()).isEqualTo(Ad.UNKNOWN_DURATION);
    assertThat(((VastAd.Wrapper) document.ads().get(1)).tagUri()).isEqualTo("https://w.test/");
    assertThat(document.issues())
        .extracting(Issue::code, Issue::pointer)
        .containsExactly(
            tuple("misspelt-element", "line 3"),
            tuple("empty-ad", "line 2"),
            tuple("unknown-duration", "line 4"),
            tuple("bad-sequence", "line 5"));
  }

  @ParameterizedTest
  @CsvSource({
    "00:00:30, 30000",
    "00:00:02.5, 2500",
    "00:00:00.9, 900",
    "1:2:3, 3723000",
    "00:00:60, 60000",
    "00:00:30.1239, 30123",
    "00:00:61, -1",
    "30, -1",
    "-00:00:10, -1",
    "00:00:1O, -1",
    "00:00:10., -1",
    "00:00, -1",
    "99999:00:00, -1",
    "'', -1",
    ":::, -1"
  })
  void parseMs_whatServersWrite(String written, long expectedMs) {
    assertThat(VastTime.parseMs(written)).isEqualTo(expectedMs);
  }

  @ParameterizedTest
  @CsvSource({
    "00:00:05.000, 5000ms",
    "25%, 25%",
    "33.3%, 33.300%",
    "3, 3000ms",
    "' 3.5 ', 3500ms",
    "101%, ",
    "-1%, ",
    "soon, ",
    "%, "
  })
  void parseOffset_whatServersWrite(String written, String expected) {
    Offset offset = VastTime.parseOffset(written);
    assertThat(offset == null ? null : offset.toString()).isEqualTo(expected);
  }

  @Test
  void read_urlOverSeveralLines_isJoined() {
    VastAd.InLine ad =
        inLine(
            "<Impression>\n  <![CDATA[https://t.test/i?s=x]]]]>\n <![CDATA[>]]>\n x&amp;y\n"
                + "</Impression><Impression>https://t.test/a b&#13;&#10;X: 1</Impression>",
            "");
    assertThat(ad.trackers())
        .extracting(TrackingUrl::url)
        .containsExactly("https://t.test/i?s=x]]>x&y", "https://t.test/a b\r\nX: 1");
  }

  @Test
  void read_undeclaredPrefixes_areDeclared() {
    VastDocument document =
        read(
            "<VAST version='3.0' xsi:noNamespaceSchemaLocation='vast.xsd'>\n<Ad><InLine>"
                + "<Extensions><Extension type='t'><v:x v:y='1'>z</v:x></Extension></Extensions>"
                + "</InLine></Ad>\n<Ad/></VAST>");
    VastAd.InLine ad = (VastAd.InLine) document.ads().get(0);
    assertThat(ad.extensions()).containsExactly(new VastAd.Extension("t", "<v:x v:y='1'>z</v:x>"));
    assertThat(document.issues()).extracting(Issue::pointer).contains("line 3");
  }

  @Test
  void bytesOf_textThatNamesAnotherEncoding_isReadAsItIs() throws VastException {
    String text = " <?xml version='1.0' encoding='utf-16'?><VAST><Error>h\u00e9</Error></VAST>";
    assertThat(VastReader.read(VastReader.bytesOf(text)).errorUrls()).containsExactly("h\u00e9");
  }

  @Test
  void read_brokenDocument_saysWhere() {
    VastException e =
        catchThrowableOfType(
            VastException.class,
            () -> VastReader.read("<VAST>\n<Ad>\n<InLine></Ad></VAST>".getBytes(UTF_8)));
    assertThat(e.errorCode()).isEqualTo(100);
    assertThat(e.line()).isEqualTo(3);
  }
}
