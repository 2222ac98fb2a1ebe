package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.read.ListAppender;
import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.RawSocket;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** Logs tell no secrets, and nobody can write lines into them. */
@ExtendWith(VertxExtension.class)
class LogsTest {
  private static final String TOKEN = "s1gnature0fABeacon";
  private static final String KEY = "aPlatformKeyIndeed";

  @Test
  void hostileRun_leavesNoSecretInTheLogs(Vertx vertx) {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level level = root.getLevel();
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    root.addAppender(logged);
    root.setLevel(Level.INFO);
    try {
      run(vertx);
    } finally {
      root.setLevel(level);
      root.detachAppender(logged);
    }
    List<ILoggingEvent> events = new ArrayList<>(logged.list);
    assertThat(events).anyMatch(event -> event.getFormattedMessage().contains("listening"));
    for (ILoggingEvent event : events) {
      String all =
          event.getFormattedMessage()
              + (event.getThrowableProxy() == null
                  ? ""
                  : ThrowableProxyUtil.asString(event.getThrowableProxy()));
      assertThat(all).doesNotContain(TOKEN).doesNotContain(KEY).doesNotContain("forged");
      assertThat(event.getFormattedMessage()).doesNotContain("\n").doesNotContain("\r");
    }
  }

  private static void run(Vertx vertx) {
    HttpServer sick =
        Await.get(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      if (request.path().endsWith("reset")) {
                        request.connection().close();
                      } else {
                        request
                            .response()
                            .setStatusCode(request.path().endsWith("moved") ? 302 : 503)
                            .putHeader("Location", "http://[::1/?sig=" + TOKEN)
                            .end("<VAST " + TOKEN);
                      }
                    })
                .listen(0, "127.0.0.1"));
    String url = "http://127.0.0.1:" + sick.actualPort();
    try (Api api = Api.start(vertx, "auth.platformKeys=" + sha256(KEY))) {
      JsonArray tracking = new JsonArray();
      for (String bad :
          List.of(
              url + "/reset",
              url + "/moved",
              url + "/503",
              "http://127.0.0.1:1/",
              "http://10.0.0.1/",
              "http://no.such.host.invalid/",
              "ftp://x/",
              "http://x y\r\nforged/")) {
        tracking.add(new JsonObject().put("event", "impression").put("url", bad + "?sig=" + TOKEN));
      }
      JsonObject body = Api.example(url);
      JsonObject ad =
          body.getJsonObject("timeline")
              .getJsonArray("breaks")
              .getJsonObject(0)
              .getJsonArray("ads")
              .getJsonObject(0);
      ad.put("tracking", tracking);
      body.getJsonObject("timeline")
          .getJsonArray("breaks")
          .getJsonObject(1)
          .put(
              "ads", new JsonArray().add(new JsonObject().put("vastUrl", url + "/v?sig=" + TOKEN)));
      JsonObject created =
          Await.get(
                  api.request(HttpMethod.POST, "/v1/sessions")
                      .bearerTokenAuthentication(KEY)
                      .sendJsonObject(body))
              .bodyAsJsonObject();
      String session = created.getString("sessionId");
      api.playing(session, 0);
      Await.get(
          api.request(HttpMethod.POST, "/v1/sessions/x%0d%0aforged/playhead")
              .sendBuffer(Buffer.buffer("{\"positionMs\":1,\"x\":\"\\r\\nforged " + TOKEN)));
      for (String raw :
          List.of(
              "GET /\r\n\nforged " + TOKEN + "\r\n\r\n",
              "GET /?sig=" + TOKEN + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + KEY + "\r\n\r\n\0",
              "POST /v1/sessions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + KEY + "\r\n")) {
        try (RawSocket socket = new RawSocket(api.service().publicUrl())) {
          socket.send(raw);
          socket.readHead();
        }
      }
      Await.until(
          () ->
              api.ops("/v1/beacons?session=" + session).getJsonArray("beacons").stream()
                  .map(JsonObject.class::cast)
                  .allMatch(
                      beacon ->
                          !beacon.getJsonArray("attempts").isEmpty()
                              || beacon.getString("state").equals("suppressed")));
    }
    Await.get(sick.close());
  }

  private static String sha256(String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The last net: whatever a library puts into a message or an exception. */
  @Test
  void text_hostileMessage_isOneBoundedLineWithoutQueries() throws Exception {
    String line = logged("text");

    assertThat(line).doesNotContain(TOKEN).doesNotContain("\r").doesNotContain("\u2028");
    assertThat(line.lines().findFirst().orElseThrow())
        .contains("ERROR B - bad__forged http://a.example/p?...")
        .endsWith("session=\"s1\" beacon=\"s1.b1\" by=\"an_a\"")
        .hasSizeLessThan(2_200);
    assertThat(line).contains("IllegalStateException: no host in https://b.example/?...");
    assertThat(line.lines().count()).isLessThan(40);
  }

  @Test
  void json_hostileMessage_isOneBoundedObjectWithIdsAndWithoutQueries() throws Exception {
    String line = logged("json");

    assertThat(line).doesNotContain(TOKEN).endsWith("\n").hasSizeLessThan(12_000);
    assertThat(line.strip().lines()).hasSize(1);
    JsonObject json = new JsonObject(line);
    assertThat(json.getMap())
        .containsOnlyKeys(
            "timestamp",
            "level",
            "threadName",
            "loggerName",
            "message",
            "session",
            "beacon",
            "by",
            "stack");
    assertThat(json.getLong("timestamp")).isPositive();
    assertThat(json.getString("level")).isEqualTo("ERROR");
    assertThat(json.getString("message"))
        .startsWith("bad__forged http://a.example/p?...")
        .hasSizeLessThanOrEqualTo(2_000)
        .doesNotContain("IllegalStateException");
    assertThat(json.getString("session")).isEqualTo("s1");
    assertThat(json.getString("beacon")).isEqualTo("s1.b1");
    assertThat(json.getString("stack"))
        .startsWith("java.lang.IllegalStateException: no host in https://b.example/?...")
        .contains("LogsTest");
  }

  @Test
  void json_plainMessage_hasNoStack() throws Exception {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent("x", context.getLogger("a.B"), Level.INFO, "a {}", null, new Object[] {1});

    JsonObject json = new JsonObject(encoded(context, "json", event));

    assertThat(json.getString("message")).isEqualTo("a 1");
    assertThat(json.getMap())
        .containsOnlyKeys("timestamp", "level", "threadName", "loggerName", "message");
  }

  private static String logged(String format) throws Exception {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "x",
            context.getLogger("a.B"),
            Level.ERROR,
            "bad\r\nforged http://a.example/p?sig=" + TOKEN + " \u2028" + "y".repeat(10_000),
            new IllegalStateException("no host in https://b.example/?sig=" + TOKEN + "\r"),
            null);
    event.addKeyValuePair(new KeyValuePair("session", "s1"));
    event.addKeyValuePair(new KeyValuePair("beacon", "s1.b1"));
    event.addKeyValuePair(new KeyValuePair("by", "an\na"));
    return encoded(context, format, event);
  }

  /** As the service logs. */
  private static String encoded(LoggerContext context, String format, LoggingEvent event) {
    Logging.configure(context, format);
    ConsoleAppender<?> console =
        (ConsoleAppender<?>) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(format);
    @SuppressWarnings("unchecked")
    Encoder<ILoggingEvent> encoder = (Encoder<ILoggingEvent>) console.getEncoder();
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }
}
