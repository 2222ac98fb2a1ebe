package io.playhead.demo;

import io.playhead.Service;
import io.playhead.config.ConfigLoader;
import io.playhead.demo.ExampleStream.Expected;
import io.playhead.inspect.TimelineBar;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plays the example stream against a service of its own and checks every beacon. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Shows the service at work: three ads, a thin client, every beacon counted.")
public final class Demo implements Callable<Integer> {
  private static final int SPEED = 10;
  private static final int PATIENCE_S = 30;

  @Option(names = "--stay", description = "Leave the service up afterwards.")
  private boolean stay;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Path ledger = Files.createTempDirectory("playhead-demo");
    Vertx vertx = Vertx.vertx();
    BeaconSink sink = sink(vertx, out);
    String sinkUrl = await(sink.open());
    Service service =
        await(Service.start(ConfigLoader.load(null, Map.of(), settings(ledger, sinkUrl))));
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    try {
      boolean matches = play(vertx, service, sink, sinkUrl, out);
      if (stay) {
        out.printf("%nThe service stays up; stop it with Ctrl-C.%n");
        out.printf("  public  %s%n  ops     %s%n", service.publicUrl(), service.opsUrl());
        out.printf(
            "  player  %s/demo   <- open this in a browser, and press play%n", service.publicUrl());
        out.printf(
            "  console %s/   <- and this, to see what became of each beacon%n", service.opsUrl());
        out.printf("  try     curl -s '%s/v1/beacons?limit=3'%n", service.opsUrl());
        out.flush();
        awaitCtrlC(stopped);
      }
      out.printf("To look at it in the console: demo --stay%n");
      out.flush();
      return matches ? 0 : 1;
    } finally {
      await(service.stop());
      await(vertx.close());
      delete(ledger);
      stopped.complete(null);
    }
  }

  /** Returns when the process is told to end, and holds it until all is stopped. */
  private static void awaitCtrlC(CompletableFuture<Void> stopped) throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  told.countDown();
                  stopped
                      .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
                      .exceptionally(late -> null)
                      .join();
                },
                "demo-stop"));
    told.await();
  }

  /** The service runs on loopback like all else here, and time runs faster than it does. */
  private static List<String> settings(Path ledger, String sinkUrl) {
    return List.of(
        "http.port=0",
        "ops.port=0",
        "ledger.path=" + ledger.resolve("playhead.duckdb"),
        "egress.allow=127.0.0.1",
        "demo.sinkUrl=" + sinkUrl,
        "tracking.maxClientAheadMs=-1");
  }

  private static BeaconSink sink(Vertx vertx, PrintWriter out) {
    long startedNs = System.nanoTime();
    return new BeaconSink(
        vertx,
        path -> {
          out.printf("  %5d ms  beacon  %s%n", sinceMs(startedNs), path.substring(1));
          out.flush();
        });
  }

  private boolean play(
      Vertx vertx, Service service, BeaconSink sink, String sinkUrl, PrintWriter out)
      throws Exception {
    SampleAdServer ads = new SampleAdServer(vertx, sinkUrl);
    String adsUrl = await(ads.open());
    WebClient web = WebClient.create(vertx);

    JsonObject session =
        await(create(web, service.publicUrl(), ExampleStream.body(ads, adsUrl, sinkUrl)));
    out.printf("session %s%n%n", session.getString("sessionId"));
    print(session.getJsonObject("timeline"), out);
    ThinClient client =
        new ThinClient(
            vertx,
            web,
            service.publicUrl() + session.getString("playheadUrl"),
            session.getJsonObject("timeline").getLong("durationMs"),
            SPEED,
            answer -> {});
    out.printf("a client that only reports its playhead, at %d times normal speed:%n", SPEED);
    await(client.play());
    List<Expected> expected = ExampleStream.expected();
    waitFor(sink, expected);
    return table(sink, expected, out);
  }

  private static void print(JsonObject timeline, PrintWriter out) {
    List<TimelineBar.Piece> pieces = new ArrayList<>();
    StringBuilder list = new StringBuilder();
    for (Object element : timeline.getJsonArray("breaks")) {
      JsonObject adBreak = (JsonObject) element;
      long startMs = adBreak.getLong("startMs");
      long endMs = startMs + adBreak.getLong("durationMs");
      pieces.add(new TimelineBar.Piece(startMs, endMs, adBreak.getString("id")));
      list.append(
          String.format(
              "  %-5s %-8s %6d .. %6d ms, content at %6d ms, %d ad(s)%n",
              adBreak.getString("id"),
              adBreak.getString("kind"),
              startMs,
              endMs,
              adBreak.getLong("contentMs"),
              adBreak.getJsonArray("ads").size()));
    }
    long endMs = timeline.getLong("durationMs");
    out.printf("  %s  %d ms%n%n%s%n", TimelineBar.draw(endMs, pieces), endMs, list);
  }

  private static Future<JsonObject> create(WebClient web, String url, JsonObject body) {
    return web.postAbs(url + "/v1/sessions")
        .sendJsonObject(body)
        .compose(
            response ->
                response.statusCode() == 201
                    ? Future.succeededFuture(response.bodyAsJsonObject())
                    : Future.failedFuture("the service answered " + response.bodyAsString()));
  }

  private static void waitFor(BeaconSink sink, List<Expected> expected)
      throws InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (sink.total() < expected.size() && System.nanoTime() < deadlineNs) {
      Thread.sleep(20);
    }
    Thread.sleep(200); // a beacon too many would come now
  }

  private static boolean table(BeaconSink sink, List<Expected> expected, PrintWriter out) {
    boolean matches = sink.total() == expected.size();
    out.printf("%n  %-4s %-14s %8s %8s%n", "ad", "event", "expected", "received");
    for (Expected beacon : expected) {
      int received = sink.received(beacon.path());
      matches &= received == 1;
      out.printf(
          "  %-4s %-14s %8d %8d%s%n",
          beacon.ad(), beacon.event(), 1, received, received == 1 ? "" : "  <--");
    }
    out.printf(
        "%n%s: %d beacons expected, %d received, over a stream of %d s%n",
        matches ? "MATCH" : "MISMATCH", expected.size(), sink.total(), ExampleStream.SECONDS);
    out.flush();
    return matches;
  }

  private static long sinceMs(long startedNs) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs);
  }

  private static <T> T await(Future<T> future) throws Exception {
    try {
      return future.toCompletionStage().toCompletableFuture().get(PATIENCE_S * 2, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
