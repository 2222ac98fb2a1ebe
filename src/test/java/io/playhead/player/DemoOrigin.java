package io.playhead.player;

import io.playhead.testing.Await;
import io.playhead.testing.Origin;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An origin of the demo's stream, as {@code /vod/stream.m3u8} and {@code .mpd} and as a live one:
 * markers say where its breaks are, and an ad server what is in them.
 */
final class DemoOrigin {
  private static final int SEGMENTS = 13;
  private static final int SEGMENT_MS = 2_000;
  private static final String INF = "#EXTINF:2.000000,\n";

  /** What the live stream has when it is asked for first. */
  private static final int LIVE_AT_FIRST = 5;

  private static final int LIVE_WINDOW = 7;

  /** What stands in front of segments, by number. */
  private static final Map<Integer, String> MARKERS =
      Map.of(
          1, "#EXT-X-CUE-OUT:4\n",
          3, "#EXT-X-CUE-IN\n",
          6, "#EXT-X-CUE-OUT:10\n",
          11, "#EXT-X-CUE-IN\n");

  /** What is answered for a break, by its length in seconds. */
  private static final Map<String, String> ADS =
      Map.of("4", "page-preroll.xml", "10", "page-midroll.xml");

  private static final long NOT_YET = -1;

  private final String sinkUrl;
  private final Origin origin;
  private final AtomicLong liveSinceMs = new AtomicLong(NOT_YET);

  private DemoOrigin(Vertx vertx, String sinkUrl) {
    this.sinkUrl = sinkUrl;
    this.origin = Await.get(new Origin(vertx).open());
    origin.at("/ads", this::ads);
    for (String file : new String[] {"stream.m3u8", "media_1.m3u8", "init-0.mp4", "init-1.mp4"}) {
      origin.at("/vod/" + file, request -> send(request, demo("stream/" + file)));
    }
    origin.at("/vod/media_0.m3u8", request -> send(request, vod()));
    origin.at("/vod/stream.mpd", request -> send(request, mpd()));
    origin.at(
        "/live/stream.m3u8",
        request ->
            send(
                request,
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=36233,CODECS=\"avc1.4d400c\"\nmedia_0.m3u8\n"));
    origin.at("/live/media_0.m3u8", request -> send(request, live()));
    origin.at("/live/init-0.mp4", request -> send(request, demo("stream/init-0.mp4")));
    for (int i = 1; i <= SEGMENTS + 1; i++) {
      String sound = "1-%02d.m4s".formatted(i);
      String picture = segment(i);
      origin.at("/vod/" + sound, request -> send(request, demo("stream/" + sound)));
      origin.at("/vod/" + picture, request -> send(request, demo("stream/" + picture)));
      origin.at("/live/" + picture, request -> send(request, demo("stream/" + picture)));
    }
  }

  /**
   * Opens it.
   *
   * @param sinkUrl where its ads report
   */
  static DemoOrigin open(Vertx vertx, String sinkUrl) {
    return new DemoOrigin(vertx, sinkUrl);
  }

  String url() {
    return origin.url();
  }

  /** How often a path was asked for. */
  long count(String path) {
    return origin.count(path);
  }

  private static String segment(int number) {
    return "0-%02d.m4s".formatted(number);
  }

  private static Buffer demo(String name) {
    try (InputStream in = DemoOrigin.class.getResourceAsStream("/demo/" + name)) {
      return Buffer.buffer(Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ads(HttpServerRequest request) {
    String page = ADS.get(request.getParam("s"));
    request
        .response()
        .end(
            page == null
                ? "<VAST version=\"4.2\"/>"
                : demo(page).toString().replace("{sink}", sinkUrl));
  }

  private static String vod() {
    StringBuilder text = new StringBuilder(head(1));
    for (int i = 1; i <= SEGMENTS; i++) {
      text.append(MARKERS.getOrDefault(i, "")).append(INF).append(segment(i)).append('\n');
    }
    return text.append("#EXT-X-ENDLIST\n").toString();
  }

  private static String mpd() {
    String events =
        "<EventStream schemeIdUri=\"urn:scte:scte35:2013:xml\" timescale=\"1\">"
            + event(0, 4)
            + event(10, 10)
            + "</EventStream>";
    return demo("stream/stream.mpd").toString().replaceFirst("<Period [^>]*>", "$0" + events);
  }

  private static String event(int startS, int lengthS) {
    return """
        <Event presentationTime="%d" duration="%d"><SpliceInfoSection>\
        <SpliceInsert spliceEventId="%d" outOfNetworkIndicator="true" spliceImmediateFlag="true"/>\
        </SpliceInfoSection></Event>
        """
        .formatted(startS, lengthS, startS + 1);
  }

  /** The window as it is now; the stream begins to run when it is asked for first. */
  private String live() {
    long nowMs = System.currentTimeMillis();
    liveSinceMs.compareAndSet(NOT_YET, nowMs);
    long startMs = liveSinceMs.get();
    int last = (int) Math.min(SEGMENTS, LIVE_AT_FIRST + (nowMs - startMs) / SEGMENT_MS);
    int first = Math.max(1, last - LIVE_WINDOW + 1);
    StringBuilder text = new StringBuilder(head(first));
    for (int i = first; i <= last; i++) {
      text.append(i < 6 ? "" : MARKERS.getOrDefault(i, "")); // those who join late miss the first
      if (i > 6 && i < 11) {
        text.append("#EXT-X-CUE-OUT-CONT:").append(2 * (i - 6)).append("/10\n");
      }
      text.append("#EXT-X-PROGRAM-DATE-TIME:")
          .append(Instant.ofEpochMilli(startMs + (long) (i - 1) * SEGMENT_MS))
          .append('\n');
      text.append(INF).append(segment(i)).append('\n');
    }
    return text.toString();
  }

  private static String head(int first) {
    return "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:%d\n"
            .formatted(first)
        + "#EXT-X-MAP:URI=\"init-0.mp4\"\n";
  }

  private static void send(HttpServerRequest request, String text) {
    send(request, Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void send(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    response.putHeader("Access-Control-Allow-Origin", "*").putHeader("Cache-Control", "max-age=1");
    response.end(body);
  }
}
