package io.playhead.load;

import io.playhead.Service;
import io.playhead.config.ConfigLoader;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Redirects of the front door beside those of Vert.x alone, in turns.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:java -Dexec.classpathScope=test
 * -Dexec.mainClass=io.playhead.load.RedirectBench}, half a minute.
 */
public final class RedirectBench {
  private static final int TURNS = 5;
  private static final int TURN_MS = 2_000;
  private static final byte[] PATH =
      Request.ascii("/stream/films/myStream/myOutput/index.mpd?zipcode=25267");

  private RedirectBench() {}

  /** Answers with the same address and a session, and knows nothing of it. */
  private static final class Bare extends VerticleBase {
    private HttpServer server;

    @Override
    public Future<?> start() {
      server =
          vertx
              .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(-9))
              .requestHandler(Bare::redirect);
      return server.listen();
    }

    private static void redirect(HttpServerRequest request) {
      request
          .response()
          .setStatusCode(307)
          .putHeader("Location", request.uri() + "&session=" + UUID.randomUUID())
          .end();
    }
  }

  private static final class Redirects implements Workload {
    @Override
    public void write(Request request) {
      request.get().path(PATH).body(new byte[0]);
    }

    @Override
    public boolean answered(int status, ByteBuffer body) {
      return status == 307;
    }
  }

  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    Bare bare = new Bare();
    await(vertx.deployVerticle(bare));
    for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
      await(vertx.deployVerticle(new Bare()));
    }
    Service service =
        await(
            Service.start(
                ConfigLoader.load(
                    null,
                    Map.of(),
                    List.of(
                        "http.port=0",
                        "ops.port=0",
                        "ledger.kind=memory",
                        "services.films.origin=http://127.0.0.1:9"))));
    int doorPort = URI.create(service.publicUrl()).getPort();
    double[] ratios = new double[TURNS];
    for (int turn = -1; turn < TURNS; turn++) { // the first one warms up
      double ofBare = perSecond(bare.server.actualPort());
      double ofDoor = perSecond(doorPort);
      System.out.printf(
          Locale.ROOT, "bare %,.0f/s, front door %,.0f/s: %.2f%n", ofBare, ofDoor, ofDoor / ofBare);
      if (turn >= 0) {
        ratios[turn] = ofDoor / ofBare;
      }
    }
    Arrays.sort(ratios);
    System.out.printf(Locale.ROOT, "median %.2f of a bare redirect%n", ratios[TURNS / 2]);
    await(service.stop());
    await(vertx.close());
    System.exit(0);
  }

  private static double perSecond(int port) throws Exception {
    LoadClient.Result result = LoadClient.saturate(port, new Redirects(), TURN_MS);
    if (result.wrong() > 0) {
      throw new IllegalStateException(result.wrong() + " answers were no redirects");
    }
    return result.answered() * 1e9 / result.elapsedNs();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
