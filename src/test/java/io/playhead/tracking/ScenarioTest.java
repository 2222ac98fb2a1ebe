package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of scenarios: every history in it under every policy. */
class ScenarioTest {
  private static final List<String> FILES =
      List.of("playing", "moving", "pausing", "clocks", "shapes", "live");

  @TestFactory
  Stream<DynamicContainer> scenarios() throws IOException {
    List<DynamicContainer> files = new ArrayList<>();
    for (String file : FILES) {
      files.add(
          DynamicContainer.dynamicContainer(
              file, read(file).stream().flatMap(ScenarioTest::underEveryPolicy)));
    }
    return files.stream();
  }

  @Test
  void scenarios_areMany() throws IOException {
    assertThat(all())
        .extracting(Scenario::name)
        .hasSizeGreaterThanOrEqualTo(60)
        .doesNotHaveDuplicates();
  }

  @Test
  void everyScenario_isDrawn_withTheTimesOfItsBreaks() throws IOException {
    assertThat(all()).filteredOn(scenario -> !scenario.isDrawn()).isEmpty();
  }

  @Test
  void aScenario_withoutDrawingOrExpectations_isRefused() {
    String text = "== a name\n%sstream: 20; mid@10: a=8\nreports: 0\nall: mid:[\n%s";
    Scenario bare = Scenario.parse(text.formatted("", "")).get(0);
    Scenario misdrawn = Scenario.parse(text.formatted("# 0  9  17\n# |  |a |\n", "")).get(0);
    Scenario whole = Scenario.parse(text.formatted("# 0  10  18\n# |  |a |\n", "not:\n")).get(0);

    assertThat(List.of(bare.isDrawn(), misdrawn.isDrawn(), whole.isDrawn()))
        .containsExactly(false, false, true);
    assertThatThrownBy(() -> bare.expectedNot(TrackingPolicy.STRICT))
        .hasMessageContaining("not strict");
    assertThat(whole.expectedNot(TrackingPolicy.STRICT)).isEmpty();
  }

  private static List<Scenario> all() throws IOException {
    List<Scenario> all = new ArrayList<>();
    for (String file : FILES) {
      all.addAll(read(file));
    }
    return all;
  }

  private static Stream<DynamicTest> underEveryPolicy(Scenario scenario) {
    return Stream.of(TrackingPolicy.values())
        .map(
            policy ->
                DynamicTest.dynamicTest(
                    scenario.name() + " (" + policy.wireName() + ")",
                    () ->
                        assertThat(scenario.run(policy))
                            .isEqualTo(
                                new Scenario.Outcome(
                                    scenario.expectedFired(policy),
                                    scenario.expectedNot(policy)))));
  }

  private static List<Scenario> read(String file) throws IOException {
    try (InputStream in = ScenarioTest.class.getResourceAsStream("/scenarios/" + file + ".txt")) {
      assertThat(in).isNotNull();
      return Scenario.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
