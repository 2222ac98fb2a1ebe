package io.playhead.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Everything measured, the targets, and what became of them. */
final class Scoreboard {
  private record Target(String name, double figure, String unit, boolean atLeast, double bound) {
    boolean isMet() {
      return atLeast ? figure >= bound : figure <= bound;
    }
  }

  private final Map<String, List<Slice>> slices = new LinkedHashMap<>();
  private final List<Target> targets = new ArrayList<>();

  void add(String name, Slice slice) {
    slices.computeIfAbsent(name, key -> new ArrayList<>()).add(slice);
    System.out.printf(
        Locale.ROOT, "  %-34s %,9.0f/s  p99 %,8.0f us%n", name, slice.perSecond(), slice.us(99));
  }

  List<Slice> of(String name) {
    return slices.getOrDefault(name, List.of());
  }

  void atLeast(String name, double figure, double bound) {
    targets.add(new Target(name, figure, "", true, bound));
  }

  void atMost(String name, double figure, String unit, double bound) {
    targets.add(new Target(name, figure, unit, false, bound));
  }

  void print(PrintStream out) {
    out.printf(
        "%n%-34s %10s %9s %9s %9s %8s %9s %8s %8s %6s %5s%n",
        "medians of the slices",
        "per s",
        "p50 us",
        "p99 us",
        "p99.9 us",
        "CPU us",
        "bytes",
        "GC ms",
        "longest",
        "wrong",
        "warm");
    slices.forEach((name, all) -> out.println(row(name, all)));
    out.println();
    for (Target target : targets) {
      out.printf(
          Locale.ROOT,
          "%-5s %-58s %,10.2f%s (target %s %,.2f)%n",
          target.isMet() ? "ok" : "SHORT",
          target.name(),
          target.figure(),
          target.unit(),
          target.atLeast() ? ">=" : "<=",
          target.bound());
    }
  }

  private static String row(String name, List<Slice> all) {
    return String.format(
        Locale.ROOT,
        "%-34s %,10.0f %,9.0f %,9.0f %,9.0f %8.1f %,9.0f %8d %8d %6d %5s",
        name,
        Slice.median(all, Slice::perSecond),
        Slice.median(all, slice -> slice.us(50)),
        Slice.median(all, slice -> slice.us(99)),
        Slice.median(all, slice -> slice.us(99.9)),
        Slice.median(all, Slice::cpuUs),
        Slice.median(all, Slice::allocatedBytes),
        all.stream().mapToLong(Slice::pausedMs).sum(),
        all.stream().mapToLong(Slice::longestPauseMs).max().orElse(0),
        all.stream().mapToLong(Slice::wrong).sum(),
        all.size() < 2 ? "" : Slice.isWarm(all) ? "yes" : "no");
  }

  void write(Path file) throws IOException {
    JsonObject measured = new JsonObject();
    JsonObject warm = new JsonObject();
    slices.forEach(
        (name, all) -> {
          JsonArray array = new JsonArray();
          all.forEach(slice -> array.add(json(slice)));
          measured.put(name, array);
          warm.put(name, Slice.isWarm(all));
        });
    JsonArray judged = new JsonArray();
    for (Target target : targets) {
      judged.add(
          new JsonObject()
              .put("target", target.name())
              .put("figure", target.figure())
              .put(target.atLeast() ? "atLeast" : "atMost", target.bound())
              .put("met", target.isMet()));
    }
    JsonObject json =
        new JsonObject()
            .put("java", System.getProperty("java.vm.version"))
            .put("processors", Runtime.getRuntime().availableProcessors())
            .put("targets", judged)
            .put("warm", warm)
            .put("slices", measured);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json.encodePrettily());
  }

  private static JsonObject json(Slice slice) {
    return new JsonObject()
        .put("reports", slice.reports())
        .put("wrong", slice.wrong())
        .put("perSecond", slice.perSecond())
        .put("p50Us", slice.us(50))
        .put("p99Us", slice.us(99))
        .put("p999Us", slice.us(99.9))
        .put("cpuUs", slice.cpuUs())
        .put("allocatedBytes", slice.allocatedBytes())
        .put("pausedMs", slice.pausedMs())
        .put("longestPauseMs", slice.longestPauseMs());
  }
}
