package io.playhead.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Playhead beside the bare framework, under load, in one go.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec@load}, some minutes; {@code -Dload=quick} about
 * one, {@code -Dload=soak} ten, {@code -Dload=full} all targets, with a million sessions and
 * ledgers of up to fifty million rows, in half an hour; {@code -Dload=check} everything, too short
 * to say more than that it works. The figures also go to {@code target/load.json}. {@code
 * -Dload.options} takes, separated by spaces:
 *
 * <ul>
 *   <li>{@code -Dload.steps=turns,drain}: only these of {@link Step}, in lower case
 *   <li>{@code -Dload.jfr=true}: each server writes a flight recording beside the figures
 *   <li>{@code -Dload.java=/path/to/another/jdk}: the service on that one beside itself on this one
 * </ul>
 *
 * <p>One contender at a time has work; turns are short and go round, so that noise hits all. A step
 * that fails, or takes longer than it may, is told as missing; the others go on with contenders
 * that are new.
 */
public final class LoadBench {
  private final Plan plan;
  private final Scoreboard board = new Scoreboard();
  private final Measurements measurements;
  private volatile @Nullable Contenders contenders;

  private LoadBench(Plan plan) {
    this.plan = plan;
    this.measurements = new Measurements(plan, board);
  }

  public static void main(String[] args) throws Exception {
    LoadBench bench = new LoadBench(Plan.of(args.length == 0 ? "default" : args[0]));
    boolean all = true;
    for (Step step : bench.plan.steps()) {
      System.out.println(step);
      all &= bench.isDone(step);
      bench.board.write(Path.of("target", "load.json"));
    }
    bench.close();
    bench.board.print(System.out);
    System.exit(all ? 0 : 1);
  }

  /** Whatever becomes of a step, it ends; after one that failed nothing of it is used again. */
  private boolean isDone(Step step) throws Exception {
    FutureTask<@Nullable Void> work =
        new FutureTask<>(
            () -> {
              measure(step);
              return null;
            });
    Thread thread = new Thread(work, step.toString());
    thread.setDaemon(true);
    thread.start();
    try {
      work.get(step.atMostMin(), TimeUnit.MINUTES);
      return true;
    } catch (ExecutionException e) {
      e.getCause().printStackTrace();
      board.missing(step, e.getCause().toString());
    } catch (TimeoutException e) {
      work.cancel(true);
      board.missing(step, "not done in " + step.atMostMin() + " minutes");
    }
    close();
    return false;
  }

  private void measure(Step step) throws Exception {
    switch (step) {
      case TURNS -> measurements.turns(contenders());
      case PACED -> measurements.paced(contenders());
      case DRAIN -> measurements.drain(contenders());
      case JAVA -> measurements.java(contenders());
      case BREAKS -> measurements.breaks(contenders());
      case MEMORY -> measurements.memory();
      case START -> measurements.start();
      case LEDGER -> measurements.ledger(contenders());
      case SESSIONS -> measurements.sessions(contenders());
    }
  }

  /** Those there are, or new ones, warm. */
  private Contenders contenders() throws Exception {
    Contenders warm = contenders;
    if (warm == null) {
      System.out.println("warming up");
      warm = new Contenders();
      contenders = warm;
      measurements.warmUp(warm);
    }
    return warm;
  }

  private void close() {
    Contenders old = contenders;
    contenders = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException e) {
        System.err.println("files are left in target: " + e);
      }
    }
  }
}
