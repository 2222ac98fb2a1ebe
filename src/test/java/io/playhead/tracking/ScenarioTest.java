package io.playhead.tracking;

import static org.assertj.core.api.Assertions.assertThat;

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
    List<String> names = new ArrayList<>();
    for (String file : FILES) {
      read(file).forEach(scenario -> names.add(scenario.name()));
    }
    assertThat(names).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
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
