package io.playhead.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket for each of many clients.
 *
 * <p>A bucket is one number: the time at which it will be full again (the generic cell rate
 * algorithm, ITU-T I.371). A bucket that nobody has drawn from for as long as filling takes is
 * full, so forgetting it then changes nothing. Should there be more clients than are kept, the ones
 * that ask least are forgotten: they get a full bucket the next time.
 */
public final class RateLimit {
  private static final int MOST_CLIENTS = 100_000;

  private final long perTokenNs;
  private final long burstNs;
  private final int burst;
  private final Ticker ticker;
  private final Cache<Object, AtomicLong> fullAt;

  /**
   * Sets up buckets, all of them full.
   *
   * @param tokens that a bucket gains in a period; 0 for no limit
   * @param periodNs nanoseconds
   * @param burst tokens in a full bucket, 1 and up
   */
  public RateLimit(int tokens, long periodNs, int burst, Ticker ticker) {
    this.burst = burst;
    this.ticker = ticker;
    perTokenNs = tokens == 0 ? 0 : Math.max(1, periodNs / tokens);
    burstNs = perTokenNs * burst;
    fullAt =
        Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(Math.max(1, burstNs), TimeUnit.NANOSECONDS)
            .ticker(ticker)
            .build();
  }

  /** Whether there is a limit at all. */
  boolean isOn() {
    return perTokenNs > 0;
  }

  /** In what time a bucket gains a token, rounded up; 0 without a limit. */
  long msPerToken() {
    return (perTokenNs + 999_999) / 1_000_000;
  }

  /**
   * Takes tokens, all of them or none.
   *
   * @param client whose bucket; must have {@code equals}
   * @param tokens more than fit into a bucket cost a full one
   * @return 0 if they were taken, else nanoseconds after which they could be
   */
  long take(Object client, int tokens) {
    if (perTokenNs == 0) {
      return 0;
    }
    long costNs = perTokenNs * Math.min(tokens, burst);
    long nowNs = ticker.read();
    AtomicLong bucket = fullAt.getIfPresent(client);
    if (bucket == null) {
      bucket = fullAt.get(client, first -> new AtomicLong(nowNs));
    }
    while (true) {
      long before = bucket.get();
      long missingNs = Math.max(0, before - nowNs) + costNs;
      if (missingNs > burstNs) {
        return missingNs - burstNs;
      }
      if (bucket.compareAndSet(before, nowNs + missingNs)) {
        return 0;
      }
    }
  }

  /** Nanoseconds until a client's bucket has a token; 0 if it has one. Takes none. */
  long waitNs(Object client) {
    AtomicLong bucket = perTokenNs == 0 ? null : fullAt.getIfPresent(client);
    return bucket == null ? 0 : Math.max(0, bucket.get() - ticker.read() + perTokenNs - burstNs);
  }
}
