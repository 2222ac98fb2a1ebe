package io.playhead.load;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.vertx.core.json.JsonObject;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** What a server process has used so far, told by itself. */
final class ServerStats {
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final AtomicLong longestPauseMs = new AtomicLong();

  ServerStats() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) -> {
                var info =
                    GarbageCollectionNotificationInfo.from(
                        (CompositeData) notification.getUserData());
                longestPauseMs.accumulateAndGet(info.getGcInfo().getDuration(), Math::max);
              },
              null,
              null);
    }
  }

  /** All since the start, but for the longest pause: that since the last call; and the Java. */
  JsonObject read() {
    long allocated = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      allocated += Math.max(0, bytes); // -1 for a thread that is gone
    }
    long collections = 0;
    long pausedMs = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections += collector.getCollectionCount();
      pausedMs += collector.getCollectionTime();
    }
    return new JsonObject()
        .put("java", Runtime.version().feature())
        .put("cpuNs", system.getProcessCpuTime())
        .put("allocatedBytes", allocated)
        .put("collections", collections)
        .put("pausedMs", pausedMs)
        .put("longestPauseMs", longestPauseMs.getAndSet(0));
  }
}
