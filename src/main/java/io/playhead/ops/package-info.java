/**
 * The second port, for those who run the service: the audit of beacons, metrics and health. It is
 * kept apart so that the public port can face the internet and this one need not.
 */
@org.jspecify.annotations.NullMarked
package io.playhead.ops;
