package io.playhead.config;

import java.util.List;

/**
 * Where the service may connect to beyond the public network.
 *
 * @param allow CIDRs and host names
 */
public record EgressConfig(List<String> allow) {
  public EgressConfig {
    allow = List.copyOf(allow);
  }
}
