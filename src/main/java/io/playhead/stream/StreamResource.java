package io.playhead.stream;

import io.playhead.http.ClientAddress;
import io.playhead.http.Problem;
import io.playhead.http.PublicApi;
import io.playhead.session.Device;
import io.playhead.session.Session;
import io.playhead.session.Sessions;
import io.playhead.stream.StreamSessions.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers players who ask for a stream: at first with where to go, then with its manifests. To be
 * added behind all other resources: without a prefix, every path may be one of a stream.
 */
final class StreamResource implements PublicApi.Resource {
  private static final CharSequence EXPOSE =
      HttpHeaders.createOptimized("Access-Control-Expose-Headers");
  private static final CharSequence LOCATION = HttpHeaders.createOptimized("Location");

  private final StreamPaths paths;
  private final Manifests manifests;
  private final StreamSessions streams;
  private final Sessions sessions;
  private final ClientAddress addresses;
  private final StreamMeters meters;

  StreamResource(
      StreamPaths paths,
      Manifests manifests,
      StreamSessions streams,
      Sessions sessions,
      ClientAddress addresses,
      StreamMeters meters) {
    this.paths = paths;
    this.manifests = manifests;
    this.streams = streams;
    this.sessions = sessions;
    this.addresses = addresses;
    this.meters = meters;
  }

  @Override
  public void addTo(Router router) {
    if (paths.prefix().isEmpty()) {
      router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::answer);
    } else {
      router.get(paths.prefix() + "/*").handler(this::answer);
      router.head(paths.prefix() + "/*").handler(this::answer);
    }
  }

  private void answer(RoutingContext context) {
    Ask ask = paths.read(context.request());
    if (ask == null && paths.prefix().isEmpty()) {
      context.next(); // it may be a path of something else
    } else if (ask == null) {
      throw Problem.of(404, "Unknown stream", "there is no service with such a path").exception();
    } else if (ask.sessionId() == null) {
      redirect(context, ask);
    } else {
      manifest(context, ask, ask.sessionId());
    }
  }

  private void redirect(RoutingContext context, Ask ask) {
    String id = streams.promise(new Visit(ask, device(context.request())));
    HttpServerResponse response = context.response().putHeader(LOCATION, paths.location(ask, id));
    if (StreamPaths.isToBeTold(ask)) {
      response.putHeader(EXPOSE, LOCATION);
    } else {
      response.setStatusCode(307);
    }
    meters.answered(ask.service(), StreamMeters.Answer.REDIRECT);
    response.end();
  }

  private void manifest(RoutingContext context, Ask ask, String id) {
    Visit visit = new Visit(ask, device(context.request()));
    Future<SharedManifest> fetching = manifests.get(ask.service(), ask.originUrl());
    // Who is here already is so whatever becomes of the manifest; nobody new comes without one.
    Future<Session> admitted =
        sessions.inMemory(id) != null
            ? streams.admit(visit, id)
            : fetching.compose(manifest -> streams.admit(visit, id));
    admitted
        .compose(session -> fetching)
        .compose(manifest -> manifests.linked(manifest, ask, paths))
        .map(
            linked -> {
              answer(context, linked, linked.of(query(ask, id, linked)));
              meters.answered(ask.service(), StreamMeters.Answer.MANIFEST);
              return linked;
            })
        .onFailure(
            failure -> {
              meters.answered(ask.service(), StreamMeters.Answer.FAILED);
              context.fail(failure);
            });
  }

  /** What stands in a playlist is asked for by itself; a player of DASH asks for the same again. */
  private String query(Ask ask, String id, LinkedManifest linked) {
    return linked.xml() ? paths.queryOf(ask, id) : paths.sessionOf(ask, id);
  }

  private static void answer(RoutingContext context, LinkedManifest linked, Buffer body) {
    HttpServerResponse response =
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, linked.contentType());
    if (context.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length())).end();
    } else {
      response.end(body);
    }
  }

  private Device device(HttpServerRequest request) {
    return new Device(
        addresses.textOf(request),
        request.getHeader(HttpHeaders.USER_AGENT),
        request.getHeader(HttpHeaders.REFERER),
        request.getHeader(HttpHeaders.ACCEPT_LANGUAGE),
        request.getHeader("X-Requested-With"));
  }
}
