package io.playhead.testing;

import io.playhead.Service;
import io.playhead.config.ConfigLoader;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole service on free ports of loopback, and a client that talks to it. */
public final class Api implements AutoCloseable {
  private final Service service;
  private final WebClient web;

  private Api(Service service, WebClient web) {
    this.service = service;
    this.web = web;
  }

  /** Starts a service that forgets all, may call loopback and believes any client clock. */
  public static Api start(Vertx vertx, String... settings) {
    return start(vertx, null, settings);
  }

  /** The same with a configuration file. */
  public static Api start(Vertx vertx, @Nullable Path file, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "http.port=0",
                "ops.port=0",
                "ledger.kind=memory",
                "egress.allow=127.0.0.1",
                "tracking.maxClientAheadMs=-1"));
    all.addAll(List.of(settings));
    Service service = Await.get(Service.start(ConfigLoader.load(file, Map.of(), all)));
    return new Api(service, WebClient.create(vertx));
  }

  public HttpResponse<Buffer> post(String path, JsonObject body) {
    return post(path, body.toBuffer());
  }

  public HttpResponse<Buffer> post(String path, Buffer body) {
    return checked(
        HttpMethod.POST, path, Await.get(request(HttpMethod.POST, path).sendBuffer(body)));
  }

  public HttpResponse<Buffer> get(String path) {
    return send(HttpMethod.GET, path);
  }

  public HttpResponse<Buffer> send(HttpMethod method, String path) {
    return checked(method, path, Await.get(request(method, path).send()));
  }

  public HttpResponse<Buffer> put(String path, JsonObject body) {
    return checked(
        HttpMethod.PUT, path, Await.get(request(HttpMethod.PUT, path).sendBuffer(body.toBuffer())));
  }

  public JsonObject ops(String path) {
    return opsResponse(path).bodyAsJsonObject();
  }

  public HttpResponse<Buffer> opsResponse(String path) {
    return checked(HttpMethod.GET, path, Await.get(web.getAbs(service.opsUrl() + path).send()));
  }

  public HttpResponse<Buffer> opsPost(String path, Buffer body) {
    return checked(
        HttpMethod.POST, path, Await.get(web.postAbs(service.opsUrl() + path).sendBuffer(body)));
  }

  /** Every answer that any test gets is one that the OpenAPI document promises. */
  private static HttpResponse<Buffer> checked(
      HttpMethod method, String path, HttpResponse<Buffer> response) {
    OpenApi.check(method, path, response);
    return response;
  }

  public HttpRequest<Buffer> request(HttpMethod method, String path) {
    return web.requestAbs(method, service.publicUrl() + path);
  }

  /** Creates a session and answers with its id. */
  public String create(JsonObject body) {
    HttpResponse<Buffer> response = post("/v1/sessions", body);
    if (response.statusCode() != 201) {
      throw new AssertionError(response.statusCode() + " " + response.bodyAsString());
    }
    return response.bodyAsJsonObject().getString("sessionId");
  }

  public JsonObject report(String sessionId, JsonObject report) {
    HttpResponse<Buffer> response = post("/v1/sessions/" + sessionId + "/playhead", report);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.bodyAsString());
    }
    return response.bodyAsJsonObject();
  }

  /** A report at normal speed by a clock that starts with the stream. */
  public JsonObject playing(String sessionId, long positionMs) {
    return report(
        sessionId, new JsonObject().put("positionMs", positionMs).put("atMs", 1_000 + positionMs));
  }

  public Service service() {
    return service;
  }

  /** The example of 43 s: pre-roll 6 s at 0, mid-roll 14 s at 11 s, post-roll 8 s at the end. */
  public static JsonObject example(String sinkUrl) {
    return new JsonObject()
        .put("type", "vod")
        .put("durationMs", 15_000)
        .put(
            "timeline",
            new JsonObject()
                .put(
                    "breaks",
                    new JsonArray()
                        .add(adBreak("pre", "contentMs", 0, "a1", 6_000, sinkUrl))
                        .add(adBreak("mid", "startMs", 11_000, "a2", 14_000, sinkUrl))
                        .add(adBreak("post", "contentMs", 15_000, "a3", 8_000, sinkUrl))));
  }

  /** The events that each ad of the example tracks. */
  public static final List<String> EVENTS =
      List.of("impression", "start", "firstQuartile", "midpoint", "thirdQuartile", "complete");

  private static JsonObject adBreak(
      String id, String place, long placeMs, String adId, long durationMs, String sinkUrl) {
    JsonArray tracking = new JsonArray();
    for (String event : EVENTS) {
      tracking.add(
          new JsonObject().put("event", event).put("url", sinkUrl + "/" + adId + "/" + event));
    }
    return new JsonObject()
        .put("id", id)
        .put(place, placeMs)
        .put(
            "ads",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("id", adId)
                        .put("durationMs", durationMs)
                        .put("tracking", tracking)));
  }

  @Override
  public void close() {
    web.close();
    Await.get(service.stop());
  }
}
