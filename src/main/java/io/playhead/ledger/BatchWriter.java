package io.playhead.ledger;

import io.playhead.session.Claim;
import io.playhead.session.LedgerEntry;
import io.playhead.session.LedgerException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes: gathers entries, commits them together, then answers.
 *
 * <p>A commit costs nearly the same for one entry as for hundreds, so after the first one it waits
 * a moment for more: under load for half as long as the last commit took. Entries that do not fit
 * into the queue are refused at once: a caller that hears no in time can say so to its client.
 */
final class BatchWriter {
  private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);
  private static final long IDLE_MS = 250;
  private static final long STUCK_MS = 5000;
  private static final int BUSY_ENTRIES = 32;
  private static final long MAX_LINGER_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private final WriteStore store;
  private final LedgerMeters meters;
  private final LedgerOptions.Writing options;
  private final BlockingQueue<Queued> queue;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final Thread thread = new Thread(this::run, "ledger-writer");
  private long lingerNs;
  private volatile boolean closing;
  private volatile boolean broken;
  // When the commit began that is under way, System.nanoTime(); 0 if none is.
  private volatile long committingSinceNs;

  BatchWriter(WriteStore store, LedgerOptions.Writing options, LedgerMeters meters) {
    this.store = store;
    this.options = options;
    this.meters = meters;
    queue = new ArrayBlockingQueue<>(options.queueEntries());
    lingerNs = TimeUnit.MILLISECONDS.toNanos(options.lingerMs());
    meters.watchQueue(queue::size);
    meters.watchHealth(() -> trouble() == null ? 1 : 0);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Puts an entry into the queue. */
  Future<List<Claim>> write(LedgerEntry entry) {
    Queued queued = Queued.of(entry);
    long bytes = waitingBytes.addAndGet(queued.bytes());
    if (closing) {
      return refuse(queued, "the ledger is closed");
    }
    // One that is larger than the bound goes in when it is alone.
    if (bytes > Math.max(options.queueBytes(), queued.bytes()) || !queue.offer(queued)) {
      meters.refused();
      return refuse(queued, "the ledger has more to write than it can take");
    }
    if (closing && queue.remove(queued)) {
      return refuse(queued, "the ledger is closed");
    }
    return queued.reply().future();
  }

  private Future<List<Claim>> refuse(Queued queued, String why) {
    waitingBytes.addAndGet(-queued.bytes());
    return Future.failedFuture(new LedgerException(why));
  }

  private void run() {
    List<Queued> batch = new ArrayList<>(options.batchEntries());
    while (!closing || !queue.isEmpty()) {
      try {
        gather(batch);
        if (batch.isEmpty()) {
          store.mend();
        } else {
          write(batch);
        }
        store.betweenBatches();
        broken = store.isBroken();
      } catch (InterruptedException e) {
        log.debug("interrupted; closing is asked for otherwise");
      } catch (RuntimeException | Error e) {
        log.error("the ledger's writer goes on after", e);
        fail(batch, new LedgerException("the ledger could not write", e));
      } finally {
        batch.clear();
      }
    }
    store.close();
  }

  private void gather(List<Queued> batch) throws InterruptedException {
    Queued first = queue.poll(IDLE_MS, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    batch.add(first);
    queue.drainTo(batch, options.batchEntries() - 1);
    long until = System.nanoTime() + lingerNs;
    while (batch.size() < options.batchEntries() && !closing) {
      long left = until - System.nanoTime();
      Queued next = left > 0 ? queue.poll(left, TimeUnit.NANOSECONDS) : null;
      if (next == null) {
        return;
      }
      batch.add(next);
      queue.drainTo(batch, options.batchEntries() - batch.size());
    }
  }

  private void write(List<Queued> batch) {
    long startNs = System.nanoTime();
    LedgerException failure = commit(batch);
    if (failure != null) {
      fail(batch, failure);
      return;
    }
    long tookNs = System.nanoTime() - startNs;
    meters.committed(batch.size(), tookNs);
    lingerNs = nextLingerNs(batch.size(), tookNs);
    for (Queued queued : batch) {
      queued.reply().succeed(queued.claims());
    }
    answer(batch);
  }

  private long nextLingerNs(int entries, long tookNs) {
    long leastNs = TimeUnit.MILLISECONDS.toNanos(options.lingerMs());
    return entries < BUSY_ENTRIES
        ? leastNs
        : Math.max(leastNs, Math.min(MAX_LINGER_NS, tookNs / 2));
  }

  private @Nullable LedgerException commit(List<Queued> batch) {
    committingSinceNs = System.nanoTime() | 1;
    try {
      store.commit(batch);
      return null;
    } catch (LedgerException e) {
      broken = true;
      return e;
    } finally {
      committingSinceNs = 0;
    }
  }

  private void fail(List<Queued> batch, LedgerException failure) {
    meters.failed(batch.size());
    for (Queued queued : batch) {
      queued.reply().fail(failure);
    }
    answer(batch);
  }

  private void answer(List<Queued> batch) {
    long bytes = 0;
    List<Reply<List<Claim>>> replies = new ArrayList<>(batch.size());
    for (Queued queued : batch) {
      bytes += queued.bytes();
      replies.add(queued.reply());
    }
    waitingBytes.addAndGet(-bytes);
    Reply.deliver(replies);
  }

  /** Why nothing can be written at present; null as far as is known it can. */
  @Nullable String trouble() {
    long sinceNs = committingSinceNs;
    if (broken) {
      return "the ledger cannot be written";
    }
    return sinceNs != 0 && System.nanoTime() - sinceNs > TimeUnit.MILLISECONDS.toNanos(STUCK_MS)
        ? "the disk has not taken a commit for " + STUCK_MS / 1000 + " s"
        : null;
  }

  /** Takes no more, writes what is waiting, and ends. Blocks until then. */
  void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
