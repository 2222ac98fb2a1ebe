package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Receivers that fail in every way and then heal, and what the audit says of their beacons. */
@ExtendWith(VertxExtension.class)
class FaultSinkTest {
  private static final String OK = "HTTP/1.1 204 No Content\r\n\r\n";

  /** What a receiver does with a request as long as it is sick. */
  private enum Sickness {
    REFUSES,
    RESETS,
    ERRORS,
    BUSY,
    HANGS,
    DRIPS,
    REDIRECTS,
    FLOODS
  }

  /** After these a beacon may have been counted. */
  private static final Set<String> AMBIGUOUS = Set.of("/resets", "/hangs", "/drips", "/redirects");

  private final AtomicBoolean healed = new AtomicBoolean();
  private final Map<Sickness, Integer> ports = new HashMap<>();

  @Test
  void retryAmbiguous_allHeal_everyBeaconIsDelivered(Vertx vertx) {
    try (Api api = Api.start(vertx, "delivery.timeoutMs=500", "delivery.ambiguous=retry")) {
      String session = playWhileSick(vertx, api);

      heal(vertx);

      Await.until(() -> list(api, session, "claimed").isEmpty());
      assertThat(list(api, session, "delivered")).isEqualTo(all());
      assertThat(list(api, session, "ambiguous")).isEmpty();
    }
  }

  @Test
  void dropAmbiguous_allHeal_allButThoseThatTheAuditListsAreDelivered(Vertx vertx) {
    try (Api api = Api.start(vertx, "delivery.timeoutMs=500")) {
      String session = playWhileSick(vertx, api);

      heal(vertx);

      Await.until(() -> list(api, session, "claimed").isEmpty());
      Set<String> ambiguous =
          all().stream()
              .filter(path -> AMBIGUOUS.contains(path.substring(0, path.lastIndexOf('/'))))
              .collect(Collectors.toSet());
      assertThat(list(api, session, "ambiguous")).isEqualTo(ambiguous);
      assertThat(list(api, session, "delivered"))
          .hasSize(all().size() - ambiguous.size())
          .doesNotContainAnyElementsOf(ambiguous);
    }
  }

  private String playWhileSick(Vertx vertx, Api api) {
    JsonArray tracking = new JsonArray();
    for (Sickness sickness : Sickness.values()) {
      ports.put(sickness, listen(vertx, sickness, 0));
      String host = "http://127.0.0.1:" + ports.get(sickness);
      for (String event : Api.EVENTS) {
        tracking.add(new JsonObject().put("event", event).put("url", host + path(sickness, event)));
      }
    }
    JsonObject ad =
        new JsonObject().put("id", "a1").put("durationMs", 6_000).put("tracking", tracking);
    JsonObject pre =
        new JsonObject().put("id", "pre").put("contentMs", 0).put("ads", new JsonArray().add(ad));
    String session =
        api.create(
            new JsonObject()
                .put("type", "vod")
                .put("durationMs", 15_000)
                .put("timeline", new JsonObject().put("breaks", new JsonArray().add(pre))));
    for (long ms = 0; ms <= 7_000; ms += 500) {
      api.playing(session, ms);
    }
    Await.until(() -> tried(api, session) == all().size());
    return session;
  }

  private static String path(Sickness sickness, String event) {
    return "/" + sickness.name().toLowerCase(java.util.Locale.ROOT) + "/" + event;
  }

  private static Set<String> all() {
    return java.util.Arrays.stream(Sickness.values())
        .flatMap(sickness -> Api.EVENTS.stream().map(event -> path(sickness, event)))
        .collect(Collectors.toSet());
  }

  private static long tried(Api api, String session) {
    return beacons(api, session, "").stream()
        .filter(beacon -> !((JsonObject) beacon).getJsonArray("attempts").isEmpty())
        .count();
  }

  private static Set<String> list(Api api, String session, String state) {
    return beacons(api, session, "&state=" + state).stream()
        .map(beacon -> ((JsonObject) beacon).getString("url"))
        .map(url -> java.net.URI.create(url).getPath())
        .collect(Collectors.toSet());
  }

  private static JsonArray beacons(Api api, String session, String filter) {
    return api.ops("/v1/beacons?limit=1000&session=" + session + filter).getJsonArray("beacons");
  }

  private void heal(Vertx vertx) {
    healed.set(true);
    listen(vertx, Sickness.REFUSES, ports.get(Sickness.REFUSES));
  }

  /** Listens; the one that refuses does so only when it is healed. */
  private int listen(Vertx vertx, Sickness sickness, int port) {
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.handler(request -> answer(vertx, socket, sickness)));
    int bound = Await.get(server.listen(port, "127.0.0.1")).actualPort();
    if (sickness == Sickness.REFUSES && !healed.get()) {
      Await.get(server.close());
    }
    return bound;
  }

  private void answer(Vertx vertx, NetSocket socket, Sickness sickness) {
    if (healed.get()) {
      socket.write(OK);
      return;
    }
    switch (sickness) {
      case REFUSES, RESETS -> socket.close();
      case ERRORS -> socket.write("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n");
      case BUSY ->
          socket.write("HTTP/1.1 429 Later\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
      case HANGS -> {}
      case DRIPS -> {
        socket.write("HTTP/1.1 200 OK\r\nX: ");
        long timer = vertx.setPeriodic(50, id -> socket.write("x"));
        socket.closeHandler(closed -> vertx.cancelTimer(timer));
      }
      case REDIRECTS ->
          socket.write("HTTP/1.1 302 Go\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
      case FLOODS -> {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
        long timer = vertx.setPeriodic(1, id -> socket.write("x".repeat(100_000)));
        socket.closeHandler(closed -> vertx.cancelTimer(timer));
      }
    }
  }
}
