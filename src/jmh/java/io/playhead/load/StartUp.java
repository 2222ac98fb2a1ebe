package io.playhead.load;

import io.playhead.testing.Child;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the service takes from its command to being ready.
 *
 * @param seconds until {@code /health/ready} answers 200
 * @param cpuSeconds that the process had used by then
 */
record StartUp(double seconds, double cpuSeconds) {
  private static final double AT_MOST_S = 60;

  /** Starts a service on a ledger, and ends it. */
  static StartUp on(Installation installation, Path ledger)
      throws IOException, InterruptedException {
    int opsPort = freePort();
    List<String> serve =
        List.of(
            "serve",
            "--set",
            "http.port=0",
            "--set",
            "ops.port=" + opsPort,
            "--set",
            "ledger.path=" + ledger);
    long startNs = System.nanoTime();
    Process process = installation.start(serve);
    try {
      while (!isReady(opsPort)) {
        if (!process.isAlive() || secondsSince(startNs) > AT_MOST_S) {
          throw new IllegalStateException("not ready after " + secondsSince(startNs) + " s");
        }
        Thread.sleep(5);
      }
      double seconds = secondsSince(startNs);
      return new StartUp(
          seconds, process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3);
    } finally {
      Child.stop(process);
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static double secondsSince(long startNs) {
    return (System.nanoTime() - startNs) / 1e9;
  }

  private static boolean isReady(int port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/health/ready").toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(1000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
