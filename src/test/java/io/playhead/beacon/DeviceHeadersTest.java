package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.playhead.session.Device;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DeviceHeadersTest {
  @Test
  void write_unknownDevice_onlyWhatIsKnown() {
    MultiMap headers = write(List.of(), Device.UNKNOWN, "t.example");

    assertThat(headers.names()).containsExactlyInAnyOrder("user-agent", "idempotency-key");
    assertThat(headers.get("user-agent")).isEqualTo("Playhead/1");
  }

  @Test
  void write_rules_changeHeadersOfTheirHosts() {
    List<HeaderRule> rules =
        List.of(
            new HeaderRule("*", Set.of(), Map.of("X-None", "X-Other"), Map.of("DNT", "1")),
            new HeaderRule(
                "*.T.example",
                Set.of("X-Device-IP"),
                Map.of("x-forwarded-for", "X-Client"),
                Map.of("X-Key", "k\r\nX-Evil: 1")),
            new HeaderRule("t.example", Set.of(), Map.of(), Map.of("User-Agent", "fixed")));

    MultiMap sub = write(rules, Fixture.TV, "a.t.example");
    assertThat(sub.get("DNT")).isEqualTo("1");
    assertThat(sub.get("X-Key")).isEqualTo("kX-Evil: 1");
    assertThat(sub.contains("X-Device-IP")).isFalse();
    assertThat(sub.contains("X-Forwarded-For")).isFalse();
    assertThat(sub.get("X-Client")).isEqualTo(Fixture.TV.ip());
    assertThat(sub.contains("X-Other")).isFalse();
    assertThat(sub.get("User-Agent")).isEqualTo("TV/1.0");

    MultiMap exact = write(rules, Fixture.TV, "t.example");
    assertThat(exact.getAll("User-Agent")).containsExactly("fixed");
    assertThat(exact.contains("X-Device-IP")).isTrue();
  }

  @Test
  void rule_badName_isRefused() {
    for (String bad : List.of("X Bad\r\n", "", "Host", "content-length")) {
      assertThatThrownBy(() -> new HeaderRule("*", Set.of(), Map.of(), Map.of(bad, "1")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new HeaderRule("*", Set.of(), Map.of("DNT", bad), Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void clean_controlsAndForeignScripts_areDropped() {
    assertThat(DeviceHeaders.clean("a\r\nB: c\u0000\u007f\u0085d")).isEqualTo("aB: cd");
    assertThat(DeviceHeaders.clean("Fernseher \u00fc \u96fb\u89c6")).isEqualTo("Fernseher \u00fc");
    assertThat(DeviceHeaders.clean("x".repeat(5000))).hasSize(DeviceHeaders.MAX_VALUE_LENGTH);
  }

  @Property
  void clean_anything_isALatin1Line(@ForAll String value) {
    assertThat(DeviceHeaders.clean(value).chars().allMatch(c -> c >= ' ' && c <= 0xff && c != 0x7f))
        .isTrue();
  }

  private static MultiMap write(List<HeaderRule> rules, Device device, String host) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    new DeviceHeaders("Playhead/1", rules)
        .write(Fixture.claim("b", "https://t.example/"), device, host, headers);
    return headers;
  }
}
