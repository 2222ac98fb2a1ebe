package io.playhead.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Creates sessions, all alike, and keeps their ids. */
final class Creation implements Workload {
  private static final byte[] PATH = Request.ascii("/v1/sessions");
  private static final byte[] ID = Request.ascii("\"sessionId\":\"");
  private static final long HOUR_MS = 3_600_000;
  private static final int AD_MS = 30_000;

  private final byte[] body;
  private final List<byte[]> ids = new ArrayList<>();

  private Creation(String timeline) {
    body =
        Request.ascii(
            "{\"durationMs\":"
                + 24 * HOUR_MS
                + ",\"timeline\":{\"breaks\":["
                + timeline
                + "]},\"device\":{\"ip\":\"203.0.113.7\",\"userAgent\":\"Mozilla/5.0 (SMART-TV;"
                + " Linux) AppleWebKit/538.1\"}}");
  }

  /** Content for hours, then so many breaks of one ad with an impression. */
  static List<byte[]> content(int port, int sessions, int breaks, int sinkPort) throws Exception {
    StringBuilder timeline = new StringBuilder();
    for (int i = 0; i < breaks; i++) {
      timeline.append(i == 0 ? "" : ",");
      adBreak(timeline, i, 6 * HOUR_MS + 2L * i * AD_MS, BeaconReports.STEP_MS, sinkPort);
    }
    return new Creation(timeline.toString()).create(port, sessions);
  }

  /** Breaks end to end from the stream's start, with a beacon due every three seconds. */
  static List<byte[]> beacons(int port, int sessions, int breaks, int sinkPort) throws Exception {
    StringBuilder timeline = new StringBuilder();
    for (int i = 0; i < breaks; i++) {
      timeline.append(i == 0 ? "" : ",");
      adBreak(timeline, i, (long) i * AD_MS, AD_MS, sinkPort);
    }
    return new Creation(timeline.toString()).create(port, sessions);
  }

  private static void adBreak(
      StringBuilder to, int number, long startMs, int trackedMs, int sinkPort) {
    String url = "\"http://127.0.0.1:" + sinkPort + "/imp?cb=[CACHEBUSTING]&e=";
    to.append("{\"id\":\"b" + number + "\",\"startMs\":" + startMs);
    to.append(",\"durationMs\":" + AD_MS + ",\"ads\":[{\"id\":\"a" + number + "\",");
    to.append("\"durationMs\":" + AD_MS + ",\"tracking\":[");
    to.append("{\"event\":\"impression\",\"url\":" + url + "i\"}");
    for (int ms = BeaconReports.STEP_MS; ms < trackedMs; ms += BeaconReports.STEP_MS) {
      to.append(",{\"event\":\"progress\",\"offset\":\"00:00:" + (ms < 10_000 ? "0" : ""));
      to.append(ms / 1000 + "\",\"url\":" + url + ms + "\"}");
    }
    to.append("]}]}");
  }

  private List<byte[]> create(int port, int sessions) throws Exception {
    LoadClient.Result result = LoadClient.count(port, this, sessions);
    if (result.wrong() > 0) {
      throw new IllegalStateException(result.wrong() + " sessions could not be created");
    }
    return ids;
  }

  @Override
  public void write(Request request) {
    request.path(PATH).body(body);
  }

  @Override
  public boolean answered(int status, ByteBuffer answer) {
    if (status != 201) {
      System.err.println(status + " " + StandardCharsets.UTF_8.decode(answer));
      return false;
    }
    for (int i = answer.position(); i < answer.limit() - ID.length; i++) {
      int matched = 0;
      while (matched < ID.length && answer.get(i + matched) == ID[matched]) {
        matched++;
      }
      if (matched == ID.length) {
        int end = i + matched;
        while (answer.get(end) != '"') {
          end++;
        }
        byte[] id = new byte[end - i - matched];
        answer.get(i + matched, id);
        return ids.add(id);
      }
    }
    return false;
  }
}
