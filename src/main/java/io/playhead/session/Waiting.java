package io.playhead.session;

import io.vertx.core.Promise;

/** A request of a session whose turn has not come, and who waits for its answer. */
record Waiting(SessionRequest request, Promise<Reported> answer) {}
