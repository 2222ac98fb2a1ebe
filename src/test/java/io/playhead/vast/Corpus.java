package io.playhead.vast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The documents of the world, which are not part of this repository: {@code shared/corpus} in some
 * folder above the checkout, or what the system property {@code playhead.corpus} names.
 */
public final class Corpus {
  private Corpus() {}

  /** The folder; skips the calling test, and says so, where there is none. */
  public static Path orSkip(String test) {
    Optional<Path> folder = find();
    if (folder.isEmpty()) {
      System.out.println("SKIPPED " + test + ": no corpus beside this checkout");
    }
    Assumptions.assumeTrue(folder.isPresent(), "no corpus beside this checkout");
    return folder.orElseThrow();
  }

  public static Optional<Path> find() {
    String named = System.getProperty("playhead.corpus");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path corpus = at.resolve("shared").resolve("corpus");
      if (Files.isRegularFile(corpus.resolve("oracle.json"))) {
        return Optional.of(corpus);
      }
    }
    return Optional.empty();
  }

  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
