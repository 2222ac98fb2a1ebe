package io.playhead.stream;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a player asks for.
 *
 * @param service whose stream
 * @param calledAs the name of the service that the player knows
 * @param path of the stream, below the origin; begins with a slash
 * @param requestPath as it stands in the request
 * @param query all parameters but those that are meant for us
 * @param sessionId null in a first request
 * @param brought whether the id is one that a CDN made
 */
record Ask(
    StreamService service,
    String calledAs,
    String path,
    String requestPath,
    RawQuery query,
    @Nullable String sessionId,
    boolean brought) {

  /** The same for another path. */
  Ask at(String otherPath) {
    return new Ask(service, calledAs, otherPath, requestPath, query, sessionId, brought);
  }

  /** Where the manifest comes from. */
  String originUrl() {
    return originUrl(name -> service.passes(name) || isOfThisReading(name));
  }

  /** Where any reading of the same manifest comes from, whole. */
  String channelUrl() {
    return originUrl(name -> service.passes(name) && !isOfThisReading(name));
  }

  /** What a player asks of a low-latency playlist (RFC 8216bis, 6.2.5) is for its origin. */
  private static boolean isOfThisReading(String parameter) {
    return parameter.startsWith("_HLS_");
  }

  private String originUrl(Predicate<String> passes) {
    String passed = query.parameters().isEmpty() ? "" : query.only(passes).text();
    return service.origin() + path + (passed.isEmpty() ? "" : "?" + passed);
  }
}
