package io.playhead.testing;

import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The service in a process of its own, so that it can be killed. Ends with this one. */
public final class ServiceProcess implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("listening on (http://\\S+) \\((\\w+)\\)");

  private static final long PATIENCE_MS = 60_000;
  private static final int MOST_COMPLAINTS = 50;
  private static final int DELIVERY_S = 120;

  private final Process process;
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private volatile String publicUrl = "";
  private volatile String opsUrl = "";

  private ServiceProcess(Process process) {
    this.process = process;
  }

  /** Starts a service on a ledger; returns once it takes requests. */
  public static ServiceProcess start(Path ledger, String... settings) {
    List<String> command =
        Child.command(
            System.getProperty("java.home"),
            List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1"),
            "io.playhead.Playhead");
    command.add("serve");
    List<String> all =
        new ArrayList<>(
            List.of(
                "http.port=0",
                "ops.port=0",
                "ledger.path=" + ledger,
                "egress.allow=127.0.0.1",
                "tracking.maxClientAheadMs=-1"));
    all.addAll(List.of(settings));
    all.forEach(setting -> command.addAll(List.of("--set", setting)));
    try {
      ServiceProcess service =
          new ServiceProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
      service.awaitStart();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitStart() throws IOException {
    BufferedReader log =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder all = new StringBuilder();
    Thread impatience = new Thread(this::killUnlessStarted, "service-start");
    impatience.setDaemon(true);
    impatience.start();
    while (publicUrl.isEmpty() || opsUrl.isEmpty()) {
      String line = log.readLine();
      if (line == null) {
        throw new AssertionError("the service did not start:\n" + all);
      }
      all.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (!listening.find()) {
        continue;
      }
      if (listening.group(2).equals("public")) {
        publicUrl = listening.group(1);
      } else {
        opsUrl = listening.group(1);
      }
    }
    Thread drain = new Thread(() -> hear(log), "service-log");
    drain.setDaemon(true);
    drain.start();
  }

  private void hear(BufferedReader log) {
    try {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        if (!line.contains(" INFO ") && complaints.size() < MOST_COMPLAINTS) {
          complaints.add(line);
        }
      }
    } catch (IOException e) {
      // It was killed while it spoke.
    }
  }

  public long pid() {
    return process.pid();
  }

  /** What it logged beyond information, the first lines of it. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The most memory that the process ever had, kilobytes; 0 where that cannot be known. */
  public long peakMemoryKb() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Ends a service that says nothing, so that reading its log ends too. */
  private void killUnlessStarted() {
    try {
      Thread.sleep(PATIENCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (opsUrl.isEmpty()) {
      process.destroyForcibly();
    }
  }

  public String publicUrl() {
    return publicUrl;
  }

  public String opsUrl() {
    return opsUrl;
  }

  /** Waits until nothing that is claimed is still to be delivered. */
  public void awaitDelivery(Vertx vertx) {
    WebClient web = WebClient.create(vertx);
    Await.until(
        DELIVERY_S,
        () ->
            Await.get(web.getAbs(opsUrl + "/v1/beacons?state=claimed&limit=1").send())
                .bodyAsJsonObject()
                .getJsonArray("beacons")
                .isEmpty());
    web.close();
  }

  /** Sum of a metric's values whose names begin like this. */
  public double metric(WebClient web, String name) {
    String text = Await.get(web.getAbs(opsUrl + "/metrics").send()).bodyAsString();
    return text.lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Ends it as a crash would: SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to stop: SIGTERM. */
  public int stop() {
    Child.stop(process);
    awaitEnd();
    return process.exitValue();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the service does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
