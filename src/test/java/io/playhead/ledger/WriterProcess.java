package io.playhead.ledger;

import io.playhead.testing.Child;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process that writes to a ledger, and what it was told. */
final class WriterProcess {
  final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final List<String> said = new ArrayList<>();
  private final Process process;
  private final Thread listener;

  WriterProcess(Path ledger, int checkpointMb) throws IOException {
    List<String> command =
        Child.command(
            System.getProperty("java.home"),
            List.of("-Xmx256m"),
            LedgerWriterProgram.class.getName());
    command.addAll(List.of(ledger.toString(), String.valueOf(checkpointMb)));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    listener = new Thread(this::listen);
    listener.start();
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        hear(line);
      }
    } catch (IOException e) {
      // It was killed while it spoke.
    }
  }

  private synchronized void hear(String line) {
    if (line.startsWith("ok ")) {
      acknowledged.add(line.substring(3));
    } else if (line.startsWith("no ")) {
      refused.add(line.substring(3));
    } else {
      said.add(line);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits until something holds, for a minute at most. */
  void waitUntil(BooleanSupplier holds) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!holds.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new AssertionError("the writer says: " + String.join("\n", said));
      }
      Thread.sleep(10);
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    listener.join();
  }
}
