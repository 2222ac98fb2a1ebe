package io.playhead.load;

import io.playhead.Service;
import io.playhead.config.ConfigLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What a POST of {@value CmcdBodies#RECORDS} CMCD records costs, in single reports: both are sent
 * in turn to one service, as fast as answers come, the generator in the same process.
 *
 * <p>{@code mvn -Pbench test-compile exec:java -Dexec.classpathScope=test
 * -Dmain.class=io.playhead.load.CmcdRatio}
 */
public final class CmcdRatio {
  private static final int SESSIONS = 1_000;
  private static final int ROUNDS = Integer.getInteger("rounds", 7);
  private static final long ROUND_MS = 2_000;

  private CmcdRatio() {}

  /** Prints a line a round, and the median of the later ones. */
  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("cmcd-ratio");
    List<String> settings =
        List.of(
            "http.port=0",
            "ops.port=0",
            "ledger.path=" + directory.resolve("ledger.db"),
            "limits.sessionReportsPerSecond=0");
    Service service =
        Service.start(ConfigLoader.load(null, Map.of(), settings))
            .toCompletionStage()
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    try {
      run(URI.create(Objects.requireNonNull(service.publicUrl())).getPort());
    } finally {
      service.stop().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
    System.exit(0);
  }

  private static void run(int port) throws Exception {
    Workload reports = new ContentReports(Creation.content(port, SESSIONS, 10, port));
    Workload bodies = new CmcdBodies(Creation.content(port, SESSIONS, 10, port));
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      double reportUs = microseconds(port, reports);
      double bodyUs = microseconds(port, bodies);
      System.out.printf(
          "report %.1f us, %d records %.1f us: %.2f%n",
          reportUs, CmcdBodies.RECORDS, bodyUs, bodyUs / reportUs);
      if (round >= ROUNDS / 2) {
        ratios.add(bodyUs / reportUs);
      }
    }
    ratios.sort(null);
    System.out.printf("ratio %.2f%n", ratios.get(ratios.size() / 2));
  }

  private static double microseconds(int port, Workload workload) throws IOException {
    LoadClient.Result result = LoadClient.saturate(port, workload, ROUND_MS);
    if (result.wrong() > 0) {
      throw new IllegalStateException(result.wrong() + " answers were wrong");
    }
    return result.elapsedNs() / 1e3 / result.answered();
  }
}
