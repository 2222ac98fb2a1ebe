package io.playhead.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpBytesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "203.0.113.7",
        "0.0.0.0",
        "255.255.255.255",
        "256.1.1.1",
        "-1.1.1.1",
        "01.2.3.4",
        "+1.2.3.4",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        "2001:db8::7",
        "::1",
        "a.b.c.d",
        "ünïcode",
        ""
      })
  void unpack_whatWasPacked_isTheSameText(String ip) {
    assertThat(IpBytes.unpack(IpBytes.pack(ip))).isEqualTo(ip);
  }

  @Test
  void pack_ipv4_takesFiveBytes() {
    assertThat(IpBytes.pack("203.0.113.7")).hasSize(5);
  }

  @Test
  void pack_nothing_isNothing() {
    assertThat(IpBytes.unpack(IpBytes.pack(null))).isNull();
  }
}
