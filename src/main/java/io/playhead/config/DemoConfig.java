package io.playhead.config;

/**
 * The page {@code /demo}.
 *
 * @param sinkUrl where its ads send their beacons; empty for the service itself
 */
public record DemoConfig(String sinkUrl) {}
