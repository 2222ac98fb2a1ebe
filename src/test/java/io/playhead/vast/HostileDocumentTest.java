package io.playhead.vast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.playhead.timeline.Issue;
import io.playhead.timeline.TrackingUrl;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that were written, or broken, to hurt the service. */
class HostileDocumentTest {
  private static final String AD =
      "<Ad id='1'><InLine><Impression>https://t.test/i</Impression></InLine></Ad>";

  private static byte[] declared(String encoding, String text, Charset charset) {
    return ("<?xml version='1.0' encoding='" + encoding + "'?>" + text).getBytes(charset);
  }

  private static String numbered(String template, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.format(template, i))
        .collect(Collectors.joining());
  }

  private static String nested(int levels) {
    return "<VAST version='4.0'>" + "<x>".repeat(levels) + "</x>".repeat(levels) + "</VAST>";
  }

  static Stream<Arguments> refused() {
    String billion =
        IntStream.range(1, 10)
            .mapToObj(i -> "<!ENTITY e" + i + " '" + ("&e" + (i - 1) + ";").repeat(10) + "'>")
            .reduce("<!ENTITY e0 'ha'>", String::concat);
    return Stream.of(
        Arguments.of(
            "external entity",
            "<!DOCTYPE VAST [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><VAST>&x;</VAST>"),
        Arguments.of(
            "external entity in an attribute",
            "<!DOCTYPE VAST [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><VAST version='&x;'/>"),
        Arguments.of(
            "parameter entity",
            "<!DOCTYPE VAST [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'>%x;]><VAST/>"),
        Arguments.of("external DTD", "<!DOCTYPE VAST SYSTEM 'http://127.0.0.1:1/x.dtd'><VAST/>"),
        Arguments.of("DTD that does nothing", "<!DOCTYPE VAST><VAST/>"),
        Arguments.of("a billion laughs", "<!DOCTYPE VAST [" + billion + "]><VAST>&e9;</VAST>"),
        Arguments.of(
            "quadratic blow-up",
            "<!DOCTYPE VAST [<!ENTITY a '"
                + "a".repeat(50_000)
                + "'>]><VAST>"
                + "&a;".repeat(50_000)
                + "</VAST>"),
        Arguments.of("entity without a DTD", "<VAST><Error>&nbsp;</Error></VAST>"),
        Arguments.of("65 levels", nested(Limits.MAX_DEPTH)),
        Arguments.of("100,000 levels", nested(100_000)),
        Arguments.of("100,000 levels that do not end", "<VAST>" + "<x>".repeat(100_000)),
        Arguments.of(
            "deep inside an ad that is skipped",
            "<VAST>" + "<Ad/>".repeat(Limits.MAX_ADS) + "<Ad>" + "<x>".repeat(100)),
        Arguments.of("10,000 attributes", "<VAST" + attributes(10_000) + "/>"),
        Arguments.of("a tag without end", "<VAST a='" + "x>".repeat(20_000)),
        Arguments.of(
            "a long tag with < inside",
            "<VAST" + attributes(1500) + " b='<' " + "x".repeat(Limits.MAX_TAG_BYTES) + "=''/>"),
        Arguments.of(
            "a long tag behind short ones",
            "<VAST>" + "<x/>".repeat(10_000) + "<x" + attributes(10_000) + "/></VAST>"),
        Arguments.of(
            "many elements of many attributes",
            "<VAST>" + ("<x" + attributes(200) + "/>").repeat(10) + "</VAST>"),
        Arguments.of("3,000 names", "<VAST>" + numbered("<x%d/>", 3000) + "</VAST>"),
        Arguments.of(
            "3,000 names of attributes", "<VAST>" + numbered("<Ad x%d=''/>", 3000) + "</VAST>"),
        Arguments.of(
            "3,000 names in a skipped element",
            "<VAST><y>" + numbered("<x y%d=''/>", 3000) + "</y></VAST>"),
        Arguments.of(
            "1,500 namespaces", "<VAST>" + numbered("<x xmlns:y%d='u'/>", 1500) + "</VAST>"),
        Arguments.of(
            "200 prefixes, not declared", "<VAST>" + numbered("<x%d:y/>", 200) + "</VAST>"),
        Arguments.of("a control character", "<VAST><Error>\u0001</Error></VAST>"),
        Arguments.of("a character reference to one", "<VAST><Error>&#0;</Error></VAST>"),
        Arguments.of("the same attribute twice", "<VAST version='2.0' version='3.0'/>"),
        Arguments.of("two roots", "<VAST/><VAST/>"),
        Arguments.of("text behind the root", "<VAST/>x"),
        Arguments.of("a declaration without end", "<?xml version='1.0'"),
        Arguments.of("a comment without end", "<!-- <VAST/>"),
        Arguments.of("nothing", ""),
        Arguments.of("white space", " \r\n\t "),
        Arguments.of("JSON", "{\"ads\":[]}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String name, String document) {
    assertRefused(document.getBytes(UTF_8));
  }

  private static void assertRefused(byte[] document) {
    VastException vast = catchThrowableOfType(VastException.class, () -> VastReader.read(document));
    assertThat(vast.errorCode()).isEqualTo(100);
    VastException vmap = catchThrowableOfType(VastException.class, () -> VmapReader.read(document));
    assertThat(vmap.errorCode()).isIn(1000, 1002);
  }

  static Stream<Arguments> lyingEncodings() {
    String text = "<VAST><Error>https://t.test/\u00e9</Error></VAST>";
    byte[] odd = ("\ufeff<VAST/>").getBytes(UTF_16LE);
    return Stream.of(
        Arguments.of("UTF-8 that is UTF-16", declared("UTF-8", text, UTF_16LE)),
        Arguments.of("UTF-16 that is UTF-8", declared("UTF-16", text, UTF_8)),
        Arguments.of("UTF-8 that is Latin-1", declared("UTF-8", text, ISO_8859_1)),
        Arguments.of("ASCII that is Latin-1", declared("US-ASCII", text, ISO_8859_1)),
        Arguments.of("an encoding that nobody has", declared("klingon", text, UTF_8)),
        Arguments.of("an encoding without a name", declared("", text, UTF_8)),
        Arguments.of("half a UTF-16 character", Arrays.copyOf(odd, odd.length - 1)),
        Arguments.of("an overlong slash", overlong()));
  }

  private static byte[] overlong() {
    byte[] bytes = "<VAST><Error>__</Error></VAST>".getBytes(UTF_8);
    bytes[13] = (byte) 0xC0;
    bytes[14] = (byte) 0xAF;
    return bytes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void lyingEncodings(String name, byte[] document) {
    assertRefused(document);
  }

  static Stream<Arguments> trueEncodings() {
    String text = "<VAST><Error>https://t.test/\u00e9</Error></VAST>";
    return Stream.of(
        Arguments.of("UTF-8", declared("utf-8", text, UTF_8)),
        Arguments.of("UTF-8, not declared", text.getBytes(UTF_8)),
        Arguments.of("UTF-8 with a mark", ("\ufeff" + text).getBytes(UTF_8)),
        Arguments.of("Latin-1", declared("ISO-8859-1", text, ISO_8859_1)),
        Arguments.of("cp1252", declared("windows-1252", text, Charset.forName("windows-1252"))),
        Arguments.of("UTF-16 LE with a mark", ("\ufeff" + text).getBytes(UTF_16LE)),
        Arguments.of("UTF-16 BE with a mark", ("\ufeff" + text).getBytes(UTF_16BE)),
        Arguments.of("UTF-16 BE without one", declared("UTF-16", text, UTF_16BE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void trueEncodings(String name, byte[] document) throws VastException {
    assertThat(VastReader.read(document).errorUrls()).containsExactly("https://t.test/\u00e9");
  }

  @Test
  void tooLarge_isRefusedUnread() {
    assertRefused(("<VAST>" + " ".repeat(Limits.MAX_BYTES) + "</VAST>").getBytes(UTF_8));
  }

  @Test
  void largest_isRead() throws VastException {
    String start = "<VAST version='4.0'><!--";
    String end = "-->" + AD + "</VAST>";
    String comment = "x".repeat(Limits.MAX_BYTES - start.length() - end.length());
    assertThat(read(start + comment + end).ads()).hasSize(1);
  }

  private static VastDocument read(String document) throws VastException {
    return VastReader.read(document.getBytes(UTF_8));
  }

  private static List<String> codes(VastDocument document) {
    return document.issues().stream().map(Issue::code).toList();
  }

  @Test
  void xInclude_isNothingSpecial() throws VastException {
    VastDocument document =
        read(
            "<VAST version='4.0' xmlns:xi='http://www.w3.org/2001/XInclude'>"
                + "<xi:include href='file:///etc/passwd' parse='text'/>"
                + AD
                + "</VAST>");
    assertThat(document.ads()).hasSize(1);
    assertThat(document.toString()).doesNotContain("root:");
  }

  private static String attributes(int count) {
    return IntStream.range(0, count).mapToObj(i -> " a" + i + "='v'").collect(Collectors.joining());
  }

  @Test
  void tooManyAttributes_areCut() throws VastException {
    VastDocument document = read("<VAST version='4.0'" + attributes(1000) + ">" + AD + "</VAST>");
    assertThat(document.ads()).hasSize(1);
    assertThat(codes(document)).containsExactly("too-many-attributes", "no-linear");
  }

  @Test
  void tooManyAds_areCut() throws VastException {
    VastDocument document = read("<VAST version='4.0'>" + AD.repeat(2000) + "</VAST>");
    assertThat(document.ads()).hasSize(Limits.MAX_ADS);
    assertThat(codes(document)).contains("too-many-ads", "more-issues");
    assertThat(document.issues()).hasSize(Limits.MAX_ISSUES + 1);
  }

  @Test
  void tooManyTrackers_areCut() throws VastException {
    String tracker = "<Impression>https://t.test/i</Impression>";
    VastDocument document =
        read(
            "<VAST version='4.0'><Ad><InLine>"
                + tracker.repeat(Limits.MAX_TRACKERS + 5)
                + "</InLine></Ad></VAST>");
    assertThat(document.ads().get(0).trackers()).hasSize(Limits.MAX_TRACKERS);
    assertThat(codes(document)).contains("too-many-trackers");
  }

  /**
   * Each takes a few milliseconds; what they were written for would take minutes, or all memory.
   */
  @Test
  @Timeout(60)
  void hostileDocuments_manyTimesOver_takeNoTime() {
    List<byte[]> documents =
        Stream.concat(refused().map(a -> (String) a.get()[1]), Stream.of(nested(300_000)))
            .map(document -> document.getBytes(UTF_8))
            .toList();
    for (int round = 0; round < 20; round++) {
      for (byte[] document : documents) {
        assertRefused(document);
      }
    }
  }

  @Test
  void classNamesInXsiType_areNotLookedUp() throws VastException {
    VastDocument document =
        read(
            "<VAST version='4.0' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
                + "<Ad xsi:type='java.lang.Runtime' xsi:nil='true' id='1'><InLine>"
                + "<Impression xsi:nil='true'>https://t.test/i</Impression></InLine></Ad></VAST>");
    assertThat(document.ads().get(0).trackers())
        .extracting(TrackingUrl::url)
        .containsExactly("https://t.test/i");
  }

  @Test
  void vmapLimits_countForAllItsResponses() throws VastException {
    String data = "<AdBreak timeOffset='start'><AdSource><VASTAdData><VAST>";
    String end = "</VAST></VASTAdData></AdSource></AdBreak>";
    String vmap = "<VMAP>" + (data + AD.repeat(300) + end).repeat(2) + "</VMAP>";
    VmapDocument document = VmapReader.read(vmap.getBytes(UTF_8));
    int ads =
        document.breaks().stream()
            .mapToInt(adBreak -> ((VmapBreak.Source.Inline) adBreak.source()).vast().ads().size())
            .sum();
    assertThat(ads).isEqualTo(Limits.MAX_ADS);
  }
}
