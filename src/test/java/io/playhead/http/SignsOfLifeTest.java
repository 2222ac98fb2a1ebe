package io.playhead.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.playhead.ledger.MemoryLedger;
import io.playhead.session.Addressing.Address;
import io.playhead.session.Device;
import io.playhead.session.EndReason;
import io.playhead.session.NewSession;
import io.playhead.session.ReportMeters;
import io.playhead.session.Session;
import io.playhead.session.SessionDetails;
import io.playhead.session.SessionIds;
import io.playhead.session.SessionSettings;
import io.playhead.session.Sessions;
import io.playhead.session.UrlMacros;
import io.playhead.testing.Await;
import io.playhead.timeline.TimelineSpec;
import io.playhead.tracking.TrackingRules;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a player says keeps its session alive; by a clock that the test moves. */
@ExtendWith(VertxExtension.class)
class SignsOfLifeTest {
  private static final long CREATED_MS = 1_790_000_000_000L;
  private static final long TTL_MS = 120_000;

  private final Random random = new Random(3);
  private volatile long nowMs = CREATED_MS;
  private Sessions sessions;
  private WebClient client;
  private int port;

  @BeforeEach
  void open(Vertx vertx) {
    sessions =
        new Sessions(
            new SessionSettings(
                TrackingRules.DEFAULT, TTL_MS, 1000, 64, 5_000, false, TTL_MS, TTL_MS),
            new MemoryLedger(() -> nowMs),
            (claims, device) -> {},
            new UrlMacros(Set.of(), random),
            url -> new Address(url, "t", null),
            () -> nowMs);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    ReportMeters reports = new ReportMeters(meters);
    Refusals refusals = new Refusals(meters);
    RateLimit unlimited = new RateLimit(0, 1, 0, Ticker.systemTicker());
    SessionLimit limit = new SessionLimit(unlimited, refusals);
    HttpServer server =
        Await.get(
            vertx
                .createHttpServer()
                .requestHandler(
                    PublicApi.handler(
                        Router.router(vertx),
                        new AddressLimit(unlimited, new ClientAddress(List.of()), refusals),
                        new BodyReader(1 << 16, new BodyReader.Bodies(1 << 20, refusals)),
                        new PlayheadResource(sessions, limit, reports, () -> nowMs),
                        List.of(
                            new PingResource(sessions, limit, reports, meters, () -> nowMs),
                            new TrackingResource(sessions),
                            new CmcdResource(
                                sessions,
                                limit,
                                reports,
                                new CmcdMeters(meters),
                                100,
                                () -> nowMs))))
                .listen(0, "127.0.0.1"));
    port = server.actualPort();
    client = WebClient.create(vertx);
  }

  private Session begin(boolean clientTracking) {
    return Await.get(
            sessions.create(
                new NewSession(
                    SessionIds.create(nowMs, random),
                    null,
                    new SessionDetails(null, null, -1, Map.of(), 0, clientTracking, null),
                    Map.of(),
                    Device.UNKNOWN,
                    new TimelineSpec(false, TimelineSpec.UNKNOWN_DURATION, List.of()),
                    List.of(),
                    List.of())))
        .session();
  }

  /** Who watches sends this, and then nothing for almost as long as a session may be idle. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /v1/sessions/{id}/playhead | {\"positionMs\":0,\"state\":\"paused\"}",
        "GET  | /v1/sessions/{id}/playhead?positionMs=0 |",
        "GET  | /session/ping/{id}.json?v=3&pt=0 |",
        "GET  | /v1/tracking/{id} |",
        "POST | /v1/tracking/{id} | {}",
        "POST | /v1/cmcd/{id} | e=t,pt=0,sta=a",
        "POST | /v1/cmcd/{id} | e=rr,bl=(4000),url=\"https://c.example/unknown.ts\"",
      })
  void player_thatSaysAnythingInTime_keepsItsSession(String method, String path, String body) {
    for (boolean clientTracking : List.of(false, true)) {
      Session session = begin(clientTracking);
      for (int i = 0; i < 5; i++) {
        nowMs += TTL_MS - 1_000;
        Await.get(sessions.expire());
        send(HttpMethod.valueOf(method), path.replace("{id}", session.id()), body);
      }
      Await.get(sessions.flush());
      long lastMs = nowMs;
      nowMs += TTL_MS + 10_000;
      Await.get(sessions.expire());

      Session.View ended = Await.get(sessions.find(session.id())).view();
      assertThat(ended.endedAtMs()).isEqualTo(lastMs + TTL_MS);
      assertThat(ended.endReason()).isEqualTo(EndReason.IDLE);
    }
  }

  private void send(HttpMethod method, String path, String body) {
    Buffer sent = body == null ? Buffer.buffer() : Buffer.buffer(body);
    assertThat(
            Await.get(client.request(method, port, "127.0.0.1", path).sendBuffer(sent))
                .statusCode())
        .isBetween(200, 204);
  }
}
