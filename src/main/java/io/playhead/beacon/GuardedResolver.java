package io.playhead.beacon;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.Address;
import io.vertx.core.net.AddressResolver;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.endpoint.EndpointBuilder;
import io.vertx.core.spi.endpoint.EndpointResolver;
import java.net.InetAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the hosts of a guarded client, and fails where the guard says no, so that not even a
 * connection is opened.
 *
 * <p>What was judged is what is connected to: the client gets the address, not the name, so a name
 * that resolves to something else a moment later gains nothing.
 */
final class GuardedResolver implements AddressResolver<SocketAddress> {
  /** How long an answer is used, in milliseconds; name servers' own caches come on top. */
  static final long FRESH_MS = 10_000;

  /**
   * An address that was allowed.
   *
   * @param endpoint the client's own view of it
   */
  private record Resolved<E>(E endpoint, long untilMs) {}

  private final EgressGuard guard;
  private final TrustedAddresses trusted;
  private final LongSupplier nowMs;

  GuardedResolver(EgressGuard guard, TrustedAddresses trusted, LongSupplier nowMs) {
    this.guard = guard;
    this.trusted = trusted;
    this.nowMs = nowMs;
  }

  @Override
  public EndpointResolver<SocketAddress, ?, ?, ?> endpointResolver(Vertx vertx) {
    return new Endpoints<>((VertxInternal) vertx);
  }

  private Future<InetAddress> judge(VertxInternal vertx, String host) {
    InetAddress literal = HostName.literal(host);
    Future<InetAddress> resolved =
        literal != null ? Future.succeededFuture(literal) : vertx.nameResolver().resolve(host);
    return resolved.compose(
        address -> {
          if (!guard.allows(host, address)) {
            return Future.failedFuture(new EgressException("address is not allowed"));
          }
          if (guard.trusts(host)) {
            trusted.add(address);
          }
          return Future.succeededFuture(address);
        });
  }

  private final class Endpoints<E>
      implements EndpointResolver<SocketAddress, SocketAddress, Resolved<E>, E> {
    private final VertxInternal vertx;

    Endpoints(VertxInternal vertx) {
      this.vertx = vertx;
    }

    @Override
    public @Nullable SocketAddress tryCast(Address address) {
      return address instanceof SocketAddress socket && socket.isInetSocket() ? socket : null;
    }

    @Override
    public SocketAddress addressOf(SocketAddress server) {
      return server;
    }

    @Override
    public Future<Resolved<E>> resolve(
        SocketAddress address, EndpointBuilder<E, SocketAddress> builder) {
      return judge(vertx, address.host())
          .map(
              to ->
                  new Resolved<>(
                      builder
                          .addServer(
                              SocketAddress.inetSocketAddress(address.port(), to.getHostAddress()))
                          .build(),
                      nowMs.getAsLong() + FRESH_MS));
    }

    @Override
    public E endpoint(Resolved<E> resolved) {
      return resolved.endpoint();
    }

    @Override
    public boolean isValid(Resolved<E> resolved) {
      return nowMs.getAsLong() < resolved.untilMs();
    }

    @Override
    public void dispose(Resolved<E> resolved) {}

    @Override
    public void close() {}
  }
}
