package io.playhead.load;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long the service takes from its command to being ready. */
final class StartUp {
  private static final long AT_MOST_MS = 60_000;

  private StartUp() {}

  /** Milliseconds until {@code /health/ready} answers 200. */
  static double readyAfterMs(Path ledger) throws Exception {
    int opsPort = freePort();
    List<String> command =
        ServerProcess.java(System.getProperty("java.home"), List.of(), "io.playhead.Playhead");
    command.addAll(
        List.of(
            "serve",
            "--set",
            "http.port=0",
            "--set",
            "ops.port=" + opsPort,
            "--set",
            "ledger.path=" + ledger));
    long startNs = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      while (!isReady(opsPort)) {
        double ms = (System.nanoTime() - startNs) / 1e6;
        if (!process.isAlive() || ms > AT_MOST_MS) {
          throw new IllegalStateException("not ready after " + ms + " ms");
        }
        Thread.sleep(5);
      }
      return (System.nanoTime() - startNs) / 1e6;
    } finally {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
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
