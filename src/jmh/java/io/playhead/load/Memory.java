package io.playhead.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The memory of a server process while it does something, as Linux has it.
 *
 * @param seconds that it took
 * @param bytes that came of it
 * @param beforeMb resident set when it began
 * @param mostMb the largest meanwhile
 */
record Memory(double seconds, long bytes, long beforeMb, long mostMb) {
  private static final int EVERY_MS = 20;

  static Memory of(ServerProcess server, Callable<Long> work) throws Exception {
    long pid = server.pid();
    long beforeMb = residentMb(pid);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Long> most = CompletableFuture.supplyAsync(() -> watch(pid, done));
    long startNs = System.nanoTime();
    try {
      long bytes = work.call();
      double seconds = (System.nanoTime() - startNs) / 1e9;
      done.set(true);
      return new Memory(seconds, bytes, beforeMb, most.get());
    } finally {
      done.set(true);
    }
  }

  private static long watch(long pid, AtomicBoolean done) {
    long most = 0;
    try {
      do {
        most = Math.max(most, residentMb(pid));
        Thread.sleep(EVERY_MS);
      } while (!done.get());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return most;
  }

  private static long residentMb(long pid) throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
            .filter(each -> each.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%5.1f s, %,6d KB; resident %,d MB before, %,d MB at most",
        seconds,
        bytes / 1024,
        beforeMb,
        mostMb);
  }
}
