package io.playhead.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends requests over some connections, one at a time on each: as fast as answers come, or at a
 * constant rate.
 *
 * <p>At a constant rate a latency counts from the moment at which the request was due, whether or
 * not there was a connection for it: a server that stands still delays all that would have come
 * meanwhile, and is charged for each (no coordinated omission).
 */
final class LoadClient {
  /** Enough that no contender runs out of work while some of its reports wait for a commit. */
  private static final int CONNECTIONS = 512;

  private static final long LONGEST_NS = 60_000_000_000L;
  private static final long REST_NS = 50_000;
  private static final long LONGEST_SILENCE_MS = 30_000;

  private final Workload workload;
  private final Request request = new Request();
  private final Histogram latencies = new Histogram(LONGEST_NS, 3);
  private final ArrayDeque<Exchange> idle = new ArrayDeque<>();
  private long answered;
  private long wrong;

  private LoadClient(Workload workload) {
    this.workload = workload;
  }

  /**
   * What came of it.
   *
   * @param answered requests, the wrong answers included
   * @param wrong answers that were not as they should be
   * @param elapsedNs from the first request to the last answer
   * @param latencies nanoseconds
   */
  record Result(long answered, long wrong, long elapsedNs, Histogram latencies) {
    Result withWrong(long other) {
      return new Result(answered, other, elapsedNs, latencies);
    }
  }

  /** As fast as answers come. */
  static Result saturate(int port, Workload workload, long durationMs) throws IOException {
    return new LoadClient(workload).run(port, 0, Long.MAX_VALUE, durationMs);
  }

  /** As fast as answers come, so many requests. */
  static Result count(int port, Workload workload, long count) throws IOException {
    return new LoadClient(workload).run(port, 0, count, Long.MAX_VALUE / 1_000_000);
  }

  /** So many a second, evenly. */
  static Result atRate(int port, Workload workload, double perSecond, long durationMs)
      throws IOException {
    long everyNs = Math.max(1, Math.round(1e9 / perSecond));
    long count = durationMs * 1_000_000 / everyNs;
    return new LoadClient(workload).run(port, everyNs, count, durationMs + 30_000);
  }

  private Result run(int port, long everyNs, long count, long durationMs) throws IOException {
    List<Exchange> all = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        all.add(new Exchange(port, selector));
      }
      idle.addAll(all);
      long startNs = System.nanoTime();
      long untilNs = durationMs > 1_000_000 ? Long.MAX_VALUE : startNs + durationMs * 1_000_000;
      long due = 0;
      while (due < count || idle.size() < CONNECTIONS) {
        long nowNs = System.nanoTime();
        if (nowNs >= untilNs) {
          due = count; // no more; what is under way is waited for
        }
        while (due < count && !idle.isEmpty() && startNs + due * everyNs <= nowNs) {
          send(idle.remove(), everyNs == 0 ? nowNs : startNs + due * everyNs);
          due++;
        }
        if (everyNs > 0 && due < count) {
          if (selector.selectNow(this::take) == 0) {
            LockSupport.parkNanos(REST_NS);
          }
        } else if (idle.size() < CONNECTIONS
            && selector.select(this::take, LONGEST_SILENCE_MS) == 0) {
          throw new IOException("no answer in " + LONGEST_SILENCE_MS + " ms");
        }
      }
      return new Result(answered, wrong, System.nanoTime() - startNs, latencies);
    } finally {
      for (Exchange exchange : all) {
        exchange.close();
      }
    }
  }

  private void send(Exchange exchange, long atNs) throws IOException {
    request.begin();
    workload.write(request);
    exchange.send(request.bytes(), atNs);
  }

  private void take(SelectionKey key) {
    Exchange exchange = (Exchange) key.attachment();
    try {
      ByteBuffer body = exchange.receive();
      if (body == null) {
        return;
      }
      answered++;
      if (!workload.answered(exchange.status(), body)) {
        wrong++;
      }
      latencies.recordValue(Math.min(LONGEST_NS, System.nanoTime() - exchange.dueNs));
      idle.add(exchange);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
