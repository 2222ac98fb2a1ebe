package io.playhead.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.playhead.beacon.EgressClient;
import io.playhead.beacon.EgressGuard;
import io.playhead.timeline.Ad;
import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A resolver and the real ad server that it talks to, on the loopback interface. */
abstract class AdResolverFixture {
  /** Enough for a machine that is busy with other things. */
  static final long PLENTY_MS = 30_000;

  /** For servers that never answer: the only thing that ends those tests. */
  static final long SHORT_MS = 400;

  Vertx vertx;
  AdServer server;
  private HttpClient client;
  AdResolver resolver;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    server = new AdServer(vertx);
    client =
        EgressClient.forDocuments(
            vertx, EgressGuard.of(List.of("127.0.0.1")), EgressClient.Limits.of(8));
    resolver = resolver(client);
  }

  @AfterEach
  void stop() {
    server.close();
    await(client.close());
    await(vertx.close());
  }

  AdResolver resolver(HttpClient on) {
    return new AdResolver(
        new HttpDocumentSource(vertx, on, String::strip), new ParsedDocuments(1 << 20));
  }

  /** One that takes sequences behind wrappers at their word. */
  AdResolver strict() {
    return new AdResolver(
        new HttpDocumentSource(vertx, client, String::strip), new ParsedDocuments(1 << 20), true);
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  ResolvedAds resolve(String document) {
    return resolve(document, PLENTY_MS);
  }

  ResolvedAds resolve(String document, long deadlineMs) {
    AdRequest request = AdRequest.of(UnaryOperator.identity(), Deadline.in(deadlineMs));
    return await(resolver.resolve(document.getBytes(UTF_8), request));
  }

  static List<String> urls(Ad ad, TrackingEvent event) {
    return ad.trackers().stream()
        .filter(tracker -> tracker.event() == event)
        .map(TrackingUrl::url)
        .toList();
  }

  static ErrorBeacon error(String id, int code) {
    return new ErrorBeacon("https://t.test/err/" + id + "/[ERRORCODE]", code);
  }
}
