package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.beacon.BeaconUrl.Reason;
import io.playhead.beacon.BeaconUrl.Refused;
import io.playhead.beacon.BeaconUrl.Sendable;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeaconUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          https://t.example/imp ~ https://t.example/imp
          HTTPS://T.Example/Imp ~ https://t.example/Imp
          https://t.example ~ https://t.example/
          https://t.example?x=1 ~ https://t.example/?x=1
          https://t.example:443/imp ~ https://t.example/imp
          http://t.example:443/imp ~ http://t.example:443/imp
          http://t.example:/imp ~ http://t.example/imp
          //t.example/imp ~ https://t.example/imp
          https://t.example/imp?v=1&amp;id=abc ~ https://t.example/imp?v=1&amp;id=abc
          https://t.example/imp?a=1#frag ~ https://t.example/imp?a=1
          https://t.example/a//b///c ~ https://t.example/a//b///c
          https://t.example/../a/./b ~ https://t.example/../a/./b
          https://[2001:db8::1]:8443/imp?x=[CACHEBUSTING] ~ https://[2001:db8::1]:8443/imp?x=%5BCACHEBUSTING%5D
          https://bücher.example/imp ~ https://xn--bcher-kva.example/imp
          https://BÜCHER.example/ü ~ https://xn--bcher-kva.example/%C3%BC
          https://ad_server.t.example/imp ~ https://ad_server.t.example/imp
          https://t.example./imp ~ https://t.example./imp
          https://t.example/a b|c{d}[e]"f"<g>\\h^i ~ https://t.example/a%20b%7Cc%7Bd%7D%5Be%5D%22f%22%3Cg%3E%5Ch%5Ei
          https://t.example/100%/%zz/%4 ~ https://t.example/100%25/%25zz/%254
          https://t.example/%2f%20%C3%bc ~ https://t.example/%2f%20%C3%bc
          https://t.example/?q='(x)*!,;$@: ~ https://t.example/?q='(x)*!,;$@:
          https://t.example/?u=https://u@other.example/ ~ https://t.example/?u=https://u@other.example/
          https://t.example/😀 ~ https://t.example/%F0%9F%98%80
          """)
  void of_dirtyButHonest_isMended(String raw, String url) {
    assertThat(BeaconUrl.of(raw)).isInstanceOf(Sendable.class);
    assertThat(((Sendable) BeaconUrl.of(raw)).url()).isEqualTo(url);
  }

  @Test
  void of_whiteSpaceAround_isTrimmed() {
    assertThat(url("\n   \t https://t.example/imp  \t\u00a0\ufeff\r\n"))
        .isEqualTo("https://t.example/imp");
  }

  /** The specification's own example has line breaks between two CDATA sections. */
  @Test
  void of_lineBreaksInside_areDropped() {
    assertThat(url("https://t.example/imp?s=x]]\n  >\n  x"))
        .isEqualTo("https://t.example/imp?s=x%5D%5D%3Ex");
    assertThat(url("https://t.example/imp  \n\t?a=1\tb")).isEqualTo("https://t.example/imp?a=1b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://t.example/imp?a=1\r\nX-Evil: 1",
        "https://t.example/imp\rX",
        "https://t\r.example/"
      })
  void of_carriageReturnInside_isRefused(String raw) {
    assertThat(BeaconUrl.of(raw)).isEqualTo(refused(Reason.LINE_BREAK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t", "about:blank", " ABOUT:BLANK\n"})
  void of_nothing_isNeverRequested(String raw) {
    assertThat(BeaconUrl.of(raw)).isEqualTo(refused(Reason.BLANK));
  }

  @Test
  void of_null_isNeverRequested() {
    assertThat(BeaconUrl.of(null)).isEqualTo(refused(Reason.BLANK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://t.example/x",
        "data:text/plain,x",
        "ws://t.example/",
        "t.example/imp",
        "/imp",
        "https:/t.example/imp",
        "https:t.example",
        "[IMPRESSION_URL]",
        "jar:http://t.example/a!/b"
      })
  void of_otherScheme_isRefused(String raw) {
    assertThat(BeaconUrl.of(raw)).isEqualTo(refused(Reason.SCHEME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user@t.example/",
        "https://user:password@t.example/",
        "https://t.example@127.0.0.1/",
        "https://t.example\\@127.0.0.1/",
        "https://127.0.0.1\\.t.example/",
        "https://@t.example/"
      })
  void of_userInformation_isRefused(String raw) {
    assertThat(BeaconUrl.of(raw)).isEqualTo(refused(Reason.USER_INFO));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://",
        "https:///imp",
        "https://?x",
        "https://[MACRO]/imp",
        "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://::1/",
        "https://a..b/",
        "https://.a/",
        "https://a b/",
        "https://a%2eb/",
        "https://%31%32%37.0.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://017700000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.1/",
        "https://1.2.3.4.5/",
        "https://256.1.1.1/",
        "https://t.example.1/",
        "https://t.example.0x1/",
        "https://1.2.3.04/"
      })
  void of_hostMalformedOrDisguised_isRefused(String raw) {
    assertThat(BeaconUrl.of(raw)).isEqualTo(refused(Reason.HOST));
  }

  /** Full-width digits and dots are digits and dots once the host is normalised. */
  @Test
  void of_fullWidthAddress_isSeenAsTheAddress() {
    assertThat(url("http://１２７。０。０。１/")).isEqualTo("http://127.0.0.1/");
    assertThat(url("http://①②⑦.0.0.1/")).isEqualTo("http://127.0.0.1/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a:0/",
        "https://a:65536/",
        "https://a:x/",
        "https://a:-1/",
        "https://a:80a/"
      })
  void of_badPort_isRefused(String raw) {
    assertThat(BeaconUrl.of(raw)).isEqualTo(refused(Reason.PORT));
  }

  @Test
  void of_atAndBeyondTheLimit() {
    String base = "https://t.example/";
    assertThat(BeaconUrl.of(base + "a".repeat(8192 - base.length() - 10)))
        .isInstanceOf(Sendable.class);
    assertThat(BeaconUrl.of(base + "a".repeat(8192))).isEqualTo(refused(Reason.TOO_LONG));
    // short enough as written, too long once encoded
    assertThat(BeaconUrl.of(base + " ".repeat(3000) + "x")).isEqualTo(refused(Reason.TOO_LONG));
  }

  @Test
  void sendable_parts() {
    Sendable url = (Sendable) BeaconUrl.of("http://T.example:8080/a?b#c");

    assertThat(url).isEqualTo(new Sendable(false, "t.example", 8080, "/a?b"));
    assertThat(url.hostKey()).isEqualTo("t.example:8080");
    assertThat(url.authority()).isEqualTo("t.example:8080");
    assertThat(((Sendable) BeaconUrl.of("https://t.example/")).hostKey())
        .isEqualTo("t.example:443");
    assertThat(((Sendable) BeaconUrl.of("https://t.example/")).authority()).isEqualTo("t.example");
  }

  @ParameterizedTest
  @CsvSource({
    "https://u.example/x, https://u.example/x",
    "//u.example/x, http://u.example/x",
    "/x?y, http://t.example:81/x?y",
    "?y, http://t.example:81/a/b?y",
    "c, http://t.example:81/a/c",
    "./c, http://t.example:81/a/c",
    "../c, http://t.example:81/c",
    "../../../c, http://t.example:81/c",
    "'', http://t.example:81/a/b?q=/1",
    "#top, http://t.example:81/a/b?q=/1",
    "'/with space', http://t.example:81/with%20space"
  })
  void resolve_reference(String location, String target) {
    Sendable base = (Sendable) BeaconUrl.of("http://t.example:81/a/b?q=/1");

    assertThat(base.resolve(location)).isInstanceOf(Sendable.class);
    assertThat(((Sendable) base.resolve(location)).url()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "gopher://t.example/", "http://u@t.example/", "//", "/a\rb"})
  void resolve_dangerousReference_isRefused(String location) {
    Sendable base = (Sendable) BeaconUrl.of("http://t.example:81/a/b");

    assertThat(base.resolve(location)).isInstanceOf(Refused.class);
  }

  @Property(tries = 2000)
  void of_anything_neverThrowsAndStaysWithinTheRequestLine(@ForAll String tail) {
    BeaconUrl parsed = BeaconUrl.of("https://t.example/" + tail);
    if (parsed instanceof Sendable url) {
      assertThat(url.uri()).startsWith("/").matches("[!-~]*");
      assertThat(BeaconUrl.of(url.url())).isEqualTo(url);
    }
  }

  @Property(tries = 1000)
  void of_anyHost_isAsciiOrRefused(@ForAll String host) {
    if (BeaconUrl.of("https://" + host) instanceof Sendable url) {
      assertThat(url.host()).matches("[a-z0-9_.-]+|\\[[0-9a-f:.]+]");
      assertThat(BeaconUrl.of(url.url())).isEqualTo(url);
    }
  }

  private static String url(String raw) {
    return ((Sendable) BeaconUrl.of(raw)).url();
  }

  private static BeaconUrl refused(Reason reason) {
    String detail =
        switch (reason) {
          case BLANK -> "blank";
          case SCHEME -> "neither http nor https";
          case USER_INFO -> "user information in the host";
          case HOST -> "host is missing or malformed";
          case PORT -> "port is not in 1 to 65535";
          case LINE_BREAK -> "carriage return inside";
          case TOO_LONG -> "longer than 8192 characters";
        };
    return new Refused(reason, detail);
  }
}
