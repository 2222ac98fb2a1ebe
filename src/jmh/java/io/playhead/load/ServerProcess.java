package io.playhead.load;

import io.playhead.testing.Child;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A contender in a process of its own, as the driver sees it. */
final class ServerProcess implements AutoCloseable {
  /** In front of the lines that are meant for the driver. */
  static final String MARK = "#load ";

  private static final String HEAP = System.getProperty("load.heap", "2g");

  private static final int LONGEST_SILENCE_S = 120;
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "server-watch");
            thread.setDaemon(true);
            return thread;
          });

  private final Process process;
  private final BufferedReader out;
  private final PrintStream in;
  private final int port;

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.port = read().getInteger("port");
  }

  /**
   * Starts a contender and waits until it takes requests.
   *
   * @param directory for its recordings, if {@code -Dload.jfr} asks for any
   * @param javaHome of the JVM that runs it
   */
  static ServerProcess start(Path directory, String name, String javaHome, List<String> arguments)
      throws IOException {
    List<String> flags = new ArrayList<>(List.of("-Xms" + HEAP, "-Xmx" + HEAP));
    if (Boolean.getBoolean("load.jfr")) {
      flags.add(
          "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
              + directory.resolve(name + ".jfr"));
    }
    List<String> command = Child.java(javaHome, flags);
    command.add(Contender.class.getName());
    command.addAll(arguments);
    return new ServerProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** What it has used so far. */
  JsonObject stats() throws IOException {
    return ask("stats");
  }

  /** Has a bare client send for so long; tells how many it sent. */
  long send(long durationMs) throws IOException {
    return ask("send " + durationMs).getLong("sent");
  }

  private JsonObject ask(String line) throws IOException {
    in.println(line);
    return read();
  }

  private JsonObject read() throws IOException {
    Future<?> late = WATCH.schedule(process::destroyForcibly, LONGEST_SILENCE_S, TimeUnit.SECONDS);
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(MARK)) {
          return new JsonObject(line.substring(MARK.length()));
        }
      }
    } finally {
      late.cancel(false);
    }
    throw new IOException(
        "a server process ended, or was ended after "
            + LONGEST_SILENCE_S
            + " s of silence; what it said on its way is above");
  }

  @Override
  public void close() {
    in.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
