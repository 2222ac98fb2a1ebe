package io.playhead.load;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a session takes in memory, measured in a process whose heap holds nothing else. */
final class SessionMemory {
  private static final long AT_MOST_S = 180;

  private SessionMemory() {}

  /** Bytes of heap for each of so many sessions with shared ads. */
  static double bytesEach(int sessions) throws Exception {
    List<String> command =
        ServerProcess.java(
            System.getProperty("java.home"),
            List.of("-Xmx2g", "-XX:+UseSerialGC", "-Dcases=straight", "-Dsessions=" + sessions),
            "io.playhead.session.SessionMemoryBench");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    Thread watch = new Thread(() -> endIfLate(process), "session-memory");
    watch.setDaemon(true);
    watch.start();
    double bytes = Double.NaN;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("straight")) {
          bytes = Double.parseDouble(line.trim().split("\\s+")[2]);
        }
      }
    }
    return bytes;
  }

  private static void endIfLate(Process process) {
    try {
      if (!process.waitFor(AT_MOST_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
