package io.playhead.load;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * What has been used so far.
 *
 * @param server by a contender, as {@link ServerStats} tells
 * @param generatorCpuNs by the generator
 * @param sinkCpuNs by the sink, which is in the generator's process
 */
record Used(JsonObject server, long generatorCpuNs, long sinkCpuNs) {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  static Used by(ServerProcess server, Sink sink) throws IOException {
    long sinkNs = sink.cpuNs();
    return new Used(server.stats(), PROCESS.getProcessCpuTime() - sinkNs, sinkNs);
  }
}
