package io.playhead.ingest;

/**
 * An {@code Error} URL that is due because an ad could not be had (VAST 4.3, 2.3.6).
 *
 * @param url the template, {@code [ERRORCODE]} not yet replaced
 * @param code VAST 4.3, 2.3.6.3
 */
public record ErrorBeacon(String url, int code) {}
