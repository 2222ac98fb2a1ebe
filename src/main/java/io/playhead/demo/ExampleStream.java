package io.playhead.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The stream that is played: 15 s of content with an ad in front, one within and one behind. */
final class ExampleStream {
  static final int SECONDS = 43;

  private static final List<String> EVENTS =
      List.of("impression", "start", "firstQuartile", "midpoint", "thirdQuartile", "complete");
  private static final List<String> ADS = List.of("a1", "a2", "a3");

  private ExampleStream() {}

  /** Three breaks, described in the three ways that there are. */
  static JsonObject body(SampleAdServer ads, String adsUrl, String sinkUrl) {
    JsonArray tracking = new JsonArray();
    for (String event : EVENTS) {
      tracking.add(new JsonObject().put("event", event).put("url", sinkUrl + "/a3/" + event));
    }
    JsonArray breaks =
        new JsonArray()
            .add(
                new JsonObject()
                    .put("id", "pre")
                    .put("contentMs", 0)
                    .put("vast", ads.document("preroll.xml")))
            .add(
                new JsonObject()
                    .put("id", "mid")
                    .put("startMs", 11_000)
                    .put("durationMs", 14_000)
                    .put("vastUrl", adsUrl + "/midroll.xml"))
            .add(
                new JsonObject()
                    .put("id", "post")
                    .put("contentMs", 15_000)
                    .put(
                        "ads",
                        new JsonArray()
                            .add(
                                new JsonObject()
                                    .put("id", "a3")
                                    .put("durationMs", 8_000)
                                    .put("tracking", tracking))));
    return new JsonObject()
        .put("type", "vod")
        .put("contentId", "demo")
        .put("durationMs", 15_000)
        .put("timeline", new JsonObject().put("breaks", breaks));
  }

  /** A beacon that must arrive once. */
  record Expected(String ad, String event) {
    String path() {
      return "/" + ad + "/" + event;
    }
  }

  static List<Expected> expected() {
    List<Expected> all = new ArrayList<>();
    all.add(new Expected("w2", "impression"));
    for (String ad : ADS) {
      EVENTS.forEach(event -> all.add(new Expected(ad, event)));
    }
    return all;
  }
}
