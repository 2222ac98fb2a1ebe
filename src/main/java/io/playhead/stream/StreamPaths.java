package io.playhead.stream;

import io.playhead.http.Problem;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the addresses of streams apart, and puts them together. */
final class StreamPaths {
  /** What players and CDNs in front of broadpeak.io know. */
  private static final String BPKIO_SESSION = "bpkio_sessionid";

  private static final String BPKIO_SERVICE = "bpkio_serviceid";

  /** What an SDK adds to a first request, to be answered rather than sent on. */
  private static final String RESPONSE = "response";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:~@-]{1,128}");

  private final String prefix;
  private final String sessionParameter;
  private final String serviceParameter;
  private final Set<String> sessionNames;
  private final Set<String> serviceNames;
  private final Map<String, StreamService> services = new HashMap<>();

  StreamPaths(
      String prefix,
      String sessionParameter,
      String serviceParameter,
      Collection<StreamService> services) {
    this.prefix = prefix;
    this.sessionParameter = sessionParameter;
    this.serviceParameter = serviceParameter;
    this.sessionNames = Set.copyOf(List.of(sessionParameter, BPKIO_SESSION));
    this.serviceNames = Set.copyOf(List.of(serviceParameter, BPKIO_SERVICE));
    for (StreamService service : services) {
      this.services.put(service.name(), service);
      service.aliases().forEach(alias -> this.services.put(alias, service));
    }
  }

  String prefix() {
    return prefix;
  }

  /**
   * What is asked for; null if it is nothing of any service.
   *
   * @throws io.playhead.http.ProblemException if it is, and cannot be had
   */
  @Nullable Ask read(HttpServerRequest request) {
    String requestPath = request.path();
    if (requestPath == null || !requestPath.startsWith(prefix + "/")) {
      return null;
    }
    RawQuery query = RawQuery.of(request.query());
    String calledAs = query.value(serviceNames);
    String path = requestPath.substring(prefix.length());
    if (calledAs == null) {
      int slash = path.indexOf('/', 1);
      calledAs = path.substring(1, slash < 0 ? path.length() : slash);
      path = slash < 0 ? "" : path.substring(slash);
    }
    StreamService service = services.get(calledAs);
    if (service == null || !isPlain(path)) {
      return null;
    }
    String brought =
        service.sessionIdHeader().isEmpty() ? null : request.getHeader(service.sessionIdHeader());
    String id = brought != null ? brought : query.value(sessionNames);
    if (id != null && !ID.matcher(id).matches()) {
      String where = brought != null ? "" : "?" + sessionParameter;
      throw Problem.invalid(where, "is no session id").exception();
    }
    return new Ask(service, calledAs, path, requestPath, others(query), id, brought != null);
  }

  private RawQuery others(RawQuery query) {
    return query.parameters().isEmpty()
        ? query
        : query.only(name -> !sessionNames.contains(name) && !serviceNames.contains(name));
  }

  /** Whether a path leads down from the origin, however it is read, and to no other host. */
  private static boolean isPlain(String path) {
    if (path.length() < 2 || path.startsWith("//") || path.indexOf('\\') >= 0) {
      return false;
    }
    if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
      return true;
    }
    for (String segment : path.toLowerCase(Locale.ROOT).replace("%2e", ".").split("/", -1)) {
      if (segment.equals(".")
          || segment.equals("..")
          || segment.contains("%2f")
          || segment.contains("%5c")) {
        return false;
      }
    }
    return true;
  }

  /** Whether the answer to a first request is to say where to go, rather than send there. */
  static boolean isToBeTold(Ask ask) {
    return "200".equals(ask.query().value(Set.of(RESPONSE)));
  }

  /** Where to go with a session. */
  String location(Ask ask, String sessionId) {
    String target = prefix + ask.path();
    return (ask.service().relative() ? Links.relative(ask.requestPath(), target) : target)
        + "?"
        + queryOf(ask, sessionId);
  }

  /** All parameters of a request, and the session. */
  String queryOf(Ask ask, String sessionId) {
    RawQuery others =
        ask.query().parameters().isEmpty() || !isToBeTold(ask)
            ? ask.query()
            : ask.query().only(name -> !name.equals(RESPONSE));
    String own = sessionOf(ask, sessionId);
    return others.parameters().isEmpty() ? own : others.text() + "&" + own;
  }

  /** The session alone, as it stands in the address of a playlist. */
  String sessionOf(Ask ask, String sessionId) {
    return serviceParameter + "=" + ask.calledAs() + "&" + sessionParameter + "=" + sessionId;
  }

  /** How references in a manifest are to be written. */
  Links links(Ask ask, String documentUrl) {
    return new Links(
        ask.service().origin(),
        documentUrl,
        prefix,
        ask.path(),
        ask.requestPath(),
        ask.service().relative());
  }
}
