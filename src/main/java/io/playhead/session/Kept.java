package io.playhead.session;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a viewer's address is kept: all of it, or only its network (IPv4 /24, IPv6 /48).
 *
 * <p>In memory a session has the whole address as long as it lives there, for the headers of its
 * beacons. The macro {@code [DEVICEIP]} has what is kept even then: the URL goes to the disk.
 */
interface Kept {
  @Nullable String address(@Nullable String address);

  static Kept of(boolean masked) {
    return masked ? Kept::network : address -> address;
  }

  default Device of(Device device) {
    String address = address(device.ip());
    return Objects.equals(address, device.ip())
        ? device
        : new Device(
            address,
            device.userAgent(),
            device.referer(),
            device.acceptLanguage(),
            device.requestedWith());
  }

  default SessionDetails of(SessionDetails details) {
    String told = details.macros().get(UrlMacros.DEVICE_IP);
    String address = address(told);
    if (Objects.equals(address, told)) {
      return details;
    }
    Map<String, String> macros = new HashMap<>(details.macros());
    if (address == null) {
      macros.remove(UrlMacros.DEVICE_IP);
    } else {
      macros.put(UrlMacros.DEVICE_IP, address);
    }
    return details.with(details.contentId(), macros);
  }

  private static @Nullable String network(@Nullable String text) {
    InetAddress address = text == null ? null : literal(text.strip());
    if (address == null) {
      return null; // whatever else it is, who knows what it gives away
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, address instanceof Inet4Address ? 3 : 6, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** Never asks a name server. */
  private static @Nullable InetAddress literal(String text) {
    boolean six = text.indexOf(':') >= 0;
    if (!(six ? Literals.SIX : Literals.QUAD).matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(six ? "[" + text + "]" : text);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** The shapes of addresses. */
  final class Literals {
    private static final Pattern QUAD =
        Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private Literals() {}
  }
}
