package io.playhead.session;

import io.playhead.timeline.Issue;
import io.playhead.timeline.Timeline;
import io.playhead.tracking.Progress;
import io.playhead.tracking.ProgressCodec;
import io.playhead.tracking.TrackingRules;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes new sessions to the ledger and reads them back. */
final class SessionStore {
  private final SessionSettings settings;
  private final Kept kept;
  private final Ledger ledger;
  private final Delivery delivery;
  private final ClaimWriter claims;
  private final SharedTimelines timelines;
  private final LongSupplier nowMs;
  private final Supplier<String> ids;

  SessionStore(
      SessionSettings settings,
      Ledger ledger,
      Delivery delivery,
      ClaimWriter claims,
      SharedTimelines timelines,
      LongSupplier nowMs,
      Supplier<String> ids) {
    this.settings = settings;
    this.kept = Kept.of(settings.maskIp());
    this.ledger = ledger;
    this.delivery = delivery;
    this.claims = claims;
    this.timelines = timelines;
    this.nowMs = nowMs;
    this.ids = ids;
  }

  /** The session is on disk when the future completes. */
  Future<Created> write(NewSession wanted) {
    List<Issue> issues = new ArrayList<>(wanted.issues());
    String description = SessionCodec.write(wanted.timeline());
    String hash = SessionCodec.hash(description);
    Timeline timeline = timelines.share(hash, Timeline.of(wanted.timeline(), issues::add));
    long createdAtMs = nowMs.getAsLong();
    SessionDetails details = wanted.details();
    Session session =
        new Session(
            ids.get(),
            createdAtMs,
            0,
            wanted.device(),
            details,
            rules(details),
            timeline,
            Progress.START);
    StoredSession stored =
        new StoredSession(
            session.id,
            wanted.alias(),
            createdAtMs,
            createdAtMs + settings.idleTtlMs(),
            0,
            details.contentId(),
            kept.of(wanted.device()),
            SessionCodec.write(kept.of(details)),
            hash,
            description,
            null);
    return ledger
        .write(new LedgerEntry.SessionCreated(stored, claims.writeErrors(session, wanted.failed())))
        .map(
            winners -> {
              if (!winners.isEmpty()) {
                delivery.send(winners, wanted.device());
              }
              return new Created(session, issues);
            });
  }

  /** Finds a session by its id or alias; null if there is none. */
  Future<@Nullable Session> read(String sessionId) {
    return ledger.session(sessionId).map(stored -> stored == null ? null : restore(stored));
  }

  private Session restore(StoredSession stored) {
    SessionDetails details = SessionCodec.details(stored.details());
    return new Session(
        stored.sessionId(),
        stored.createdAtMs(),
        stored.endedAtMs(),
        stored.device(),
        details,
        rules(details),
        timelines.restore(stored.timelineHash(), stored.timeline()),
        ProgressCodec.decode(stored.progress()));
  }

  private TrackingRules rules(SessionDetails details) {
    TrackingRules rules = settings.rules();
    return details.policy() == null || details.policy() == rules.policy()
        ? rules
        : rules.withPolicy(details.policy());
  }
}
