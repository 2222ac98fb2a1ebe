package io.playhead.ingest;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A real ad server on the loopback interface that can also misbehave. */
public final class AdServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Consumer<HttpServerRequest>> paths = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  public AdServer(Vertx vertx) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  requests.add(request.uri());
                  paths
                      .getOrDefault(
                          request.path(), r -> r.response().setStatusCode(404).end("no such path"))
                      .accept(request);
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.actualPort() + path;
  }

  public AdServer on(String path, Consumer<HttpServerRequest> answer) {
    paths.put(path, answer);
    return this;
  }

  public AdServer serve(String path, String document) {
    return on(path, request -> request.response().end(document));
  }

  /** The request lines that came in. */
  public List<String> requests() {
    return requests;
  }

  /** A VAST document around ads. */
  public static String vast(String... ads) {
    return "<VAST version='4.2'>" + String.join("", ads) + "</VAST>";
  }

  public static String inLine(String id) {
    return inLine(id, "");
  }

  public static String inLine(String id, String attributes) {
    return "<Ad id='"
        + id
        + "' "
        + attributes
        + "><InLine><Impression>https://t.test/imp/"
        + id
        + "</Impression><Error>https://t.test/err/"
        + id
        + "/[ERRORCODE]</Error><Creatives><Creative><Linear><Duration>00:00:10</Duration>"
        + "<TrackingEvents><Tracking event='start'>https://t.test/start/"
        + id
        + "</Tracking></TrackingEvents></Linear></Creative></Creatives></InLine></Ad>";
  }

  public String wrapper(String id, String target, String adAttributes, String wrapperAttributes) {
    String uri = target.startsWith("/") ? url(target) : target;
    return "<Ad id='"
        + id
        + "' "
        + adAttributes
        + "><Wrapper "
        + wrapperAttributes
        + "><VASTAdTagURI><![CDATA["
        + uri
        + "]]></VASTAdTagURI><Impression>https://t.test/imp/"
        + id
        + "</Impression><Error>https://t.test/err/"
        + id
        + "/[ERRORCODE]</Error><Creatives><Creative><Linear><TrackingEvents>"
        + "<Tracking event='start'>https://t.test/start/"
        + id
        + "</Tracking></TrackingEvents></Linear></Creative></Creatives></Wrapper></Ad>";
  }

  public String wrapper(String id, String target) {
    return wrapper(id, target, "", "");
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
