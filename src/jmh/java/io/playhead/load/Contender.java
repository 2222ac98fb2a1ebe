package io.playhead.load;

import io.playhead.Service;
import io.playhead.config.ConfigLoader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process of the comparison: {@code bare ANSWER_BYTES}, {@code composite ANSWER_BYTES
 * SINK_PORT}, {@code client SINK_PORT} or {@code playhead KEY=VALUE …}.
 *
 * <p>Talks with {@link ServerProcess} by lines: it says {@code ready} with a port, answers {@code
 * stats} and {@code send MILLISECONDS}, and ends with its input.
 */
final class Contender {
  private Contender() {}

  public static void main(String[] args) throws Exception {
    ServerStats stats = new ServerStats();
    List<String> more = Arrays.asList(args).subList(1, args.length);
    Beacons beacons = null;
    int port = 0;
    switch (args[0]) {
      case "playhead" -> port = playhead(more);
      case "client" -> beacons = new Beacons(vertx(), Integer.parseInt(args[1]));
      default ->
          port = bare(Integer.parseInt(args[1]), args.length < 3 ? 0 : Integer.parseInt(args[2]));
    }
    say(new JsonObject().put("port", port));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("send ") && beacons != null) {
        say(
            new JsonObject()
                .put("sent", await(beacons.sendFor(Long.parseLong(line.substring(5))))));
      } else {
        say(stats.read());
      }
    }
    System.exit(0); // the driver is done, or gone
  }

  private static int playhead(List<String> settings) throws Exception {
    Service service = await(Service.start(ConfigLoader.load(null, Map.of(), settings)));
    String url = service.publicUrl();
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }

  private static int bare(int answerBytes, int sinkPort) throws Exception {
    Vertx vertx = vertx();
    int port = 0;
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      BareServer server = new BareServer(answerBytes, sinkPort);
      await(vertx.deployVerticle(server));
      port = server.port();
    }
    return port;
  }

  private static Vertx vertx() {
    return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(600, TimeUnit.SECONDS);
  }

  private static void say(JsonObject line) {
    System.out.println(ServerProcess.MARK + line.encode());
  }
}
