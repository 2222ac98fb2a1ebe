package io.playhead.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.playhead.testing.Api;
import io.playhead.testing.Await;
import io.playhead.testing.Sink;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alerts ask for metrics that a running service has. */
@ExtendWith(VertxExtension.class)
class DashboardTest {
  private static final Pattern METRIC = Pattern.compile("\\bplayhead_[a-z_]+");
  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir Path directory;

  @Test
  void everyMetricThatIsAskedFor_isThere(Vertx vertx) throws IOException {
    Sink sink = Await.get(new Sink(vertx).open());
    try (Api api =
        Api.start(vertx, "ledger.kind=duckdb", "ledger.path=" + directory.resolve("l.duckdb"))) {
      api.playing(api.create(Api.example(sink.url())), 0);
      Await.until(() -> scrape(api).contains("playhead_beacons_total{"));
      TreeSet<String> there = metrics(scrape(api));
      TreeSet<String> asked = new TreeSet<>();
      for (String file : List.of("docker/grafana/playhead.json", "docker/prometheus/rules.yaml")) {
        JsonNode document = YAML.readTree(Path.of(file).toFile());
        document.findValuesAsText("expr").forEach(expr -> asked.addAll(metrics(expr)));
      }
      assertThat(asked).hasSizeGreaterThan(10);
      assertThat(there).containsAll(asked);
    }
  }

  private static String scrape(Api api) {
    return api.opsResponse("/metrics").bodyAsString();
  }

  private static TreeSet<String> metrics(String text) {
    TreeSet<String> names = new TreeSet<>();
    Matcher matcher = METRIC.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }
}
