package io.playhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.testing.Api;
import io.playhead.testing.RawSocket;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says all kinds of nonsense to both ports: no fault of the service comes of it, every connection
 * ends, and afterwards it works as before.
 */
@ExtendWith(VertxExtension.class)
class DoorsFuzzTest {
  private static final int ROUNDS = 6;
  private static final int SOCKETS = 100;

  /** How Vert.x answers a protocol that it does not know, before anyone is asked. */
  private static final int UNKNOWN_VERSION = 501;

  private static final Pattern STATUS = Pattern.compile("HTTP/1[.][01] (\\d{3}) ");

  private static final List<String> METHODS =
      List.of(
          "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "PRI", "get", "");

  private static final List<String> PATHS =
      List.of(
          "/v1/sessions",
          "/v1/sessions/{id}",
          "/v1/sessions/{id}/playhead",
          "/v1/sessions/{id}/timeline",
          "/v1/sessions/{id}/breaks",
          "/v1/sessions/{id}/position",
          "/v1/sessions/{id}/convert",
          "/v1/sessions/{id}/click",
          "/v1/sessions/{id}/explain",
          "/v1/tracking/{id}",
          "/session/ping/{id}.json",
          "/session/ping/{id}",
          "/v1/playheads",
          "/v1/resolve",
          "/v1/beacons",
          "/health/ready",
          "/metrics",
          "/openapi.yaml",
          "//",
          "*",
          "http://x:y/z",
          "/%",
          "/%c0%af/\u0000",
          "/..;/..%2f");

  private static final List<String> QUERIES =
      List.of(
          "",
          "?",
          "?positionMs={n}",
          "?positionMs={n}&positionMs={n}&rate={n}&seq={n}&format=gif",
          "?pt={n}&ft={n}&ev=seek&v=3",
          "?seconds={n}&fromSeconds={n}&format=gif",
          "?contentMs={n}",
          "?streamMs={n}&x=%00",
          "?limit={n}&cursor={n}",
          "?from={n}&to={n}&session={n}&state={n}",
          "?cursor=MQox&limit=5",
          "?cursor=%ff%fe",
          "?policy=strict&limit={n}",
          "?=&&==&%=%zz");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1.5",
          "1e400",
          "-1e-400",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "10000000000000",
          "NaN",
          "Infinity",
          "0x10",
          "01",
          "\u00b2",
          "9".repeat(2_000));

  private static final List<String> FIELDS =
      List.of(
          "positionMs",
          "epochMs",
          "atMs",
          "seq",
          "fromMs",
          "rate",
          "errorCode",
          "state",
          "event",
          "sessionId",
          "durationMs",
          "timeline",
          "breaks",
          "ads",
          "tracking",
          "vast",
          "vmap",
          "vmapUrl",
          "id",
          "device",
          "macros",
          "type",
          "status",
          "positionsMs",
          "startMs",
          "contentMs",
          "url",
          "offset",
          "open",
          "\u0000",
          "__proto__",
          "");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"\u0000\\u0000\\ud800\"",
          "\"playing\"",
          "\"seeking\"",
          "\"click\"",
          "\"impression\"",
          "\"http://127.0.0.1:1/[CACHEBUSTING]\"",
          "\"file:///etc/passwd\"",
          "\"<VAST version='4.0'/>\"",
          "\"<!DOCTYPE x [<!ENTITY a 'b'>]><VAST>&a;\"",
          "\"50%\"",
          "\"-99:99:99\"",
          "[]",
          "{}");

  private String session = "";

  @Test
  void publicPort_nonsense_isAnsweredOrCutOff(Vertx vertx) {
    try (Api api = start(vertx)) {
      harass(api, api.service().publicUrl(), new Random(1));
    }
  }

  @Test
  void opsPort_nonsense_isAnsweredOrCutOff(Vertx vertx) {
    try (Api api = start(vertx)) {
      harass(api, api.service().opsUrl(), new Random(2));
    }
  }

  private Api start(Vertx vertx) {
    Api api =
        Api.start(
            vertx, "http.requestTimeoutMs=2000", "http.idleTimeoutMs=1000", "ads.timeoutMs=500");
    session = api.create(Api.example("http://127.0.0.1:1"));
    return api;
  }

  private void harass(Api api, String url, Random random) {
    for (int round = 0; round < ROUNDS; round++) {
      List<RawSocket> sockets = new ArrayList<>();
      List<byte[]> said = new ArrayList<>();
      for (int i = 0; i < SOCKETS; i++) {
        RawSocket socket = new RawSocket(url);
        byte[] nonsense = nonsense(random);
        socket.send(nonsense);
        sockets.add(socket);
        said.add(nonsense);
      }
      for (int i = 0; i < SOCKETS; i++) {
        String answer = sockets.get(i).readToEnd();
        sockets.get(i).close();
        Matcher status = STATUS.matcher(answer);
        while (status.find()) {
          assertThat(Integer.parseInt(status.group(1)))
              .as("%s\n->\n%s", new String(said.get(i), StandardCharsets.ISO_8859_1), answer)
              .matches(code -> code < 500 || code == 503 || code == UNKNOWN_VERSION);
        }
      }
    }
    String fresh = api.create(Api.example("http://127.0.0.1:1"));
    assertThat(api.playing(fresh, 0).getJsonArray("fired")).hasSize(2);
    assertThat(api.ops("/v1/beacons?session=" + fresh).getJsonArray("beacons")).hasSize(2);
  }

  private byte[] nonsense(Random random) {
    int kind = random.nextInt(10);
    if (kind == 0) {
      byte[] bytes = new byte[random.nextInt(2_000)];
      random.nextBytes(bytes);
      return bytes;
    }
    StringBuilder text = new StringBuilder();
    int requests = kind < 3 ? 1 + random.nextInt(5) : 1;
    for (int i = 0; i < requests; i++) {
      text.append(request(random, i == requests - 1));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; kind == 3 && i < 5 && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private String request(Random random, boolean last) {
    String body = random.nextInt(4) == 0 ? "" : json(random, 3);
    String path =
        (any(random, PATHS) + any(random, QUERIES))
            .replace("{id}", id(random))
            .replace("{n}", any(random, NUMBERS));
    String head =
        any(random, METHODS)
            + " "
            + path
            + " HTTP/"
            + any(random, List.of("1.1", "1.1", "1.0", "9"));
    String framing =
        switch (random.nextInt(8)) {
          case 0 -> "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n";
          case 1 -> "Content-Length: " + any(random, NUMBERS) + "\r\n";
          case 2 -> "Content-Length: 1\r\nContent-Length: 2\r\n";
          case 3 -> "Expect: 100-continue\r\nContent-Length: " + body.length() + "\r\n";
          case 4 ->
              "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n"
                  + "Content-Length: "
                  + body.length()
                  + "\r\n";
          default -> "Content-Length: " + body.length() + "\r\n";
        };
    String more =
        any(
            random,
            List.of(
                "",
                "Authorization: Bearer \u0000\r\n",
                "X-Forwarded-For: ,,,[::,1.2.3\r\n",
                "Cookie: " + "a=b;".repeat(500) + "\r\n",
                "Content-Type: multipart/form-data\r\n",
                "Origin: null\r\nAccess-Control-Request-Method: x\r\n",
                " folded: x\r\n\tmore\r\n",
                "Content-Encoding: br\r\n"));
    return head
        + "\r\nHost: x\r\n"
        + (last ? "Connection: close\r\n" : "")
        + framing
        + more
        + "\r\n"
        + body;
  }

  private String id(Random random) {
    return any(
        random,
        List.of(
            session, session, "nobody", session + ".x", "%00", "%0d%0aX:%20y", "a".repeat(500)));
  }

  private String json(Random random, int depth) {
    switch (random.nextInt(12)) {
      case 0:
        return "[".repeat(1 + random.nextInt(5_000));
      case 1:
        return "{\"a\":".repeat(1 + random.nextInt(2_000));
      case 2:
        return "\u00ff\u00fe{\"positionMs\":1}";
      case 3:
        return "{\"positionMs\":1,\"positionMs\":2,\"sessionId\":\"" + session + "\"}";
      default:
        break;
    }
    StringBuilder object = new StringBuilder("{");
    int fields = random.nextInt(6);
    for (int i = 0; i < fields; i++) {
      object.append(i == 0 ? "\"" : ",\"").append(any(random, FIELDS)).append("\":");
      int kind = random.nextInt(4);
      if (kind == 0) {
        object.append(any(random, NUMBERS));
      } else if (kind == 1 && depth > 0) {
        object.append('[').append(json(random, depth - 1)).append(']');
      } else if (kind == 2 && depth > 0) {
        object.append(json(random, depth - 1));
      } else {
        object.append(any(random, VALUES));
      }
    }
    String closed = object.append('}').toString();
    return random.nextInt(3) == 0 ? "[" + closed + "]" : closed;
  }

  private static String any(Random random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
