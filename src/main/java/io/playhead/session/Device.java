package io.playhead.session;

import org.jspecify.annotations.Nullable;

/**
 * The viewer's device, in whose name beacons are sent (VAST 4.3, 1.1.3).
 *
 * @param ip its address as text
 * @param userAgent its User-Agent header
 * @param referer the page or app it plays in
 * @param acceptLanguage its Accept-Language header
 * @param requestedWith its X-Requested-With header: the app's bundle id
 */
public record Device(
    @Nullable String ip,
    @Nullable String userAgent,
    @Nullable String referer,
    @Nullable String acceptLanguage,
    @Nullable String requestedWith) {
  public static final Device UNKNOWN = new Device(null, null, null, null, null);

  /** The same at an address. */
  Device at(@Nullable String otherIp) {
    return new Device(otherIp, userAgent, referer, acceptLanguage, requestedWith);
  }
}
