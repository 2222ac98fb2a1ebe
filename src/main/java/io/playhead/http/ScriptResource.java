package io.playhead.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.playhead.http.StaticFiles.Keeping;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.stream.Collectors;

/** The script for players in browsers, and its types, for pages of any site. */
public final class ScriptResource implements PublicApi.Resource {
  private static final Map<String, String> HEADERS =
      Map.of("Cross-Origin-Resource-Policy", "cross-origin");

  private static final OnDemand<StaticFiles> FILES = new OnDemand<>(ScriptResource::read);

  private static StaticFiles read() {
    StaticFiles files = new StaticFiles();
    files.add("/playhead.js", spare(ClassPathFiles.read("player/playhead.js")), Keeping.AN_HOUR);
    files.add("/playhead.d.ts", ClassPathFiles.read("player/playhead.d.ts"), Keeping.AN_HOUR);
    return files;
  }

  /**
   * Leaves out what only readers of the source need: indentation, and lines without code. No text
   * in the script goes over several lines.
   */
  private static byte[] spare(byte[] source) {
    return new String(source, UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
        .collect(Collectors.joining("\n"))
        .getBytes(UTF_8);
  }

  @Override
  public void addTo(Router router) {
    for (String path : new String[] {"/playhead.js", "/playhead.d.ts"}) {
      router.get(path).handler(context -> StaticFiles.serve(FILES, context, HEADERS));
    }
  }
}
