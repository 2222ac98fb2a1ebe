package io.playhead.beacon;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes HTTP clients that reach only what the {@link EgressGuard} allows.
 *
 * <p>The guard is asked three times: when a host's name is resolved, before anything is connected
 * to; when a connection is open, before anything is sent on it; and for each redirect. Hold the
 * client in a field: Vert.x closes clients that are no longer referenced.
 */
public final class EgressClient {
  /** Redirects that are followed at most. */
  public static final int MAX_REDIRECTS = 5;

  private static final Logger log = LoggerFactory.getLogger(EgressClient.class);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /**
   * What a client may use.
   *
   * @param connectionsPerHost HTTP/1.1 connections, 1 and up
   * @param waitingPerHost requests that may wait for a connection; one more fails at once
   * @param connectTimeoutMs for a connection with its TLS handshake
   * @param keepAliveSeconds how long an idle connection is kept. Shorter than servers keep theirs
   *     (5 s with Node.js and Apache): a request on a connection that its server is just closing
   *     ends ambiguously.
   */
  public record Limits(
      int connectionsPerHost, int waitingPerHost, int connectTimeoutMs, int keepAliveSeconds) {
    public static final Limits DEFAULT = of(64);

    /** The defaults but for the connections, four times as many requests waiting for them. */
    public static Limits of(int connectionsPerHost) {
      return new Limits(connectionsPerHost, 4 * connectionsPerHost, 3000, 4);
    }
  }

  private EgressClient() {}

  /**
   * Makes a client. Redirects are followed, up to {@link #MAX_REDIRECTS}, by requests that ask for
   * it ({@link RequestOptions#setFollowRedirects}). Requests that the guard stops fail with {@link
   * EgressException} or, if the connection was already open, as closed.
   */
  public static HttpClientAgent create(Vertx vertx, EgressGuard guard, Limits limits) {
    return create(vertx, guard, limits, System::currentTimeMillis);
  }

  static HttpClientAgent create(Vertx vertx, EgressGuard guard, Limits limits, LongSupplier nowMs) {
    return create(vertx, guard, limits, nowMs, new HttpClientOptions());
  }

  /** Makes a client whose answers matter: as {@link #create}, and takes them compressed. */
  public static HttpClientAgent forDocuments(Vertx vertx, EgressGuard guard, Limits limits) {
    return create(
        vertx,
        guard,
        limits,
        System::currentTimeMillis,
        new HttpClientOptions().setDecompressionSupported(true));
  }

  private static HttpClientAgent create(
      Vertx vertx,
      EgressGuard guard,
      Limits limits,
      LongSupplier nowMs,
      HttpClientOptions options) {
    options
        .setConnectTimeout(limits.connectTimeoutMs())
        .setKeepAliveTimeout(limits.keepAliveSeconds())
        .setMaxRedirects(MAX_REDIRECTS)
        .setMaxHeaderSize(16 * 1024)
        .setUseAlpn(false);
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(limits.connectionsPerHost())
            .setMaxWaitQueueSize(limits.waitingPerHost());
    TrustedAddresses trusted = new TrustedAddresses();
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(pool)
        .withAddressResolver(new GuardedResolver(guard, trusted, nowMs))
        .withConnectHandler(connection -> check(connection, guard, trusted))
        .withRedirectHandler(response -> redirect(response, guard))
        .build();
  }

  static void check(HttpConnection connection, EgressGuard guard, TrustedAddresses trusted) {
    // Without a handler Vert.x logs each broken connection as an error; the request's future says
    // it.
    connection.exceptionHandler(cause -> log.debug("connection failed: {}", cause.toString()));
    InetAddress address = HostName.literal(connection.remoteAddress().hostAddress());
    if (address == null || !(guard.allows(address) || trusted.contains(address))) {
      connection.close();
    }
  }

  private static @Nullable Future<RequestOptions> redirect(
      HttpClientResponse response, EgressGuard guard) {
    HttpMethod method = response.request().getMethod();
    boolean safe = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    if (!safe
        || !(BeaconUrl.of(response.request().absoluteURI()) instanceof BeaconUrl.Sendable from)) {
      return null;
    }
    BeaconUrl to = redirectTarget(from, response);
    if (to == null) {
      return null;
    }
    if (!(to instanceof BeaconUrl.Sendable target) || guard.refuses(target)) {
      return Future.failedFuture(new EgressException("redirect is not allowed"));
    }
    RequestOptions request = request(target).setMethod(method);
    request.setHeaders(HttpHeaders.headers().setAll(response.request().headers()));
    request.removeHeader(HttpHeaders.HOST);
    if (!target.hostKey().equals(from.hostKey()) || target.ssl() != from.ssl()) {
      request.removeHeader(HttpHeaders.AUTHORIZATION).removeHeader(HttpHeaders.COOKIE);
    }
    return Future.succeededFuture(request);
  }

  /** Where an answer redirects to, null if it does not. */
  static @Nullable BeaconUrl redirectTarget(BeaconUrl.Sendable from, HttpClientResponse response) {
    if (!REDIRECTS.contains(response.statusCode())) {
      return null;
    }
    String location = response.getHeader(HttpHeaders.LOCATION);
    return location == null ? null : from.resolve(location);
  }

  /** A GET of this URL. */
  public static RequestOptions request(BeaconUrl.Sendable url) {
    return new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setSsl(url.ssl())
        .setHost(url.host())
        .setPort(url.port())
        .setURI(url.uri());
  }
}
