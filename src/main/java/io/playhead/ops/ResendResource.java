package io.playhead.ops;

import io.playhead.http.Answers;
import io.playhead.http.BodyReader;
import io.playhead.http.JsonFields;
import io.playhead.http.Keys;
import io.playhead.http.Problem;
import io.playhead.http.ProblemException;
import io.playhead.http.PublicApi.Resource;
import io.playhead.session.Attempt;
import io.playhead.session.BeaconPage.BeaconRecord;
import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.playhead.session.Ledger;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a beacon again. The claim stays the one claim; the same bytes go out once more, with the
 * same idempotency key, and the record says who asked.
 */
public final class ResendResource implements Resource {
  private static final Logger LOG = LoggerFactory.getLogger(ResendResource.class);
  private static final int MAX_BY = 128;

  private final Ledger ledger;
  private final AuditDesk audit;
  private final Sender sender;
  private final Keys opsKeys;

  /** Beacons that are being sent again; of the port's one event loop. */
  private final Set<String> underWay = new HashSet<>();

  /**
   * Sends a beacon once; fails with {@link RejectedExecutionException} if it has too much to do.
   */
  public interface Sender {
    Future<Attempt> send(Claim claim, Device device, String by);
  }

  public ResendResource(Ledger ledger, AuditDesk audit, Sender sender, Keys opsKeys) {
    this.ledger = ledger;
    this.audit = audit;
    this.sender = sender;
    this.opsKeys = opsKeys;
  }

  @Override
  public void addTo(Router router) {
    opsKeys.guard(router.post("/v1/beacons/:id/resend")).handler(this::resend);
  }

  private void resend(RoutingContext context) {
    JsonFields fields = JsonFields.parseOrEmpty(BodyReader.of(context));
    String by = by(fields.text("by", MAX_BY), Keys.fingerprint(context));
    boolean again = fields.flag("again");
    fields.done();
    String id = context.pathParam("id");
    Answers.json(
        context,
        200,
        BeaconsResource.find(audit, context)
            .compose(beacon -> underWay.add(id) ? send(beacon, again, by) : twice(id))
            .map(BeaconJson::of)
            .recover(cause -> Future.failedFuture(explained(cause))));
  }

  private static String by(@Nullable String name, @Nullable String fingerprint) {
    if (fingerprint == null && (name == null || name.isBlank())) {
      throw Problem.invalid("/by", "must say who asks, since the service has no keys").exception();
    }
    if (fingerprint == null) {
      return String.valueOf(name);
    }
    String key = "key " + fingerprint;
    return name == null || name.isBlank() ? key : name + " (" + key + ")";
  }

  private static Future<BeaconRecord> twice(String id) {
    return Future.failedFuture(refused(id + " is being sent again right now"));
  }

  private Future<BeaconRecord> send(BeaconRecord beacon, boolean again, String by) {
    Claim claim = beacon.claim();
    String refusal = refusal(beacon, again);
    Future<BeaconRecord> sent =
        refusal != null
            ? Future.failedFuture(refused(refusal))
            : ledger
                .session(claim.sessionId())
                .map(session -> session == null ? Device.UNKNOWN : session.device())
                .compose(device -> sender.send(claim, device, by))
                .compose(
                    attempt -> {
                      log(claim, attempt);
                      return audit.beacon(claim.beaconId());
                    })
                .map(found -> found == null ? beacon : found);
    return sent.onComplete(done -> underWay.remove(claim.beaconId()));
  }

  /** Why this beacon is not sent again; null if it may be. */
  private static @Nullable String refusal(BeaconRecord beacon, boolean again) {
    return switch (beacon.state()) {
      case CLAIMED -> "its delivery has not ended yet";
      case SUPPRESSED -> "it is suppressed: " + beacon.reason();
      case DELIVERED ->
          again ? null : "it was delivered; the receiver may count twice: say \"again\": true";
      case FAILED, AMBIGUOUS -> null;
    };
  }

  private static void log(Claim claim, Attempt attempt) {
    LOG.atInfo()
        .addKeyValue("session", claim.sessionId())
        .addKeyValue("beacon", claim.beaconId())
        .addKeyValue("by", attempt.resentBy())
        .addKeyValue("outcome", attempt.outcome())
        .log("a beacon was sent again");
  }

  private static ProblemException refused(String why) {
    return Problem.of(409, "Not to be sent again", why).exception();
  }

  private static Throwable explained(Throwable cause) {
    if (cause instanceof RejectedExecutionException) {
      return Problem.of(503, "Busy", String.valueOf(cause.getMessage())).exception(cause);
    }
    return cause instanceof IllegalArgumentException
        ? refused(String.valueOf(cause.getMessage()))
        : cause;
  }
}
