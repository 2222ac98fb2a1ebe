package io.playhead.load;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Asks the ops port one question after another, and notes how long each took. */
final class AuditClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ServerProcess server;
  private final String url;
  private final Map<String, Asked> asked = new LinkedHashMap<>();

  /** How long one question took, microseconds, and what it cost the server. */
  private static final class Asked {
    final Histogram us = new Histogram(3);
    double cpuMs;

    double p50Ms() {
      return us.getValueAtPercentile(50) / 1e3;
    }
  }

  AuditClient(ServerProcess server, int opsPort) {
    this.server = server;
    url = "http://127.0.0.1:" + opsPort;
  }

  /** Asks without a note of it. */
  JsonObject json(String path) throws IOException, InterruptedException {
    return new JsonObject(new String(get(path), StandardCharsets.UTF_8));
  }

  private byte[] get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(request(path), HttpResponse.BodyHandlers.ofByteArray());
    return checked(path, response).body();
  }

  /** Reads an answer without keeping it; its length in bytes. */
  long drain(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request(path), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = checked(path, response).body()) {
      return body.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).build();
  }

  private static <T> HttpResponse<T> checked(String path, HttpResponse<T> response) {
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.statusCode() + " to " + path);
    }
    return response;
  }

  /** Asks once more. */
  void ask(String path) throws IOException, InterruptedException {
    Asked note = asked.computeIfAbsent(path, p -> new Asked());
    long cpuNs = server.stats().getLong("cpuNs");
    long startNs = System.nanoTime();
    get(path);
    note.us.recordValue((System.nanoTime() - startNs) / 1000);
    note.cpuMs += (server.stats().getLong("cpuNs") - cpuNs) / 1e6;
  }

  /** The 95th percentile of all that was asked with this beginning, milliseconds. */
  double p95Ms(String beginning) {
    Histogram all = new Histogram(3);
    matching(beginning).forEach(entry -> all.add(entry.getValue().us));
    return all.getValueAtPercentile(95) / 1e3;
  }

  /** The median of the question that took longest, milliseconds. */
  double slowestMs(String beginning) {
    return matching(beginning).stream().mapToDouble(e -> e.getValue().p50Ms()).max().orElse(0);
  }

  /** Prints the slowest questions with this beginning. */
  void printSlowest(String beginning, int count) {
    ToDoubleFunction<Map.Entry<String, Asked>> slow = entry -> -entry.getValue().p50Ms();
    System.out.printf("  %-72s %9s %9s %9s%n", "the slowest", "p50 ms", "max ms", "CPU ms");
    matching(beginning).stream()
        .sorted(java.util.Comparator.comparingDouble(slow))
        .limit(count)
        .forEach(
            entry ->
                System.out.printf(
                    Locale.ROOT,
                    "  %-72s %9.1f %9.1f %9.1f%n",
                    shortened(entry.getKey()),
                    entry.getValue().p50Ms(),
                    entry.getValue().us.getMaxValue() / 1e3,
                    entry.getValue().cpuMs / entry.getValue().us.getTotalCount()));
  }

  private static String shortened(String path) {
    return path.length() <= 72 ? path : path.substring(0, 71) + "…";
  }

  private List<Map.Entry<String, Asked>> matching(String beginning) {
    return asked.entrySet().stream().filter(entry -> entry.getKey().startsWith(beginning)).toList();
  }
}
