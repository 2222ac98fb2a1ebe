package io.playhead.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A directory beside the figures, on the same disk, that goes with all its files. */
final class Scratch implements AutoCloseable {
  private final Path directory;

  Scratch() throws IOException {
    directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "load");
  }

  /** Where the ledger of a service lies. */
  Path ledger(String name) {
    return file(name + ".duckdb");
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
