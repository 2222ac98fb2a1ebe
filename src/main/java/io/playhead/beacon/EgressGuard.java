package io.playhead.beacon;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which addresses may be connected to.
 *
 * <p>URLs in ads are written by strangers, and the machine that sends beacons can reach places that
 * strangers cannot. Only addresses of the public internet are allowed, plus what the operator
 * lists. Immutable.
 */
public final class EgressGuard {
  /** The word in the audit for a beacon that the guard stopped. */
  public static final String DISALLOWED_HOST = "disallowed-host";

  /** IPv4 addresses that are no public hosts (IANA special-purpose registry), and two more. */
  private static final List<Cidr> BLOCKED_4 =
      blocks(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // carrier-grade NAT; Alibaba's metadata service
          "127.0.0.0/8", // loopback
          "168.63.129.16/32", // Azure's platform service
          "169.254.0.0/16", // link-local; metadata services of most clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // IETF protocol assignments
          "192.0.2.0/24", // documentation
          "192.31.196.0/24", // AS112
          "192.52.193.0/24", // AMT
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16", // private
          "192.175.48.0/24", // AS112
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, broadcast

  /**
   * All global unicast IPv6 addresses are here. What is outside is refused without a list:
   * loopback, unspecified, IPv4-mapped and -compatible, unique local (fd00:ec2::254 too),
   * link-local, site-local, multicast.
   */
  private static final List<Cidr> GLOBAL_6 = blocks("2000::/3");

  private static final List<Cidr> BLOCKED_6 =
      blocks(
          "2001::/23", // IETF protocol assignments: Teredo, ORCHID, benchmarks
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4, an IPv4 address in disguise
          "2620:4f:8000::/48", // AS112
          "3fff::/20"); // documentation

  /** NAT64: how a network without IPv4 reaches IPv4 hosts. The last four bytes are the host. */
  private static final List<Cidr> NAT64 = blocks("64:ff9b::/96");

  private final List<Cidr> allowedBlocks;
  private final Set<String> allowedHosts;
  private final List<String> allowedDomains;

  private EgressGuard(List<Cidr> blocks, Set<String> hosts, List<String> domains) {
    this.allowedBlocks = blocks;
    this.allowedHosts = hosts;
    this.allowedDomains = domains;
  }

  /**
   * Makes a guard.
   *
   * @param allow what is allowed besides the public internet: addresses, CIDR blocks, host names
   *     ({@code ads.internal}: whatever it resolves to) and domains ({@code *.ads.internal}: all
   *     hosts in it)
   * @throws IllegalArgumentException if an entry is none of these, naming it
   */
  public static EgressGuard of(List<String> allow) {
    List<Cidr> blocks = new ArrayList<>();
    List<String> hosts = new ArrayList<>();
    List<String> domains = new ArrayList<>();
    for (String entry : allow) {
      String text = entry.trim().toLowerCase(Locale.ROOT);
      Cidr block = Cidr.parse(text);
      String host = HostName.canonical(text.startsWith("*.") ? text.substring(2) : text);
      if (block != null) {
        blocks.add(block);
      } else if (host == null) {
        throw new IllegalArgumentException("not an address, CIDR block or host name: " + entry);
      } else if (text.startsWith("*.")) {
        domains.add("." + bare(host));
      } else {
        hosts.add(bare(host));
      }
    }
    return new EgressGuard(List.copyOf(blocks), Set.copyOf(hosts), List.copyOf(domains));
  }

  /** Whether this address may be connected to, whatever name led there. */
  public boolean allows(InetAddress address) {
    byte[] bytes = address.getAddress();
    return within(allowedBlocks, bytes) || isPublic(bytes);
  }

  /** Whether the operator listed this host, so that it may be at any address. */
  public boolean trusts(String host) {
    String name = bare(host);
    return allowedHosts.contains(name) || allowedDomains.stream().anyMatch(name::endsWith);
  }

  /** Whether a host may be connected to that resolved to this address. */
  public boolean allows(String host, InetAddress address) {
    return trusts(host) || allows(address);
  }

  /**
   * Whether a URL can be refused by its text alone: its host is an address that is not allowed.
   * Names are judged when they are resolved.
   */
  public boolean refuses(BeaconUrl.Sendable url) {
    InetAddress literal = HostName.literal(url.host());
    return literal != null && !allows(literal);
  }

  private static boolean isPublic(byte[] address) {
    if (address.length == 4) {
      return !within(BLOCKED_4, address);
    }
    if (within(NAT64, address)) {
      return !within(BLOCKED_4, Arrays.copyOfRange(address, 12, 16));
    }
    return within(GLOBAL_6, address) && !within(BLOCKED_6, address);
  }

  private static boolean within(List<Cidr> blocks, byte[] address) {
    for (Cidr block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static String bare(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static List<Cidr> blocks(String... texts) {
    return Stream.of(texts)
        .map(
            (@Nullable String text) ->
                Objects.requireNonNull(Cidr.parse(Objects.requireNonNull(text))))
        .collect(Collectors.toUnmodifiableList());
  }
}
