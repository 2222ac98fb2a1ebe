package io.playhead.load;

/**
 * A service with viewers who watch ads, to be measured in turns with others.
 *
 * @param server the service
 * @param beacons its viewers
 */
record Rival(ServerProcess server, BeaconReports beacons) {}
