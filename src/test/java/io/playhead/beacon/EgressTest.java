package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing reaches a place that strangers must not reach.
 *
 * <p>A trap listens on all addresses of this machine and counts connections, and a name server on
 * loopback says what the attacker would. Only 127.0.0.2 is allowed, where a server redirects.
 */
class EgressTest {
  private final Vertx servers = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final NameServer names = new NameServer(servers);
  private final Fixture fixture =
      new Fixture(
          new VertxOptions()
              .setAddressResolverOptions(
                  new AddressResolverOptions()
                      .addServer("127.0.0.1:" + names.port)
                      .setQueryTimeout(2000)
                      .setOptResourceEnabled(false)
                      .setCacheMaxTimeToLive(0)
                      .setSearchDomains(List.of())));

  // Held, because a client that nobody holds is closed by the next garbage collection.
  private final HttpClientAgent client =
      EgressClient.create(
          fixture.vertx, EgressGuard.of(List.of("127.0.0.2")), EgressClient.Limits.DEFAULT);
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final int trap =
      Fixture.await(
              servers
                  .createNetServer()
                  .connectHandler(
                      socket -> {
                        connections.incrementAndGet();
                        socket.handler(
                            data -> {
                              requests.incrementAndGet();
                              socket.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                            });
                      })
                  .listen(0, "0.0.0.0"))
          .actualPort();

  @AfterEach
  void close() {
    fixture.close();
    Fixture.await(servers.close());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:{port}/",
        "http://127.0.0.1:{port}/?a=[x]",
        "http://127.255.255.254:{port}/",
        "http://127.0.0.3:{port}/",
        "http://0.0.0.0:{port}/",
        "http://0:{port}/",
        "http://127.1:{port}/",
        "http://127.0.1:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f000001:{port}/",
        "http://0X7F.0.0.1:{port}/",
        "http://017700000001:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://0177.0.0.01:{port}/",
        "http://127.0.0.1.:{port}/",
        "http://127.0.0.1.1:{port}/",
        "http://[::1]:{port}/",
        "http://[::]:{port}/",
        "http://[0:0:0:0:0:0:0:1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:7f00:1]:{port}/",
        "http://[0:0:0:0:0:ffff:7f00:0001]:{port}/",
        "http://[::127.0.0.1]:{port}/",
        "http://[64:ff9b::127.0.0.1]:{port}/",
        "http://[2002:7f00:1::]:{port}/",
        "http://[fe80::1]:{port}/",
        "http://[fe80::1%25lo]:{port}/",
        "http://[::1%25lo]:{port}/",
        "http://[fd00:ec2::254]:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/latest/meta-data/",
        "http://localhost:{port}/",
        "http://LOCALHOST:{port}/",
        "http://localhost.:{port}/",
        "http://loop.evil.example:{port}/",
        "http://meta.evil.example/",
        "http://private.evil.example:{port}/",
        "http://six.evil.example:{port}/",
        "http://mapped.evil.example:{port}/",
        "http://user@127.0.0.1:{port}/",
        "http://t.example@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@t.example/",
        "http://t.example\\@127.0.0.1:{port}/",
        "http://１２７.０.０.１:{port}/",
        "http://127。0。0。1:{port}/",
        "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{port}/",
        "http://%31%32%37.0.0.1:{port}/",
        "http://127.0.0.1%00.t.example:{port}/",
        "http://127.0.0.1\t:{port}/",
        "http://127.0.0.\n1:{port}/",
        "//127.0.0.1:{port}/",
        "https://127.0.0.1:{port}/",
        "https://localhost:{port}/",
        "http:127.0.0.1:{port}/",
        "http:/127.0.0.1:{port}/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/_GET",
        "unix:///var/run/docker.sock",
        "redirect:http://127.0.0.1:{port}/",
        "redirect://127.0.0.1:{port}/",
        "redirect:http://localhost:{port}/",
        "redirect:http://loop.evil.example:{port}/",
        "redirect:http://2130706433:{port}/",
        "redirect:http://[::ffff:127.0.0.1]:{port}/",
        "redirect:http://t@127.0.0.1:{port}/",
        "redirect:\\\\127.0.0.1:{port}/",
        "redirect:file:///etc/passwd",
        "redirect:https://169.254.169.254/"
      })
  void beacon_toAForbiddenPlace_connectsNowhere(String trick) {
    names.say("loop.evil.example", "127.0.0.1");
    names.say("meta.evil.example", "169.254.169.254");
    names.say("private.evil.example", "10.0.0.1");
    names.say("six.evil.example", "::1");
    names.say("mapped.evil.example", "::ffff:127.0.0.1");
    String target = trick.replace("{port}", String.valueOf(trap));
    String url = target;
    if (target.startsWith("redirect:")) {
      int open = redirector(target.substring("redirect:".length()));
      url = "http://127.0.0.2:" + open + "/go";
    }
    Dispatcher dispatcher = fixture.dispatcher(settings(), "127.0.0.2");

    Attempt end = fixture.deliver(dispatcher, "b", url);

    assertThat(end.outcome()).isNotEqualTo(Outcome.DELIVERED);
    assertThat(end.error()).isIn("disallowed-host", "bad-url", "redirect", "status", "dns");
    if (target.startsWith("redirect:")) {
      assertThat(end.outcome()).as("somebody was called").isNotEqualTo(Outcome.SUPPRESSED);
    } else if (!end.error().equals("dns")) {
      assertThat(end.outcome()).isEqualTo(Outcome.SUPPRESSED);
    }
    assertThat(connections).hasValue(0);
  }

  /** A name that is harmless at one moment and harmful the next. */
  @Test
  void beacon_nameRebinds_connectsNowhereForbidden() {
    AtomicInteger allowed = new AtomicInteger();
    int port =
        serve(
            request -> {
              allowed.incrementAndGet();
              request.response().end();
            });
    Fixture.await(
        servers
            .createNetServer()
            .connectHandler(socket -> connections.incrementAndGet())
            .listen(port, "127.0.0.1"));
    AtomicLong nowMs = new AtomicLong(System.currentTimeMillis());
    Dispatcher dispatcher = fixture.dispatcher(settings(), nowMs::get, "127.0.0.2");
    for (int i = 0; i < 40; i++) {
      names.say("rebind.evil.example", i % 2 == 0 ? "127.0.0.2" : "127.0.0.1");
      nowMs.addAndGet(GuardedResolver.FRESH_MS + 1); // so that the name is asked again
      fixture.deliver(dispatcher, "b" + i + "-", "http://rebind.evil.example:" + port + "/");
    }

    assertThat(connections).hasValue(0);
    assertThat(allowed).hasPositiveValue();
    assertThat(fixture.ledger.count(Outcome.SUPPRESSED)).isPositive();
  }

  /** The second net: a connection that the resolver did not judge. */
  @Test
  void check_connectionToAForbiddenAddress_isClosedBeforeAnythingIsSent() {
    EgressGuard guard = EgressGuard.of(List.of("127.0.0.2"));
    HttpClientAgent client =
        fixture
            .vertx
            .httpClientBuilder()
            .withConnectHandler(made -> EgressClient.check(made, guard, new TrustedAddresses()))
            .build();

    for (int i = 0; i < 50; i++) {
      assertThat(
              outcome(
                  client.request(HttpMethod.GET, trap, "127.0.0.1", "/").compose(r -> r.send())))
          .isEqualTo("failed");
    }
    assertThat(requests).hasValue(0);
  }

  @Test
  void client_redirectToAForbiddenAddress_fails() {
    int open = redirector("http://127.0.0.1:" + trap + "/");

    assertThat(outcome(get("http://127.0.0.2:" + open + "/"))).isEqualTo("failed");
    assertThat(connections).hasValue(0);
  }

  @Test
  void client_redirectToAnAllowedAddress_isFollowedWithoutSecrets() {
    AtomicInteger secrets = new AtomicInteger();
    int target =
        serve(
            request -> {
              if (request.getHeader("Authorization") != null) {
                secrets.incrementAndGet();
              }
              request.response().end();
            });
    int open = redirector("http://127.0.0.2:" + target + "/");

    assertThat(outcome(get("http://127.0.0.2:" + open + "/"))).isEqualTo("200");
    assertThat(secrets).hasValue(0);
  }

  @Test
  void client_redirectLoop_ends() {
    int open = redirector("/again");

    assertThat(outcome(get("http://127.0.0.2:" + open + "/"))).isEqualTo("302");
  }

  @Test
  void client_httpsDowngradeAndOtherSchemes_areNotFollowed() {
    int open = redirector("ftp://127.0.0.2/");

    assertThat(outcome(get("http://127.0.0.2:" + open + "/"))).isEqualTo("failed");
  }

  private Future<HttpClientResponse> get(String url) {
    RequestOptions request =
        EgressClient.request((BeaconUrl.Sendable) BeaconUrl.of(url))
            .setMethod(HttpMethod.GET)
            .setFollowRedirects(true)
            .putHeader("Authorization", "secret");
    return client.request(request).compose(made -> made.send());
  }

  private static String outcome(Future<HttpClientResponse> response) {
    return Fixture.await(
        response.map(answer -> String.valueOf(answer.statusCode())).otherwise("failed"));
  }

  private int redirector(String location) {
    return serve(
        request -> request.response().setStatusCode(302).putHeader("Location", location).end());
  }

  private int serve(io.vertx.core.Handler<io.vertx.core.http.HttpServerRequest> handler) {
    return Fixture.await(servers.createHttpServer().requestHandler(handler).listen(0, "127.0.0.2"))
        .actualPort();
  }

  private static DeliverySettings settings() {
    return Fixture.settings().retry(10, 20, 400, 5000).build();
  }
}
