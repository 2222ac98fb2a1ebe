package io.playhead.player;

import io.playhead.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A site of someone else on loopback, whose pages are test resources. */
final class Site {
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html; charset=utf-8", "js", "text/javascript; charset=utf-8");

  private final HttpServer server;
  private final Path libraries;

  private Site(Vertx vertx, Path libraries) {
    this.libraries = libraries;
    server = Await.get(vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
  }

  /**
   * Opens it.
   *
   * @param libraries what it serves below {@code /lib/}
   */
  static Site open(Vertx vertx, Path libraries) {
    return new Site(vertx, libraries);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  private void serve(HttpServerRequest request) {
    String path = request.path();
    byte[] bytes = path.startsWith("/lib/") ? library(path.substring(5)) : page(path.substring(1));
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (bytes == null || type == null) {
      request.response().setStatusCode(404).end();
    } else {
      request.response().putHeader("Content-Type", type).end(Buffer.buffer(bytes));
    }
  }

  private byte[] library(String name) {
    try {
      Path file = libraries.resolve(name);
      return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] page(String name) {
    try (InputStream in = Site.class.getResourceAsStream("/player/" + name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
