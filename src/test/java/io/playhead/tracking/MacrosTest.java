package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.AdDetails;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacrosTest {
  private static final AdDetails AD =
      new AdDetails(
          "t",
          "s",
          "c",
          null,
          null,
          "srv-1",
          List.of("ad-id.org CNPA0484000H", "clearcast.co.uk AAA/BBB,1"),
          List.of(),
          "https://cdn.test/a.mp4?x=1&y=2",
          null);

  private static final MacroValues VALUES =
      new MacroValues(
          1_700_000_000_123L,
          "12345678",
          5_000,
          3_725_040,
          2,
          1,
          3,
          AD,
          MacroValues.UNKNOWN,
          null,
          MacroValues.UNKNOWN,
          Map.of(
                  "IFA", "-2",
                  "DEVICEUA", "A/1.0 (x; ü) 😀",
                  "APIFRAMEWORKS", "2,7",
                  "PAGEURL", "https://p.test/?a,b",
                  "TIMESTAMP", "never",
                  "TRANSACTIONID", "tx")
              ::get);

  private static final Macros STANDARD = new Macros(Set.of());
  private static final Macros ALL = new Macros(EnumSet.allOf(Macros.Legacy.class));

  @ParameterizedTest
  @CsvSource({
    "[TIMESTAMP], 2023-11-14T22%3A13%3A20.123Z",
    "[CACHEBUSTING], 12345678",
    "[ADPLAYHEAD], 00%3A00%3A05.000",
    "[MEDIAPLAYHEAD], 01%3A02%3A05.040",
    "[CONTENTPLAYHEAD], 01%3A02%3A05.040",
    "[BREAKPOSITION], 2",
    "[ADCOUNT], 1",
    "[PODSEQUENCE], 3",
    "[SERVERSIDE], 1",
    "[ADSERVINGID], srv-1",
    "[ASSETURI], https%3A%2F%2Fcdn.test%2Fa.mp4%3Fx%3D1%26y%3D2",
    "[TRANSACTIONID], tx",
    "[IFA], -2",
    "[IFATYPE], -1",
    "[ERRORCODE], -1",
    "[REASON], -1",
  })
  void expand_oneMacro(String template, String expected) {
    assertThat(STANDARD.expand(template, VALUES)).isEqualTo(expected);
  }

  @Test
  void expand_lists_commasBetweenValuesStay() {
    assertThat(STANDARD.expand("[APIFRAMEWORKS]|[PAGEURL]", VALUES))
        .isEqualTo("2,7|https%3A%2F%2Fp.test%2F%3Fa%2Cb");
  }

  @Test
  void expand_universalAdIds_registryAndValue() {
    assertThat(STANDARD.expand("[UNIVERSALADID]", VALUES))
        .isEqualTo("ad-id.org%20CNPA0484000H,clearcast.co.uk%20AAA%2FBBB%2C1");
  }

  @Test
  void expand_anyCharacter_isEncodedAsUtf8() {
    assertThat(STANDARD.expand("[DEVICEUA]", VALUES))
        .isEqualTo("A%2F1.0%20(x%3B%20%C3%BC)%20%F0%9F%98%80");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://t.test/?u=[NOTAMACRO]",
        "https://t.test/?u=[cachebusting]",
        "https://t.test/?u=items[0]&v=[]",
        "https://[2001:db8::1]:8443/",
        "https://t.test/?u=${CACHEBUSTING}",
        "https://t.test/?u=%%CACHEBUSTING%%&v=[timestamp]&w=[random]",
        "https://t.test/?u=[CACHEBUSTING",
        "https://t.test/?u=[[TIMESTAM]P]",
        "https://t.test/?c=[ERROR_CODE]&m=[ERROR_MESSAGE]",
        "",
      })
  void expand_whatIsNoMacro_staysAsItIs(String template) {
    assertThat(STANDARD.expand(template, VALUES)).isEqualTo(template);
  }

  @Test
  void expand_nestedBrackets_innermostMacroCounts() {
    assertThat(STANDARD.expand("[[CACHEBUSTING]]", VALUES)).isEqualTo("[12345678]");
  }

  @Test
  void expand_legacy_whereAllowed() {
    assertThat(
            ALL.expand("a=%%CACHEBUSTING%%&b=[timestamp]&c=[random]&d=%%NO%%&e=%%%20&f=%%", VALUES))
        .isEqualTo("a=12345678&b=1700000000123&c=12345678&d=%%NO%%&e=%%%20&f=%%");
  }

  @Test
  void expand_valueThatLooksLikeAMacro_isNotExpandedAgain() {
    MacroValues values = MacroValues.of(0, "[IFA]", name -> null);
    assertThat(STANDARD.expand("[CACHEBUSTING]", values)).isEqualTo("%5BIFA%5D");
  }

  @Test
  void expand_errors_ofVastAndVmap() {
    MacroValues vast = VALUES.withError(301, null);
    assertThat(STANDARD.expand("[ERRORCODE]/[ERROR_CODE]", vast)).isEqualTo("301/[ERROR_CODE]");
    MacroValues vmap = VALUES.withError(1008, "not there");
    assertThat(STANDARD.expand("[ERRORCODE]/[ERROR_CODE]/[ERROR_MESSAGE]", vmap))
        .isEqualTo("1008/1008/not%20there");
  }

  @Test
  void everyMacro_isKnownAndHasAValue() {
    assertThat(Macro.values()).hasSize(59);
    for (Macro macro : Macro.values()) {
      assertThat(macro.name().length()).isLessThanOrEqualTo(Macro.MAX_LENGTH);
      assertThat(
              STANDARD.expand(
                  "[" + macro.name() + "]", MacroValues.of(0, "00000000", name -> null)))
          .isNotEmpty()
          .doesNotContain("[");
    }
  }

  @Test
  void expand_corpusExample() {
    String template =
        "https://t.test/imp?cb=[CACHEBUSTING]&ss=[SERVERSIDE]&au=[ASSETURI]&asi=[ADSERVINGID]"
            + "&unk=[NOTAMACRO]&low=[cachebusting]&err=[ERRORCODE]&arr=items[0]";
    assertThat(STANDARD.expand(template, MacroValues.of(0, "87654321", name -> null)))
        .isEqualTo(
            "https://t.test/imp?cb=87654321&ss=1&au=-1&asi=-1"
                + "&unk=[NOTAMACRO]&low=[cachebusting]&err=-1&arr=items[0]");
  }

  private static MacroValues byClient(long timestampMs) {
    return new MacroValues(
        timestampMs,
        "12345678",
        5_000,
        MacroValues.UNKNOWN,
        2,
        1,
        MacroValues.UNKNOWN,
        AdDetails.NONE,
        MacroValues.UNKNOWN,
        null,
        MacroValues.UNKNOWN,
        Map.of("IFA", "-2", "DEVICEUA", "Box/1")::get,
        true);
  }

  /** A client that knows macros fills in what it knows; one that does not sends what is left. */
  @ParameterizedTest
  @CsvSource({
    "[SERVERSIDE], 0",
    "[CACHEBUSTING], 12345678",
    "[ADPLAYHEAD], 00%3A00%3A05.000",
    "[DEVICEUA], Box%2F1",
    "[IFA], -2",
    "[BREAKPOSITION], 2",
    "[VASTVERSIONS], '2,3,5,6,7,8,11,12,13,14,15,16'",
    "[TIMESTAMP], [TIMESTAMP]",
    "[timestamp], [timestamp]",
    "[MEDIAPLAYHEAD], [MEDIAPLAYHEAD]",
    "[ERRORCODE], [ERRORCODE]",
    "[CLICKPOS], [CLICKPOS]",
    "[UNIVERSALADID], [UNIVERSALADID]",
    "%%TIMESTAMP%%, %%TIMESTAMP%%",
    "[random], 12345678"
  })
  void expand_forAClient_leavesWhatOnlyItKnows(String template, String expected) {
    assertThat(ALL.expand(template, byClient(MacroValues.UNKNOWN))).isEqualTo(expected);
  }

  @Test
  void expand_forAClientOfALiveStream_knowsWhenItWillBe() {
    assertThat(STANDARD.expand("[TIMESTAMP]", byClient(1_700_000_000_123L)))
        .isEqualTo("2023-11-14T22%3A13%3A20.123Z");
  }

  @ParameterizedTest
  @CsvSource({
    "u?a=[IFA]&b=[PAGEURL], u?a=-2&b=https%3A%2F%2Fp.test%2F%3Fa%2Cb",
    "u?a=[APIFRAMEWORKS], 'u?a=2,7'",
    "u?t=[TIMESTAMP]&c=[CACHEBUSTING]&s=[SERVERSIDE], u?t=[TIMESTAMP]&c=[CACHEBUSTING]&s=[SERVERSIDE]",
    "u?a=[BREAKID]&b=[CONTENTID]&c=[0], u?a=[BREAKID]&b=[CONTENTID]&c=[0]",
    "u?a=%%IFA%%&b=%%BREAKID%%&c=[random], u?a=-2&b=%%BREAKID%%&c=[random]",
  })
  void fill_replacesWhatIsASessions_andLeavesTheRest(String template, String filled) {
    assertThat(ALL.fill(template, VALUES.given())).isEqualTo(filled);
  }
}
