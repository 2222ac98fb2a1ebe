package io.playhead.vast;

import com.sun.management.OperatingSystemMXBean;
import io.playhead.vast.CorpusDocuments.Named;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Measures {@link VastReader} beside {@code @dailymotion/vast-client} under Node, on the VAST
 * documents of the corpus that both of them read: from a document in memory to domain objects, no
 * wrapper fetched. Needs Node and npm, and the package from the registry that npm knows. What
 * counts is the CPU time of the process, garbage collection included.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:java -Dexec.classpathScope=test
 * -Dmain.class=io.playhead.vast.VastClientComparison}
 */
public final class VastClientComparison {
  private static final Path SCRIPTS = Path.of("src", "jmh", "node");
  private static final Path INSTALLED = Path.of("target", "vast-client");
  private static final int WARM_UP_MS = 10_000;

  /** Rounds, not time: on a busy machine the compiler is long behind. */
  private static final int WARM_UP_ROUNDS = 5_000;

  private static final int MEASURE_MS = 15_000;

  /** So that a turn of ours is about as long as one of theirs. */
  private static final int ROUNDS_A_TURN = 10;

  /** Readings of each document by itself. */
  private static final int REPEATS = 500;

  private static final OperatingSystemMXBean CPU =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private VastClientComparison() {}

  /** Prints what each side takes, what it skips, and the ratio. */
  public static void main(String[] args) throws IOException, InterruptedException, VastException {
    CorpusDocuments corpus = CorpusDocuments.load();
    Map<String, byte[]> ours =
        corpus.vast().stream().collect(Collectors.toMap(Named::name, Named::bytes));
    install();
    try (VastClient theirs = VastClient.start(INSTALLED, order(corpus, ours.keySet()))) {
      List<byte[]> both = new ArrayList<>();
      for (Object name : theirs.report().getJsonArray("parsed")) {
        both.add(Objects.requireNonNull(ours.get((String) name)));
      }
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        round(both);
      }
      print(corpus, theirs.report(), both, measure(both, theirs, MEASURE_MS));
      printMedians(each(both), theirs.each().stream().mapToDouble(VastClientComparison::nanos));
    }
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(INSTALLED);
    for (String file : List.of("package.json", "package-lock.json", "measure.mjs")) {
      Path target = INSTALLED.resolve(file);
      Files.copy(SCRIPTS.resolve(file), target, StandardCopyOption.REPLACE_EXISTING);
    }
    Process npm = start("npm", "ci", "--silent", "--no-audit", "--no-fund");
    npm.getInputStream().readAllBytes();
    if (npm.waitFor() != 0) {
      throw new IOException("npm ci failed");
    }
  }

  /** Tries what we refuse as well, so that the report says who reads more. */
  private static JsonObject order(CorpusDocuments corpus, Set<String> names) {
    return new JsonObject()
        .put("folder", Corpus.find().orElseThrow().toString())
        .put("documents", List.copyOf(new TreeSet<>(names)))
        .put("alsoTry", corpus.refused())
        .put("warmUpMs", WARM_UP_MS);
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .directory(INSTALLED.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Nanoseconds of CPU, on all threads of the process, for reading each document once. */
  private record Measured(long ours, long theirs) {}

  /** The sides take turns, so that what else the machine does hits both. */
  private static Measured measure(List<byte[]> documents, VastClient theirs, int forMs)
      throws IOException, VastException {
    long ourNanos = 0;
    long theirNanos = 0;
    int turns = 0;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(forMs);
    do {
      theirNanos += theirs.round();
      long start = CPU.getProcessCpuTime();
      for (int i = 0; i < ROUNDS_A_TURN; i++) {
        round(documents);
      }
      ourNanos += CPU.getProcessCpuTime() - start;
      turns++;
    } while (System.nanoTime() < end);
    return new Measured(ourNanos / turns / ROUNDS_A_TURN, theirNanos / turns);
  }

  /** Nanoseconds of CPU, on this thread, for reading each document by itself. */
  private static DoubleStream each(List<byte[]> documents) throws VastException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] nanos = new double[documents.size()];
    for (int i = 0; i < nanos.length; i++) {
      long start = threads.getCurrentThreadCpuTime();
      for (int k = 0; k < REPEATS; k++) {
        round(List.of(documents.get(i)));
      }
      nanos[i] = (double) (threads.getCurrentThreadCpuTime() - start) / REPEATS;
    }
    return DoubleStream.of(nanos);
  }

  private static double nanos(Object number) {
    return ((Number) number).doubleValue();
  }

  private static int round(List<byte[]> documents) throws VastException {
    int ads = 0;
    for (byte[] document : documents) {
      ads += VastReader.read(document).ads().size();
    }
    return ads;
  }

  private static void print(
      CorpusDocuments corpus, JsonObject theirs, List<byte[]> both, Measured measured)
      throws VastException {
    int bytes = 0;
    int ads = 0;
    for (byte[] document : both) {
      bytes += document.length;
      ads += VastReader.read(document).ads().size();
    }
    System.out.printf("%d VAST documents that both read, %d bytes%n", both.size(), bytes);
    System.out.println("skipped by vast-client: " + skipped(theirs.getJsonObject("skipped")));
    System.out.println("skipped by playhead, neither VAST nor VMAP: " + corpus.refused());
    System.out.println("of these, vast-client reads: " + theirs.getJsonArray("alsoRead"));
    System.out.printf("left out, since vast-client reads no VMAP: %d%n%n", corpus.vmap().size());
    print("playhead", measured.ours(), both.size(), ads);
    print("vast-client", measured.theirs(), both.size(), theirs.getInteger("ads"));
    System.out.printf(Locale.ROOT, "ratio %.1f%n", (double) measured.theirs() / measured.ours());
  }

  /** The middle document of each side, and the middle of the documents' ratios. */
  private static void printMedians(DoubleStream ours, DoubleStream theirs) {
    double[] our = ours.toArray();
    double[] their = theirs.toArray();
    double[] ratios = IntStream.range(0, our.length).mapToDouble(i -> their[i] / our[i]).toArray();
    System.out.printf(
        Locale.ROOT,
        "median document: playhead %.1f us, vast-client %.1f us; median ratio %.1f%n",
        median(our) / 1e3,
        median(their) / 1e3,
        median(ratios));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String skipped(JsonObject reasons) {
    return reasons.stream()
        .map(reason -> reason.getKey() + " (" + reason.getValue() + ")")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static void print(String who, long nanosPerRound, int documents, int ads) {
    System.out.printf(
        Locale.ROOT,
        "%-12s %8.3f ms a round, %7.1f us a document, %d ads%n",
        who,
        nanosPerRound / 1e6,
        nanosPerRound / 1e3 / documents,
        ads);
  }
}
