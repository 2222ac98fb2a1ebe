package io.playhead.beacon;

import io.playhead.session.Claim;
import io.playhead.session.Device;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers that tell a receiver in whose name it is called (VAST 4.3, 1.1.3). */
public final class DeviceHeaders {
  /** Longer values are cut; some servers refuse a request whose headers exceed 8 KiB in all. */
  static final int MAX_VALUE_LENGTH = 1024;

  private static final CharSequence DEVICE_IP = HttpHeaders.createOptimized("X-Device-IP");
  private static final CharSequence DEVICE_USER_AGENT =
      HttpHeaders.createOptimized("X-Device-User-Agent");
  private static final CharSequence DEVICE_REFERER =
      HttpHeaders.createOptimized("X-Device-Referer");
  private static final CharSequence DEVICE_ACCEPT_LANGUAGE =
      HttpHeaders.createOptimized("X-Device-Accept-Language");
  private static final CharSequence DEVICE_REQUESTED_WITH =
      HttpHeaders.createOptimized("X-Device-Requested-With");
  private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("Idempotency-Key");

  private final String userAgent;
  private final List<HeaderRule> rules;

  DeviceHeaders(String userAgent, List<HeaderRule> rules) {
    this.userAgent = userAgent;
    this.rules = rules;
  }

  /** The headers of an ad request. */
  public static Map<String, String> of(Device device, String serverUserAgent) {
    MultiMap headers = HttpHeaders.headers();
    write(device, serverUserAgent, headers);
    Map<String, String> map = new LinkedHashMap<>();
    headers.forEach(header -> map.put(header.getKey(), header.getValue()));
    return map;
  }

  private static void write(Device device, String serverUserAgent, MultiMap headers) {
    String agent = device.userAgent() == null ? serverUserAgent : device.userAgent();
    add(headers, HttpHeaders.USER_AGENT, agent);
    add(headers, DEVICE_IP, device.ip());
    add(headers, DEVICE_USER_AGENT, device.userAgent());
    add(headers, DEVICE_REFERER, device.referer());
    add(headers, DEVICE_ACCEPT_LANGUAGE, device.acceptLanguage());
    add(headers, DEVICE_REQUESTED_WITH, device.requestedWith());
    add(headers, FORWARDED_FOR, device.ip());
  }

  /** Adds the headers of a beacon to a request for this host. */
  void write(Claim claim, Device device, String host, MultiMap headers) {
    write(device, userAgent, headers);
    add(headers, IDEMPOTENCY_KEY, claim.beaconId());
    for (HeaderRule rule : rules) {
      if (rule.covers(host)) {
        rule.apply(headers);
      }
    }
  }

  private static void add(MultiMap headers, CharSequence name, @Nullable String value) {
    if (value != null) {
      String clean = clean(value);
      if (!clean.isEmpty()) {
        headers.add(name, clean);
      }
    }
  }

  /** Drops what may not be in a header's value: controls, line breaks, all beyond Latin-1. */
  static String clean(String value) {
    int length = Math.min(value.length(), MAX_VALUE_LENGTH);
    for (int i = 0; i < length; i++) {
      if (!isText(value.charAt(i))) {
        return filter(value, length);
      }
    }
    return value.substring(0, length);
  }

  private static String filter(String value, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      if (isText(value.charAt(i))) {
        text.append(value.charAt(i));
      }
    }
    return text.toString().trim();
  }

  private static boolean isText(char c) {
    return c >= ' ' && c <= 0xff && !(c >= 0x7f && c < 0xa0);
  }
}
