package io.playhead.player;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What src/docs/players.md tells to write is what {@link StandardPlayersTest} and {@link
 * FrontDoorPlayersTest} play with.
 */
class PlayersPageTest {
  private static final Pattern CODE = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);

  @Test
  void code_isThatWhichIsTried() throws IOException {
    StringBuilder tried = new StringBuilder();
    for (String name : List.of("reporting.js", "players.js", "door.js")) {
      tried.append(words(script(name))).append(' ');
    }
    List<MatchResult> told =
        CODE.matcher(Files.readString(Path.of("src/docs/players.md"))).results().toList();

    assertThat(told).hasSize(8);
    for (MatchResult code : told) {
      assertThat(tried).contains(words(code.group(1)));
    }
  }

  private static String script(String name) throws IOException {
    return Files.readString(Path.of("src/test/resources/player", name));
  }

  private static String words(String code) {
    return code.strip().replaceAll("\\s+", " ");
  }
}
