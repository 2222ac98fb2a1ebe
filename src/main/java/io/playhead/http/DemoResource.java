package io.playhead.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.playhead.http.StaticFiles.Keeping;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Predicate;

/**
 * The demo: a page with a player, the stream that it plays, and the session that it asks for.
 *
 * <p>The page creates sessions without a key, so it is only there as long as none is needed; all
 * else about them is as with any client.
 */
public final class DemoResource implements PublicApi.Resource {
  private static final String PAGE = "demo/page/index.html";
  private static final List<String> STYLES =
      List.of("tokens.css", "base.css", "layout.css", "tables.css", "parts.css");
  private static final String HLS_VERSION = "META-INF/maven/org.webjars.npm/hls.js/pom.properties";
  private static final String HLS = "META-INF/resources/webjars/hls.js/%s/dist/hls.min.js";

  /** Where ads report that have no other sink: answered, and forgotten. */
  private static final String OWN_SINK = "/demo/sink";

  /** Length of the stream's content, without its ads; what plays when stands in make-stream.sh. */
  private static final int CONTENT_MS = 12_000;

  private static final int MIDROLL_AT_MS = 6_000;

  private static final Map<String, String> SECURITY =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src"
              + " blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private static final OnDemand<StaticFiles> FILES = new OnDemand<>(DemoResource::read);

  private final String sinkUrl;
  private final Predicate<String> reachable;
  private final String preroll = text("demo/page-preroll.xml");
  private final String midroll = text("demo/page-midroll.xml");

  /**
   * Sets up the demo.
   *
   * @param sinkUrl where its ads report; empty: here
   * @param reachable whether beacons may be sent to a URL
   */
  public DemoResource(String sinkUrl, Predicate<String> reachable) {
    this.sinkUrl = sinkUrl;
    this.reachable = reachable;
  }

  private static StaticFiles read() {
    StaticFiles files = new StaticFiles();
    URL page = Objects.requireNonNull(DemoResource.class.getResource("/" + PAGE));
    ClassPathFiles.walk(page, PAGE, "demo/page/", (name, bytes) -> own(files, name, bytes));
    ClassPathFiles.walk(
        page,
        PAGE,
        "demo/stream/",
        (name, bytes) -> files.add("/demo/stream/" + name, bytes, Keeping.ALWAYS_ASK));
    for (String style : STYLES) {
      own(files, "css/" + style, ClassPathFiles.read("console/css/" + style));
    }
    own(files, "js/theme-first.js", ClassPathFiles.read("console/js/theme-first.js"));
    own(files, "icon.svg", ClassPathFiles.read("console/icon.svg"));
    own(files, "js/hls.js", ClassPathFiles.read(HLS.formatted(version())));
    return files;
  }

  private static void own(StaticFiles files, String name, byte[] bytes) {
    if (PAGE.endsWith("/" + name)) {
      files.add("/demo", "html", bytes, Keeping.ALWAYS_ASK);
    } else {
      files.add("/demo/" + name, bytes, Keeping.ALWAYS_ASK);
    }
  }

  private static String version() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text(HLS_VERSION)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static String text(String name) {
    return new String(ClassPathFiles.read(name), UTF_8);
  }

  @Override
  public void addTo(Router router) {
    router.get("/demo").handler(context -> StaticFiles.serve(FILES, context, SECURITY));
    router.get("/demo/stream.json").handler(this::stream);
    router.get(OWN_SINK + "/*").handler(context -> context.response().setStatusCode(204).end());
    router.get("/demo/*").handler(context -> StaticFiles.serve(FILES, context, SECURITY));
  }

  /** What the page plays: the body that creates its session, and whether its beacons are sent. */
  private void stream(RoutingContext context) {
    HttpServerRequest request = context.request();
    String sink =
        sinkUrl.isEmpty() ? request.scheme() + "://" + request.authority() + OWN_SINK : sinkUrl;
    JsonArray breaks =
        new JsonArray()
            .add(adBreak("pre", 0, preroll, sink))
            .add(adBreak("mid", MIDROLL_AT_MS, midroll, sink));
    JsonObject session =
        new JsonObject()
            .put("type", "vod")
            .put("contentId", "demo")
            .put("durationMs", CONTENT_MS)
            .put("timeline", new JsonObject().put("breaks", breaks));
    Answers.json(
        context,
        200,
        new JsonObject()
            .put("stream", "/demo/stream/stream.m3u8")
            .put("beaconsSent", reachable.test(sink))
            .put("session", session));
  }

  private static JsonObject adBreak(String id, long contentMs, String vast, String sink) {
    return new JsonObject()
        .put("id", id)
        .put("contentMs", contentMs)
        .put("vast", vast.replace("{sink}", sink));
  }
}
