package io.playhead.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything measured, the targets, and what became of them. */
final class Scoreboard {
  /** How a figure is judged. */
  private enum Bound {
    AT_LEAST(">="),
    AT_MOST("<="),
    NONE("");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  private record Target(String name, double figure, String unit, Bound bound, double limit) {
    boolean isMet() {
      return switch (bound) {
        case AT_LEAST -> figure >= limit;
        case AT_MOST -> figure <= limit;
        case NONE -> true;
      };
    }

    String verdict() {
      return bound == Bound.NONE ? "" : isMet() ? "ok" : "SHORT";
    }

    String row() {
      String told =
          String.format(Locale.ROOT, "%-7s %-66s %,10.2f%s", verdict(), name, figure, unit);
      return bound == Bound.NONE
          ? told
          : told + String.format(Locale.ROOT, " (target %s %,.2f)", bound.sign, limit);
    }
  }

  private final Map<String, List<Slice>> slices = new LinkedHashMap<>();
  private final List<Target> targets = new ArrayList<>();
  private final Map<Step, String> missing = new EnumMap<>(Step.class);

  void add(String name, Slice slice) {
    slices.computeIfAbsent(name, key -> new ArrayList<>()).add(slice);
    System.out.printf(
        Locale.ROOT, "  %-34s %,9.0f/s  p99 %,8.0f us%n", name, slice.perSecond(), slice.us(99));
  }

  List<Slice> of(String name) {
    return slices.getOrDefault(name, List.of());
  }

  void atLeast(String name, double figure, double limit) {
    targets.add(new Target(name, figure, "", Bound.AT_LEAST, limit));
  }

  void atMost(String name, double figure, String unit, double limit) {
    targets.add(new Target(name, figure, unit, Bound.AT_MOST, limit));
  }

  /** A figure that no target is set for. */
  void note(String name, double figure, String unit) {
    targets.add(new Target(name, figure, unit, Bound.NONE, Double.NaN));
  }

  /** Takes note of what could not be measured. */
  void missing(Step step, String why) {
    missing.put(step, why);
  }

  void print(PrintStream out) {
    out.printf(
        "%n%-40s %9s %9s %9s %9s %8s %8s %8s %9s %5s %7s %8s %6s%n",
        "medians of the slices",
        "per s",
        "p50 us",
        "p99 us",
        "p99.9 us",
        "CPU us",
        "load us",
        "sink us",
        "bytes",
        "GCs",
        "GC ms",
        "longest",
        "wrong");
    slices.forEach((name, all) -> out.println(row(name, all)));
    out.printf(
        "%nCPU of the server, the generator and the sink, and what the server allocated, are for a"
            + " report;%nGC is that of all slices together, its longest pause in ms.%n");
    String unsettled =
        slices.entrySet().stream()
            .filter(each -> each.getValue().size() > 1 && !Slice.hasSettled(each.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    if (!unsettled.isEmpty()) {
      out.printf("CPU still changed by a tenth or more while it was measured: %s%n", unsettled);
    }
    out.println();
    judged().forEach(target -> out.println(target.row()));
    missing.forEach((step, why) -> out.printf("%-7s %s: %s%n", "MISSING", step, why));
  }

  private List<Target> judged() {
    long wrong = slices.values().stream().flatMap(List::stream).mapToLong(Slice::wrong).sum();
    List<Target> all = new ArrayList<>(targets);
    all.add(new Target("wrong answers, beacons too many", wrong, "", Bound.AT_MOST, 0));
    return all;
  }

  private static String row(String name, List<Slice> all) {
    return String.format(
        Locale.ROOT,
        "%-40s %,9.0f %,9.0f %,9.0f %,9.0f %8.1f %8.1f %8.1f %,9.0f %5d %7d %8d %6d",
        name,
        Slice.median(all, Slice::perSecond),
        Slice.median(all, slice -> slice.us(50)),
        Slice.median(all, slice -> slice.us(99)),
        Slice.median(all, slice -> slice.us(99.9)),
        Slice.median(all, Slice::cpuUs),
        Slice.median(all, Slice::generatorUs),
        Slice.median(all, Slice::sinkUs),
        Slice.median(all, Slice::allocatedBytes),
        all.stream().mapToLong(Slice::collections).sum(),
        all.stream().mapToLong(Slice::pausedMs).sum(),
        all.stream().mapToLong(Slice::longestPauseMs).max().orElse(0),
        all.stream().mapToLong(Slice::wrong).sum());
  }

  void write(Path file) throws IOException {
    JsonObject measured = new JsonObject();
    JsonObject settled = new JsonObject();
    slices.forEach(
        (name, all) -> {
          JsonArray array = new JsonArray();
          all.forEach(slice -> array.add(json(slice)));
          measured.put(name, array);
          settled.put(name, all.size() > 1 ? Slice.hasSettled(all) : null);
        });
    JsonArray judged = new JsonArray();
    for (Target target : judged()) {
      JsonObject figure =
          new JsonObject()
              .put("target", target.name())
              .put("figure", target.figure())
              .put("unit", target.unit().strip());
      if (target.bound() != Bound.NONE) {
        figure.put("bound", target.bound().sign).put("limit", target.limit());
        figure.put("met", target.isMet());
      }
      judged.add(figure);
    }
    JsonObject left = new JsonObject();
    missing.forEach((step, why) -> left.put(step.toString(), why));
    JsonObject json =
        new JsonObject()
            .put("java", System.getProperty("java.vm.version"))
            .put("processors", Runtime.getRuntime().availableProcessors())
            .put("targets", judged)
            .put("missing", left)
            .put("cpuHasSettled", settled)
            .put("slices", measured);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json.encodePrettily());
  }

  private static JsonObject json(Slice slice) {
    return new JsonObject()
        .put("reports", slice.reports())
        .put("wrong", slice.wrong())
        .put("perSecond", slice.perSecond())
        .put("p50Us", slice.latencies().getValueAtPercentile(50) / 1e3)
        .put("p99Us", slice.latencies().getValueAtPercentile(99) / 1e3)
        .put("p999Us", slice.latencies().getValueAtPercentile(99.9) / 1e3)
        .put("cpuUs", slice.cpuUs())
        .put("generatorCpuUs", slice.generatorUs())
        .put("sinkCpuUs", slice.sinkUs())
        .put("allocatedBytes", slice.allocatedBytes())
        .put("collections", slice.collections())
        .put("pausedMs", slice.pausedMs())
        .put("longestPauseMs", slice.longestPauseMs());
  }
}
