package io.playhead.ledger;

import io.playhead.session.LedgerException;
import io.playhead.session.TooMuchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The directory beside the ledger in which exports are written, for as long as they are read. What
 * a crash left there is deleted at the next start.
 */
final class ExportFiles {
  /** Bytes that one export may take at a time. */
  private static final long MOST_BYTES = 4L << 30;

  /** Bytes of the disk that are left to the ledger. */
  private static final long LEAST_FREE_BYTES = 512L << 20;

  private final Path directory;
  private final AtomicLong number = new AtomicLong();

  ExportFiles(Path ledger) {
    directory = Path.of(ledger.toAbsolutePath() + ".exports");
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        files.forEach(ExportFiles::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A file that is not there yet, for an export that has written these. */
  Path next(List<Path> written, String extension) {
    try {
      Files.createDirectories(directory);
      long bytes = 0;
      for (Path file : written) {
        bytes += Files.size(file);
      }
      if (bytes > MOST_BYTES) {
        throw new TooMuchException("the export takes more than " + (MOST_BYTES >> 20) + " MB");
      }
      if (Files.getFileStore(directory).getUsableSpace() - bytes < LEAST_FREE_BYTES) {
        throw new TooMuchException("there is not enough room on the disk for an export");
      }
      return directory.resolve(number.incrementAndGet() + "." + extension);
    } catch (IOException e) {
      throw new LedgerException("the export cannot be written", e);
    }
  }

  static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException e) {
      throw new LedgerException("the export cannot be read", e);
    }
  }

  /** Deletes a file if it is there. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      Quietly.note(e);
    }
  }
}
