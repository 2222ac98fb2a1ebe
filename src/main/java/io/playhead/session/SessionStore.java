package io.playhead.session;

import io.playhead.session.SharedTimelines.Described;
import io.playhead.session.StoredSession.Life;
import io.playhead.timeline.Issue;
import io.playhead.tracking.Progress;
import io.playhead.tracking.ProgressCodec;
import io.playhead.tracking.TrackingRules;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
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
  private final SharedValues shared = new SharedValues();
  private volatile StoredFeeds feeds = StoredFeeds.NONE;

  SessionStore(
      SessionSettings settings,
      Ledger ledger,
      Delivery delivery,
      ClaimWriter claims,
      SharedTimelines timelines,
      LongSupplier nowMs) {
    this.settings = settings;
    this.kept = Kept.of(settings.maskIp());
    this.ledger = ledger;
    this.delivery = delivery;
    this.claims = claims;
    this.timelines = timelines;
    this.nowMs = nowMs;
  }

  void feedFrom(StoredFeeds stored) {
    feeds = stored;
  }

  /** The session is on disk when the future completes. */
  Future<Created> write(NewSession wanted) {
    SessionKey key = key(wanted.id());
    Described described = timelines.share(key, wanted.timeline());
    List<Issue> issues = new ArrayList<>(wanted.issues());
    issues.addAll(described.issues());
    // Its id may have been given out a while before.
    Life life = Life.begun(nowMs.getAsLong(), wanted.details().idleTtlMs());
    Session session =
        session(key, life, wanted.details(), wanted.device(), described.timeline(), Progress.START);
    StoredSession stored =
        new StoredSession(
            wanted.id(),
            wanted.alias(),
            session.createdAtMs(),
            life,
            wanted.details().contentId(),
            kept.of(wanted.device()),
            SessionCodec.write(new SessionCodec.Said(kept.of(wanted.details()), wanted.labels())),
            described.hash(),
            described.description(),
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
    SessionKey key = key(stored.sessionId());
    SessionCodec.Said said = SessionCodec.said(stored.details());
    Session session =
        session(
            key,
            stored.life(),
            said.details(),
            stored.device(),
            timelines.restore(key, stored.timelineHash(), stored.timeline()),
            ProgressCodec.decode(stored.progress()));
    LiveFeed feed = feeds.find(said.labels(), said.details());
    if (feed != null) {
      session.feedFrom(feed);
    }
    return session;
  }

  private Session session(
      SessionKey key,
      Life life,
      SessionDetails details,
      Device device,
      SessionTimeline timeline,
      Progress progress) {
    return new Session(
        key,
        life,
        device.ip(),
        shared.share(device),
        shared.share(new Terms(details, rules(details), settings.idleTtlMs(details))),
        timeline,
        progress);
  }

  private static SessionKey key(String id) {
    SessionKey key = SessionKey.parse(id);
    if (key == null) {
      throw new IllegalArgumentException("no session id: " + id);
    }
    return key;
  }

  private TrackingRules rules(SessionDetails details) {
    TrackingRules rules = settings.rules();
    return details.policy() == null || details.policy() == rules.policy()
        ? rules
        : rules.withPolicy(details.policy());
  }
}
