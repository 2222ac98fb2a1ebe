package io.playhead.load;

import io.vertx.core.json.JsonObject;

/**
 * What has been used so far.
 *
 * @param server by a contender, as {@link ServerStats} tells
 * @param generatorCpuNs by the generator
 * @param sinkCpuNs by the sink, which is in the generator's process
 */
record Used(JsonObject server, long generatorCpuNs, long sinkCpuNs) {}
