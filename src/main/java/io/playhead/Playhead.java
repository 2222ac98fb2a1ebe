package io.playhead;

import io.playhead.config.ConfigException;
import io.playhead.config.ConfigLoader;
import io.playhead.config.PlayheadConfig;
import io.playhead.demo.Demo;
import io.playhead.inspect.Inspect;
import io.playhead.ledger.NativeLibrary;
import io.playhead.replay.Replay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. */
@Command(
    name = "playhead",
    mixinStandardHelpOptions = true,
    versionProvider = Playhead.Version.class,
    description = "Server-side ad tracking for streams whose ads were stitched in on the server.",
    subcommands = {Playhead.Serve.class, Demo.class, Inspect.class, Replay.class})
public final class Playhead {
  private Playhead() {}

  /** Runs a command; without one, serves. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Playhead());
    line.setExecutionExceptionHandler(Playhead::explain);
    int status = line.execute(args.length == 0 ? new String[] {"serve"} : args);
    if (status != Serve.RUNNING) {
      System.exit(status);
    }
  }

  /** Failures that an operator can mend get one line, others their stack. */
  private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    if (cause instanceof ConfigException) {
      line.getErr().println("playhead: " + cause.getMessage());
    } else {
      (cause == null ? failure : cause).printStackTrace(line.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Playhead.class.getPackage().getImplementationVersion();
      return new String[] {"playhead " + (version == null ? "development" : version)};
    }
  }

  /** Runs the service until the process is told to stop. */
  @Command(name = "serve", description = "Runs the service.", mixinStandardHelpOptions = true)
  static final class Serve implements Callable<Integer> {
    /** Says that the process goes on after the command. */
    static final int RUNNING = -1;

    private static final Logger LOG = LoggerFactory.getLogger(Serve.class);
    private static final int LEAST_PATIENCE_MS = 1000;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings over the defaults.")
    private @Nullable Path file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A single setting.")
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
      NativeLibrary.loadAhead();
      PlayheadConfig config = ConfigLoader.load(file, System.getenv(), settings);
      Logging.use(config.log().format());
      Service service = Service.start(config).toCompletionStage().toCompletableFuture().get();
      int patienceMs = Math.max(LEAST_PATIENCE_MS, config.shutdown().timeoutMs());
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(service, patienceMs), "playhead-stop"));
      return RUNNING;
    }

    /** Holds the process until the service has stopped; what is on disk by then is safe. */
    private static void stop(Service service, int patienceMs) {
      try {
        service
            .stop()
            .toCompletionStage()
            .toCompletableFuture()
            .get(patienceMs, TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("stopped without having closed all: {}", e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
