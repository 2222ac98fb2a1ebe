package io.playhead.http;

import io.playhead.http.Refusals.Reason;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests with one of some bearer tokens pass; where there are no keys, all that no page of
 * another site made. What takes a key is not for scripts of other sites.
 */
public final class Keys implements Handler<RoutingContext> {
  private static final String GUARDED = "guarded";
  private static final String PASSED = "passedKeys";
  private static final String BEARER = "Bearer ";
  private static final String FINGERPRINT = "keyFingerprint";
  private static final int FINGERPRINT_BYTES = 4;
  private static final int MAX_TOKEN = 1024;

  private final List<byte[]> hashes;
  private final List<byte[]> hashesElsewhere;
  private final Guesses guesses;

  /** What becomes of wrong keys: an address may try only so many. */
  public record Guesses(RateLimit wrongKeys, ClientAddress addresses, Refusals refusals) {}

  /**
   * Sets up the check.
   *
   * @param sha256Hex the tokens' SHA-256, in hex
   * @param elsewhereSha256Hex of tokens that are good for other calls, but not for these
   */
  public Keys(List<String> sha256Hex, List<String> elsewhereSha256Hex, Guesses guesses) {
    hashes = sha256Hex.stream().map(HexFormat.of()::parseHex).toList();
    hashesElsewhere = elsewhereSha256Hex.stream().map(HexFormat.of()::parseHex).toList();
    this.guesses = guesses;
  }

  /** Has a route take a key. */
  public Route guard(Route route) {
    return route.putMetadata(GUARDED, this).handler(this);
  }

  /** The keys that a route takes; null if it takes none. */
  static @Nullable Keys of(Route route) {
    return route.getMetadata(GUARDED);
  }

  @Override
  public void handle(RoutingContext context) {
    if (context.get(PASSED) == this) { // it was asked first, see BeforeResources
      context.next();
      return;
    }
    context.response().headers().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
    HttpServerRequest request = context.request();
    if (hashes.isEmpty()) {
      if (ForeignPages.made(request)) {
        guesses.refusals.count(Reason.FOREIGN_PAGE);
        context.fail(
            Problem.of(
                    403, "Foreign page", "without keys this call is not for pages of other sites")
                .exception());
      } else {
        pass(context);
      }
      return;
    }
    Object address = guesses.wrongKeys.isOn() ? guesses.addresses.keyOf(request) : "";
    long waitNs = guesses.wrongKeys.waitNs(address);
    if (waitNs > 0) {
      context.fail(
          guesses.refusals.tooMany(
              Reason.WRONG_KEY_RATE, "too many wrong keys from this address", waitNs));
      return;
    }
    byte[] hash = hash(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (hash != null && isAmong(hashes, hash)) {
      context.put(FINGERPRINT, HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES));
      pass(context);
      return;
    }
    guesses.wrongKeys.take(address, 1);
    guesses.refusals.count(Reason.KEY);
    if (isAmong(hashesElsewhere, hash)) {
      context.fail(
          Problem.of(403, "Wrong key", "this key is good for other calls, not for this one")
              .exception());
      return;
    }
    context.response().putHeader("WWW-Authenticate", "Bearer");
    context.fail(
        Problem.of(401, "Key needed", "this call takes a bearer token that the service knows")
            .exception());
  }

  private void pass(RoutingContext context) {
    context.put(PASSED, this);
    context.next();
  }

  private static byte @Nullable [] hash(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || authorization.length() > MAX_TOKEN) {
      return null;
    }
    return sha256(authorization.substring(BEARER.length()).strip());
  }

  private static boolean isAmong(List<byte[]> keys, byte @Nullable [] hash) {
    boolean known = false;
    for (byte[] key : keys) { // all of them, so that the time taken says nothing
      known |= hash != null && MessageDigest.isEqual(key, hash);
    }
    return known;
  }

  /** The first bytes of the SHA-256 of the key that a request came with; null if none was asked. */
  public static @Nullable String fingerprint(RoutingContext context) {
    return context.get(FINGERPRINT);
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
