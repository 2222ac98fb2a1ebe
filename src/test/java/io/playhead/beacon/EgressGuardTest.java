package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {
  private static final EgressGuard STRICT = EgressGuard.of(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.0.1",
        "169.254.169.254",
        "169.254.170.2",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.0.170",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "192.168.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "::127.0.0.1",
        "::10.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2002:808:808::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fdff::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "4000::1"
      })
  void allows_notPublic_false(String address) throws UnknownHostException {
    assertThat(STRICT.allows(InetAddress.getByName(address))).isFalse();
    assertThat(STRICT.allows("t.example", InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "126.255.255.255",
        "128.0.0.1",
        "168.63.129.17",
        "169.253.255.255",
        "169.255.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.0.1.1",
        "192.167.255.255",
        "192.169.0.1",
        "198.17.255.255",
        "198.20.0.1",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2606:4700::1111",
        "2a00:1450::1",
        "3ffe::1"
      })
  void allows_public_true(String address) throws UnknownHostException {
    assertThat(STRICT.allows(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void of_listedBlocks_areAllowed() throws UnknownHostException {
    EgressGuard guard = EgressGuard.of(List.of("10.1.0.0/16", "127.0.0.1", "fd12::/17", " ::1 "));

    assertThat(guard.allows(InetAddress.getByName("10.1.255.255"))).isTrue();
    assertThat(guard.allows(InetAddress.getByName("10.2.0.0"))).isFalse();
    assertThat(guard.allows(InetAddress.getByName("127.0.0.1"))).isTrue();
    assertThat(guard.allows(InetAddress.getByName("::ffff:127.0.0.1"))).isTrue();
    assertThat(guard.allows(InetAddress.getByName("127.0.0.2"))).isFalse();
    assertThat(guard.allows(InetAddress.getByName("fd12:7fff::"))).isTrue();
    assertThat(guard.allows(InetAddress.getByName("fd12:8000::"))).isFalse();
    assertThat(guard.allows(InetAddress.getByName("::1"))).isTrue();
  }

  @Test
  void of_listedHosts_areAllowedWhereverTheyAre() throws UnknownHostException {
    EgressGuard guard = EgressGuard.of(List.of("ads.internal", "*.cdn.internal", "Bücher.example"));
    InetAddress inside = InetAddress.getByName("10.0.0.1");

    assertThat(guard.allows("ads.internal", inside)).isTrue();
    assertThat(guard.allows("ads.internal.", inside)).isTrue();
    assertThat(guard.allows("x.ads.internal", inside)).isFalse();
    assertThat(guard.allows("evilads.internal", inside)).isFalse();
    assertThat(guard.allows("a.b.cdn.internal", inside)).isTrue();
    assertThat(guard.allows("cdn.internal", inside)).isFalse();
    assertThat(guard.allows("evilcdn.internal", inside)).isFalse();
    assertThat(guard.allows("xn--bcher-kva.example", inside)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/x", "300.1.1.1", "a b", "http://x/", "*"})
  void of_nonsense_isNamed(String entry) {
    assertThatThrownBy(() -> EgressGuard.of(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(": " + entry);
  }
}
