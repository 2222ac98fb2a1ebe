package io.playhead.inspect;

import io.playhead.beacon.EgressClient;
import io.playhead.beacon.EgressGuard;
import io.playhead.ingest.AdRequest;
import io.playhead.ingest.Deadline;
import io.playhead.ingest.Document;
import io.playhead.ingest.FetchBudget;
import io.playhead.ingest.HttpDocumentSource;
import io.playhead.ingest.VmapResolver;
import io.playhead.session.UrlMacros;
import io.playhead.timeline.TimelineSpec;
import io.playhead.vast.Limits;
import io.playhead.vast.VastException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code playhead inspect}. It reaches any address: who runs it could do so anyway. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Shows what a VAST or VMAP holds and what is wrong with it.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:every ad can play", "1:an ad is unusable, or it is no VAST or VMAP"})
public final class Inspect implements Callable<Integer> {
  private static final int USABLE = 0;
  private static final int UNUSABLE = 1;
  private static final int CONNECTIONS = 16;

  /** Who runs this names the documents, and may reach them anyway. */
  private static final EgressGuard ANYWHERE = EgressGuard.of(List.of("0.0.0.0/0", "::/0"));

  @Parameters(paramLabel = "FILE|URL|-", description = "The document; - reads standard input.")
  private String source;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--content-ms",
      paramLabel = "MS",
      description = "Length of the content; VMAPs need it for percentages and repeats.")
  private long contentDurationMs = TimelineSpec.UNKNOWN_DURATION;

  @Option(
      names = "--opportunities-ms",
      paramLabel = "MS",
      split = ",",
      description = "Content positions that a VMAP's #1,#2 and so on mean.")
  private List<Long> opportunitiesMs = List.of();

  @Option(
      names = "--timeout-ms",
      paramLabel = "MS",
      defaultValue = "15000",
      description = "Time for all documents together (default: ${DEFAULT-VALUE}).")
  private long timeoutMs;

  @Spec private CommandSpec spec;

  private final UnaryOperator<String> clean;

  /** Takes URLs as they are, apart from white space around them. */
  public Inspect() {
    this(String::strip);
  }

  /**
   * For a service that knows better.
   *
   * @param clean see {@link HttpDocumentSource}
   */
  public Inspect(UnaryOperator<String> clean) {
    this.clean = clean;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Vertx vertx = Vertx.vertx();
    HttpClient client =
        EgressClient.forDocuments(vertx, ANYWHERE, EgressClient.Limits.of(CONNECTIONS));
    try {
      Inspection inspection =
          inspect(new HttpDocumentSource(vertx, client, clean))
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      if (json) {
        out.println(InspectionJson.of(inspection).encodePrettily());
        out.flush();
      } else {
        new InspectionText(out, Ansi.AUTO.enabled()).print(inspection);
      }
      return inspection.hasUnusableAds() ? UNUSABLE : USABLE;
    } catch (CompletionException e) {
      spec.commandLine().getErr().println("inspect: " + reason(e.getCause()));
      return UNUSABLE;
    } finally {
      client.close().eventually(() -> vertx.close());
    }
  }

  private Future<Inspection> inspect(HttpDocumentSource documents) {
    Deadline deadline = Deadline.in(timeoutMs);
    AdRequest request =
        new AdRequest(
            Map.of(),
            new UrlMacros(Set.of(), RandomGenerator.getDefault())
                .adTags(name -> null, System.currentTimeMillis()),
            true,
            true,
            deadline,
            new FetchBudget(FetchBudget.MAX_DOCUMENTS, FetchBudget.MAX_AT_ONCE));
    Inspector inspector =
        new Inspector(
            documents, request, new VmapResolver.Content(contentDurationMs, opportunitiesMs));
    if (source.startsWith("http://") || source.startsWith("https://")) {
      return documents
          .fetch(request.macros().apply(source, ""), deadline, request.headers())
          .compose(answer -> inspect(inspector, answer));
    }
    try {
      return inspector.inspect(source, read());
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Inspection> inspect(Inspector inspector, Document answer) {
    return answer.ok()
        ? inspector.inspect(answer.url(), answer.body().getBytes())
        : Future.failedFuture(answer.url() + " answered " + answer.status());
  }

  private byte[] read() throws IOException {
    if (source.equals("-")) {
      return limited(System.in);
    }
    try (InputStream file = Files.newInputStream(Path.of(source))) {
      return limited(file);
    }
  }

  /** One byte more than is ever read, so that the reader says what is wrong. */
  private static byte[] limited(InputStream in) throws IOException {
    return in.readNBytes(Limits.MAX_BYTES + 1);
  }

  private String reason(@Nullable Throwable cause) {
    if (cause instanceof VastException e) {
      String line = e.line() == VastException.NO_LINE ? "" : ", line " + e.line();
      return source + line + ": error " + e.errorCode() + ": " + e.getMessage();
    }
    return cause instanceof IOException
        ? "cannot read " + cause.getMessage()
        : source + ": " + (cause == null ? "failed" : cause.getMessage());
  }
}
