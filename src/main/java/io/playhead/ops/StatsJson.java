package io.playhead.ops;

import io.playhead.session.BeaconState;
import io.playhead.session.BeaconStats;
import io.playhead.session.BeaconStats.Group;
import io.playhead.session.BeaconStats.Latency;
import io.playhead.session.Dimension;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Counts as JSON. */
final class StatsJson {
  private StatsJson() {}

  static JsonObject of(List<Dimension> by, BeaconStats stats) {
    JsonArray names = new JsonArray();
    by.forEach(dimension -> names.add(dimension.wireName()));
    JsonArray rows = new JsonArray();
    stats.groups().forEach(group -> rows.add(row(by, group)));
    return new JsonObject()
        .put("groupBy", names)
        .put("rows", rows)
        .put("truncated", stats.truncated());
  }

  private static JsonObject row(List<Dimension> by, Group group) {
    JsonObject key = new JsonObject();
    for (int i = 0; i < by.size(); i++) {
      String value = group.key().get(i);
      if (by.get(i) == Dimension.HOUR && value != null) {
        key.put(Dimension.HOUR.wireName(), Long.valueOf(value));
      } else {
        key.put(by.get(i).wireName(), value);
      }
    }
    return counts(group).put("group", key);
  }

  /** All but the key. */
  static JsonObject counts(Group group) {
    JsonObject states = new JsonObject();
    for (BeaconState state : BeaconState.values()) {
      states.put(state.wireName(), group.count(state));
    }
    JsonObject json = new JsonObject().put("due", group.due()).put("states", states);
    if (!Double.isNaN(group.deliveryRate())) {
      json.put("deliveryRate", group.deliveryRate());
    }
    Latency latency = group.latency();
    if (latency != null) {
      json.put(
          "latencyMs", new JsonObject().put("p50", latency.p50Ms()).put("p95", latency.p95Ms()));
    }
    if (!group.funnel().isEmpty()) {
      JsonObject funnel = new JsonObject();
      BeaconStats.FUNNEL.forEach(
          event -> funnel.put(event, group.funnel().getOrDefault(event, 0L)));
      json.put("funnel", funnel);
    }
    return json;
  }
}
