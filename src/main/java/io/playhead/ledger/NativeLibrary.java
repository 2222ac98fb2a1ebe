package io.playhead.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DuckDB itself: a library of some 60 MB that its driver unpacks into a temporary file and loads,
 * in a few tenths of a second.
 */
public final class NativeLibrary {
  private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);
  private static final Path MAPPED = Path.of("/proc/self/maps");
  private static final String NAME = "libduckdb_java";

  private NativeLibrary() {}

  /** Begins to load it, while the caller does something else; opening a ledger waits for it. */
  public static void loadAhead() {
    Thread ahead = new Thread(NativeLibrary::load, "ledger-library");
    ahead.setDaemon(true);
    ahead.start();
  }

  private static void load() {
    try {
      Class.forName("org.duckdb.DuckDBNative");
    } catch (ClassNotFoundException | LinkageError e) {
      // Opening the ledger fails by the same, and tells.
      log.debug("not loaded ahead", e);
    }
  }

  /**
   * Removes the temporary file of the loaded library, which the driver leaves to the end of the
   * process: one that is killed leaves it for good. Where a loaded file cannot be known, or not be
   * removed, it stays.
   */
  static void removeFile() {
    try {
      List<Path> files =
          Files.readAllLines(MAPPED).stream()
              .filter(line -> line.contains("/" + NAME) && line.endsWith(".so"))
              .map(line -> Path.of(line.substring(line.indexOf('/'))))
              .distinct()
              .toList();
      Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
      for (Path file : files) {
        if (file.startsWith(temporary)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      log.debug("the file of the library stays", e);
    }
  }
}
