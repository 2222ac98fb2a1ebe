package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.http.Refusals.Reason;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
  private static final int MOST = 6;

  private static OpenConnections open(int perAddress) {
    return new OpenConnections(
        new ServerLimits(MOST, perAddress, 1, 1, 1, 1),
        new ClientAddress(List.of("198.51.100.0/24")));
  }

  private static SocketAddress from(String address) {
    return SocketAddress.inetSocketAddress(4711, address);
  }

  @Test
  void enter_moreThanAnAddressMay_isRefusedUntilOneLeaves() {
    OpenConnections open = open(2);
    assertThat(open.enter(from("203.0.113.7"))).isNull();
    assertThat(open.enter(from("203.0.113.7"))).isNull();
    assertThat(open.enter(from("203.0.113.7"))).isEqualTo(Reason.ADDRESS_CONNECTIONS);
    assertThat(open.enter(from("203.0.113.8"))).isNull();
    assertThat(open.count()).isEqualTo(3);

    open.leave(from("203.0.113.7"));
    assertThat(open.enter(from("203.0.113.7"))).isNull();
    assertThat(open.enter(from("203.0.113.7"))).isEqualTo(Reason.ADDRESS_CONNECTIONS);
  }

  @Test
  void enter_addressesOfOneIpv6Network_areOneClient() {
    OpenConnections open = open(1);
    assertThat(open.enter(from("2a00:1:2:3::1"))).isNull();
    assertThat(open.enter(from("2a00:1:2:3::2"))).isEqualTo(Reason.ADDRESS_CONNECTIONS);
    assertThat(open.enter(from("2a00:1:2:4::1"))).isNull();
  }

  @Test
  void enter_loopbackAndTrustedProxies_areOnlyCountedAmongAll() {
    OpenConnections open = open(1);
    for (String address : List.of("127.0.0.1", "::1", "198.51.100.4")) {
      assertThat(open.enter(from(address))).isNull();
      assertThat(open.enter(from(address))).isNull();
    }
    assertThat(open.enter(from("198.51.100.4"))).isEqualTo(Reason.CONNECTIONS);
    assertThat(open.count()).isEqualTo(MOST);
  }

  @Test
  void enter_withoutALimitForAddresses_countsAll() {
    OpenConnections open = open(0);
    for (int i = 0; i < MOST; i++) {
      assertThat(open.enter(from("203.0.113.7"))).isNull();
    }
    assertThat(open.enter(from("203.0.113.7"))).isEqualTo(Reason.CONNECTIONS);
  }
}
