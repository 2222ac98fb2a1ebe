package io.playhead.replay;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code playhead replay}. It asks a running service; nothing is fired. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Shows which beacons of a session would have fired under another policy.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:the table is complete", "1:the service could not be asked"})
public final class Replay implements Callable<Integer> {
  private static final int SHOWN = 0;
  private static final int NOT_SHOWN = 1;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Parameters(paramLabel = "SESSION", description = "A session's id, or its alias.")
  private String session;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "POLICY",
      description = "strict, standard or lenient.")
  private String policy;

  @Option(
      names = "--ops",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8081",
      description = "The service's ops port (default: ${DEFAULT-VALUE}).")
  private URI ops;

  @Option(
      names = "--key",
      paramLabel = "TOKEN",
      description = "An ops key, if the service has any.")
  private @Nullable String key;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    try {
      JsonObject explained = ask("");
      JsonArray breaks = explained.getJsonArray("breaks");
      for (String cursor = explained.getString("nextCursor"); cursor != null; ) {
        JsonObject page = ask("&cursor=" + encoded(cursor));
        breaks.addAll(page.getJsonArray("breaks"));
        cursor = page.getString("nextCursor");
      }
      PrintWriter out = spec.commandLine().getOut();
      new ReplayTable(out).print(explained);
      out.flush();
      return SHOWN;
    } catch (IOException | IllegalArgumentException e) {
      String reason = e.getMessage() == null ? "no connection" : e.getMessage();
      spec.commandLine().getErr().println("replay: " + ops + ": " + reason);
      return NOT_SHOWN;
    }
  }

  private JsonObject ask(String more) throws IOException, InterruptedException {
    String base = ops.toString().replaceAll("/+$", "");
    URI explain =
        URI.create(
            base
                + "/v1/sessions/"
                + encoded(session)
                + "/explain?policy="
                + encoded(policy)
                + more);
    HttpRequest.Builder request = HttpRequest.newBuilder(explain).timeout(TIMEOUT);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    var answer =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .build()
            .send(request.build(), BodyHandlers.ofString());
    try {
      JsonObject body = new JsonObject(answer.body());
      if (answer.statusCode() == 200) {
        return body;
      }
      throw new IOException(body.getString("detail", "status " + answer.statusCode()));
    } catch (DecodeException | ClassCastException e) {
      throw new IOException("this is no answer of Playhead: status " + answer.statusCode(), e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
