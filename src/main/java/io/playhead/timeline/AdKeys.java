package io.playhead.timeline;

import java.util.HashMap;
import java.util.Map;

/**
 * Names the ads of one break by what stays when the break grows or its window slides: the ad's id,
 * else its sequence, with a number where a break has several of the same. Ask in the order of play.
 */
final class AdKeys {
  private final Map<String, Integer> seen = new HashMap<>();

  String next(Ad ad) {
    String name = ad.id() != null ? "id:" + ad.id() : "seq:" + ad.sequence();
    return name + "#" + seen.merge(name, 1, Integer::sum);
  }
}
