package io.playhead.stream;

import io.playhead.session.LiveFeed;
import io.playhead.session.SessionDetails;
import io.playhead.session.StoredFeeds;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The films of sessions that are read back from the ledger, as after a restart: a player that has
 * the playlists of its film does not ask for them again.
 */
final class StoredFilms implements StoredFeeds {
  private final Films films;
  private final Map<String, StreamService> services = new HashMap<>();

  StoredFilms(Films films, Collection<StreamService> services) {
    this.films = films;
    services.forEach(service -> this.services.put(service.name(), service));
  }

  @Override
  public @Nullable LiveFeed find(Map<String, String> labels, SessionDetails details) {
    StreamService service = services.get(labels.getOrDefault(StreamSessions.SERVICE, ""));
    String path = details.contentId();
    return service != null && !service.live() && isWhole(service, path)
        ? films.of(service, service.origin() + "/" + path)
        : null;
  }

  /** Whether a path is all of an address: parameters that were passed on are not stored. */
  private static boolean isWhole(StreamService service, @Nullable String path) {
    return path != null
        && path.length() < StreamSessions.MAX_TEXT
        && service.passThrough().isEmpty();
  }
}
