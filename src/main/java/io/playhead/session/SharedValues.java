package io.playhead.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * One object for what many sessions have in common: User-Agents, titles, settings. Bounded by
 * characters; what is rare passes through and stays the session's own.
 */
final class SharedValues {
  private static final long MAX_CHARACTERS = 16 << 20;

  private final Cache<Object, Object> values =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CHARACTERS)
          .weigher((Object value, Object same) -> value.toString().length())
          .build();

  @Nullable String share(@Nullable String text) {
    return text == null ? null : (String) values.get(text, key -> key);
  }

  /** The device without its address, which is its own. */
  Device share(Device device) {
    Device common =
        new Device(
            null,
            share(device.userAgent()),
            share(device.referer()),
            share(device.acceptLanguage()),
            share(device.requestedWith()));
    return (Device) values.get(common, key -> key);
  }

  Terms share(Terms terms) {
    SessionDetails details = terms.details();
    Terms common =
        new Terms(
            details.with(share(details.contentId()), details.macros()),
            terms.rules(),
            terms.idleTtlMs());
    return (Terms) values.get(common, key -> key);
  }
}
