package io.playhead.session;

import io.playhead.session.Viewers.Trackers;
import io.playhead.tracking.PlayerState;
import io.playhead.tracking.PlayheadReport;
import io.playhead.tracking.TrackingRules;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How much heap a live session takes, with all that the process keeps for it: created and reported
 * through {@link Sessions}, against a ledger that keeps nothing.
 *
 * <p>{@code MAVEN_OPTS="-Xmx6g -XX:+UseSerialGC" mvn -q -Pbench test-compile exec:java
 * -Dexec.classpathScope=test -Dmain.class=io.playhead.session.SessionMemoryBench -Dsessions=1000000
 * -Dcases=straight,seeked}
 */
public final class SessionMemoryBench {
  private static final long START_MS = 1_790_000_000_000L;

  /** Personalised timelines are so much larger that fewer sessions do. */
  private static final int FEWER = 20;

  private static final int HISTOGRAM_LINES = 24;

  /** What is measured, and how the viewers behave. */
  private enum Case {
    /** The pre-roll is played, then content: one piece. */
    STRAIGHT(Trackers.SHARED, false, false, false),
    /** The same with addresses of IPv6. */
    IPV6(Trackers.SHARED, false, true, false),
    /** The same, then a jump over a mid-roll: two pieces, and a jump to explain. */
    SEEKED(Trackers.SHARED, false, false, true),
    ALIAS(Trackers.SHARED, true, false, false),
    PERSONAL(Trackers.PERSONAL, false, false, false),
    SIGNED(Trackers.SIGNED, false, false, false),
    CHOSEN(Trackers.CHOSEN, false, false, false);

    final Trackers trackers;
    final boolean alias;
    final boolean ipv6;
    final boolean seeks;

    Case(Trackers trackers, boolean alias, boolean ipv6, boolean seeks) {
      this.trackers = trackers;
      this.alias = alias;
      this.ipv6 = ipv6;
      this.seeks = seeks;
    }

    int sessions(int count) {
      return trackers == Trackers.SHARED ? count : Math.max(1, count / FEWER);
    }
  }

  private final Random random = new Random(7);
  private final Viewers viewers = new Viewers();
  private long nowMs = START_MS;

  private SessionMemoryBench() {}

  public static void main(String[] args) throws JMException {
    int count = Integer.getInteger("sessions", 1_000_000);
    List<String> wanted = List.of(System.getProperty("cases", "").split(","));
    new SessionMemoryBench().fill(1000, Case.STRAIGHT); // classes, constants, pools
    System.out.printf("%-10s %10s %12s %12s%n", "case", "sessions", "bytes each", "heap MB");
    for (Case each : Case.values()) {
      if (wanted.contains("") || wanted.contains(each.name().toLowerCase(Locale.ROOT))) {
        measure(each.sessions(count), each);
      }
    }
  }

  private static void measure(int count, Case each) throws JMException {
    long beforeBytes = liveBytes();
    Sessions sessions = new SessionMemoryBench().fill(count, each);
    long heapBytes = liveBytes();
    if (sessions.countInMemory() != count) {
      throw new IllegalStateException(sessions.countInMemory() + " sessions in memory");
    }
    System.out.printf(
        "%-10s %10d %12.0f %12.0f%n",
        each.name().toLowerCase(Locale.ROOT),
        count,
        (heapBytes - beforeBytes) / (double) count,
        heapBytes / 1e6);
    histogram().lines().limit(HISTOGRAM_LINES).forEach(System.out::println);
  }

  private static long liveBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static String histogram() throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
  }

  private Sessions fill(int count, Case each) {
    SessionSettings settings =
        new SessionSettings(
            TrackingRules.DEFAULT, TimeUnit.HOURS.toMillis(6), Math.max(count, 1), 64, 5000, false);
    Sessions sessions =
        new Sessions(
            settings,
            new MemorylessLedger(),
            (claims, device) -> {},
            new UrlMacros(Set.of(), random),
            url -> new Addressing.Address(url, "ads.example", null),
            () -> nowMs);
    for (int i = 0; i < count; i++) {
      nowMs = START_MS + i / 100;
      play(sessions, each, i);
    }
    return sessions;
  }

  private void play(Sessions sessions, Case each, int number) {
    long createdMs = nowMs;
    NewSession wanted =
        viewers.next(SessionIds.create(nowMs, random), each.trackers, each.alias, each.ipv6);
    Session session = get(sessions.create(wanted)).session();
    long positionMs = 0;
    for (; positionMs <= 65_000; positionMs += 5_000) {
      report(sessions, session, positionMs, createdMs + positionMs + number % 100);
    }
    if (each.seeks) {
      long timeMs = createdMs + positionMs + number % 100;
      positionMs = 1_000_000;
      report(sessions, session, PlayerState.SEEKING, positionMs, timeMs);
      report(sessions, session, positionMs, timeMs + 500);
      report(sessions, session, positionMs + 5_000, timeMs + 5_500);
    }
    nowMs = createdMs;
  }

  private void report(Sessions sessions, Session session, long positionMs, long timeMs) {
    report(sessions, session, PlayerState.PLAYING, positionMs, timeMs);
  }

  private void report(
      Sessions sessions, Session session, PlayerState state, long positionMs, long timeMs) {
    nowMs = timeMs + 40;
    get(
        sessions.report(
            session,
            new PlayheadReport(
                positionMs,
                nowMs,
                timeMs - 3_000,
                PlayheadReport.NONE,
                state,
                PlayheadReport.NORMAL_RATE_MILLI,
                null,
                PlayheadReport.NONE,
                0)));
  }

  private static <T> T get(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
