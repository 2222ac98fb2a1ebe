package io.playhead.vast;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Path;

/** {@code measure.mjs} in a process of its own, warmed up; see there. */
final class VastClient implements AutoCloseable {
  private final Process node;
  private final Writer in;
  private final BufferedReader out;
  private final JsonObject report;

  private VastClient(Process node, JsonObject order) throws IOException {
    this.node = node;
    in = new OutputStreamWriter(node.getOutputStream(), UTF_8);
    out = new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8));
    report = new JsonObject(ask(order.encode()));
  }

  static VastClient start(Path folder, JsonObject order) throws IOException {
    return new VastClient(
        new ProcessBuilder("node", "measure.mjs")
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start(),
        order);
  }

  private String ask(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
    String answer = out.readLine();
    if (answer == null) {
      throw new IOException("measure.mjs has ended");
    }
    return answer;
  }

  /** What it read, and what not. */
  JsonObject report() {
    return report;
  }

  /** Nanoseconds of CPU for reading each document once. */
  long round() throws IOException {
    return Long.parseLong(ask("round"));
  }

  /** Nanoseconds of CPU for reading each document by itself. */
  JsonArray each() throws IOException {
    return new JsonArray(ask("each"));
  }

  @Override
  public void close() {
    node.destroy();
  }
}
