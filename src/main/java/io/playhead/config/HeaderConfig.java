package io.playhead.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;

/**
 * A change to the headers of beacons to some hosts.
 *
 * @param host a host name, {@code *.example.com} for all hosts of a domain, or {@code *}
 * @param omit headers to leave out
 * @param rename headers to send under another name
 * @param set headers to add or replace
 */
public record HeaderConfig(
    String host,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> omit,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> rename,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> set) {
  public HeaderConfig {
    omit = List.copyOf(omit);
    rename = Map.copyOf(rename);
    set = Map.copyOf(set);
  }
}
