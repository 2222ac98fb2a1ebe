package io.playhead.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Serves the VAST documents of the demo, with its own address and the sink's filled in. */
final class SampleAdServer {
  private static final List<String> DOCUMENTS =
      List.of("preroll.xml", "midroll.xml", "midroll-inline.xml");

  private final HttpServer server;
  private final String sinkUrl;
  private volatile String url = "";

  SampleAdServer(Vertx vertx, String sinkUrl) {
    this.sinkUrl = sinkUrl;
    server = vertx.createHttpServer().requestHandler(this::serve);
  }

  /** Opens it; the future has its URL. */
  Future<String> open() {
    return server
        .listen(0, "127.0.0.1")
        .map(open -> "http://127.0.0.1:" + open.actualPort())
        .onSuccess(opened -> url = opened);
  }

  private void serve(HttpServerRequest request) {
    String name = request.path().substring(1);
    if (DOCUMENTS.contains(name)) {
      request.response().putHeader("Content-Type", "application/xml").end(document(name));
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  /** A document as it is served. */
  String document(String name) {
    try (InputStream in = SampleAdServer.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no demo document " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{sink}", sinkUrl)
          .replace("{ads}", url);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
