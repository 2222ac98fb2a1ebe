/**
 * The service shown at work: a sample ad server, a sink for beacons and a thin client, all on this
 * machine, playing the example stream of 43 seconds.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.demo;
