package io.playhead.load;

import io.playhead.testing.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Something that is done by a process of its own, and then is done. */
final class Program {
  private Program() {}

  /**
   * Runs the main method of a class of this class path.
   *
   * @return the lines that it said
   * @throws IllegalStateException if it fails, or takes too long
   */
  static List<String> run(int atMostMin, List<String> flags, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = Child.command(System.getProperty("java.home"), flags, main.getName());
    command.addAll(List.of(arguments));
    Path said = Files.createTempFile(main.getSimpleName(), ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      if (!process.waitFor(atMostMin, TimeUnit.MINUTES)) {
        throw new IllegalStateException(main.getSimpleName() + " takes too long");
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            main.getSimpleName() + " ended with " + process.exitValue());
      }
      return Files.readAllLines(said, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }
}
