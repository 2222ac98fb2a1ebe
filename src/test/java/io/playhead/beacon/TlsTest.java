package io.playhead.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.session.Attempt;
import io.playhead.session.Attempt.Outcome;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * https: the name in the URL is what the certificate must show, though an address is connected to.
 */
class TlsTest {
  private final Fixture fixture = new Fixture();
  private PfxOptions store = new PfxOptions();
  private int port;

  @BeforeEach
  void serve(@TempDir Path dir) throws IOException, InterruptedException {
    Path file = dir.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "changeit")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    store = new PfxOptions().setPath(file.toString()).setPassword("changeit");
    port =
        Fixture.await(
                fixture
                    .vertx
                    .createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(store))
                    .requestHandler(request -> request.response().end())
                    .listen(0, "127.0.0.1"))
            .actualPort();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void deliver_untrustedCertificate_isDefinitelyNotReceived() {
    Dispatcher dispatcher =
        fixture.dispatcher(Fixture.settings().retry(10, 20, 200, 5000).build(), "localhost");

    Attempt end = fixture.deliver(dispatcher, "b", "https://localhost:" + port + "/");

    assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(fixture.ledger.attemptsOf("b0").get(0).error()).isEqualTo("tls");
  }

  @Test
  void request_trustedCertificate_nameIsCheckedNotTheAddress() {
    EgressGuard guard = EgressGuard.of(List.of("127.0.0.1"));
    HttpClientAgent client =
        fixture
            .vertx
            .httpClientBuilder()
            .with(new HttpClientOptions().setTrustOptions(store))
            .withAddressResolver(
                new GuardedResolver(guard, new TrustedAddresses(), System::currentTimeMillis))
            .build();

    assertThat(status(client, "localhost")).isEqualTo("200");
    assertThat(status(client, "127.0.0.1")).contains("SSL");
  }

  private String status(HttpClientAgent client, String host) {
    BeaconUrl.Sendable url = new BeaconUrl.Sendable(true, host, port, "/");
    return Fixture.await(
        client
            .request(EgressClient.request(url))
            .compose(request -> request.send())
            .map(response -> String.valueOf(response.statusCode()))
            .otherwise(cause -> String.valueOf(cause.getMessage())));
  }
}
