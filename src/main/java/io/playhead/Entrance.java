package io.playhead;

import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.config.PlayheadConfig;
import io.playhead.http.AddressLimit;
import io.playhead.http.BodyReader;
import io.playhead.http.ClientAddress;
import io.playhead.http.Keys;
import io.playhead.http.Refusals;
import io.playhead.http.ServerLimits;
import io.playhead.http.SessionLimit;

/**
 * What stands before both ports: who may come in, how often, and with how much.
 *
 * @param refusals counts who was not let in
 * @param addresses tells where a request comes from
 * @param bodies what all requests may hold in memory together
 */
record Entrance(
    Refusals refusals,
    ClientAddress addresses,
    ServerLimits limits,
    BodyReader.Bodies bodies,
    AddressLimit addressLimit,
    SessionLimit sessionLimit,
    Keys platformKeys,
    Keys opsKeys) {

  static Entrance of(PlayheadConfig config, MeterRegistry meters) {
    Refusals refusals = new Refusals(meters);
    ClientAddress addresses = Settings.addresses(config.http());
    Keys.Guesses guesses =
        new Keys.Guesses(Settings.wrongKeys(config.limits()), addresses, refusals);
    return new Entrance(
        refusals,
        addresses,
        Settings.server(config.http()),
        new BodyReader.Bodies(config.http().maxBufferedBytes(), refusals),
        new AddressLimit(Settings.requests(config.limits()), addresses, refusals),
        new SessionLimit(Settings.reports(config.limits()), refusals),
        new Keys(config.auth().platformKeys(), config.auth().opsKeys(), guesses),
        new Keys(config.auth().opsKeys(), config.auth().platformKeys(), guesses));
  }
}
