package io.playhead.session;

/**
 * A claimed beacon whose delivery has not ended.
 *
 * @param claim what to send
 * @param device in whose name
 * @param attempts how often it was tried and came to an end that is on record
 * @param notBeforeMs epoch milliseconds before which it is not to be tried again; 0 if at once
 */
public record PendingBeacon(Claim claim, Device device, int attempts, long notBeforeMs) {}
