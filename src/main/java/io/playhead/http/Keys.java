package io.playhead.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Lets requests with one of some bearer tokens pass; all of them where there are no keys. */
public final class Keys implements Handler<RoutingContext> {
  private static final String BEARER = "Bearer ";
  private static final int MAX_TOKEN = 1024;

  private final List<byte[]> hashes;

  /**
   * Sets up the check.
   *
   * @param sha256Hex the tokens' SHA-256, in hex
   */
  public Keys(List<String> sha256Hex) {
    hashes = sha256Hex.stream().map(HexFormat.of()::parseHex).toList();
  }

  @Override
  public void handle(RoutingContext context) {
    if (hashes.isEmpty() || isKnown(context.request().getHeader("Authorization"))) {
      context.next();
      return;
    }
    context.response().putHeader("WWW-Authenticate", "Bearer");
    context.fail(
        Problem.of(401, "Key needed", "this call takes a bearer token that the service knows")
            .exception());
  }

  private boolean isKnown(@org.jspecify.annotations.Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || authorization.length() > MAX_TOKEN) {
      return false;
    }
    byte[] hash = sha256(authorization.substring(BEARER.length()).strip());
    boolean known = false;
    for (byte[] key : hashes) { // all of them, so that the time taken says nothing
      known |= MessageDigest.isEqual(key, hash);
    }
    return known;
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
