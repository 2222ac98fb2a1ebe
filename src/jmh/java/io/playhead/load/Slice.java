package io.playhead.load;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What one contender did in one turn.
 *
 * @param reports answered; for the bare client, requests sent
 * @param wrong among them
 * @param perSecond reports, until all that they brought about is done
 * @param latencies nanoseconds; empty for the bare client
 * @param cpuUs of the server's process, per report
 * @param generatorUs CPU of the generator, per report
 * @param sinkUs CPU of the sink, per report
 * @param allocatedBytes by the server's threads, per report
 * @param collections by the server's garbage collector
 * @param pausedMs by it in all
 * @param longestPauseMs of it
 */
record Slice(
    long reports,
    long wrong,
    double perSecond,
    Histogram latencies,
    double cpuUs,
    double generatorUs,
    double sinkUs,
    double allocatedBytes,
    long collections,
    long pausedMs,
    long longestPauseMs) {
  private static final double FLAT = 0.1;

  static Slice of(LoadClient.Result result, long elapsedNs, Used before, Used after) {
    double reports = Math.max(1, result.answered());
    return new Slice(
        result.answered(),
        result.wrong(),
        reports * 1e9 / elapsedNs,
        result.latencies(),
        since("cpuNs", before, after) / 1e3 / reports,
        (after.generatorCpuNs() - before.generatorCpuNs()) / 1e3 / reports,
        (after.sinkCpuNs() - before.sinkCpuNs()) / 1e3 / reports,
        since("allocatedBytes", before, after) / reports,
        since("collections", before, after),
        since("pausedMs", before, after),
        after.server().getLong("longestPauseMs"));
  }

  /** What a contender does under a load. */
  static Slice measure(ServerProcess server, Sink sink, Callable<LoadClient.Result> load)
      throws Exception {
    Used before = Used.by(server, sink);
    LoadClient.Result result = load.call();
    return of(result, result.elapsedNs(), before, Used.by(server, sink));
  }

  private static long since(String what, Used before, Used after) {
    return after.server().getLong(what) - before.server().getLong(what);
  }

  /** NaN for the bare client. */
  double us(double percentile) {
    return latencies.getTotalCount() == 0
        ? Double.NaN
        : latencies.getValueAtPercentile(percentile) / 1e3;
  }

  static double median(List<Slice> slices, ToDoubleFunction<Slice> value) {
    double[] sorted = slices.stream().mapToDouble(value).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  /**
   * Whether the CPU for a report was about the same in the second half of the slices as in the
   * first: then the compiler was through. Throughput cannot tell, others use the machine too.
   */
  static boolean hasSettled(List<Slice> slices) {
    int half = slices.size() / 2;
    double before = median(slices.subList(0, half), Slice::cpuUs);
    double after = median(slices.subList(half, slices.size()), Slice::cpuUs);
    return Math.abs(after / before - 1) <= FLAT;
  }

  /** The median of the ratios of slices that were measured in the same round. */
  static double ratio(List<Slice> over, List<Slice> under) {
    double[] ratios = new double[Math.min(over.size(), under.size())];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = over.get(i).perSecond() / under.get(i).perSecond();
    }
    Arrays.sort(ratios);
    return ratios.length == 0 ? Double.NaN : ratios[ratios.length / 2];
  }
}
