package io.playhead.session;

import io.vertx.core.Future;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An export that is under way, file by file. */
public interface BeaconExport {

  /**
   * Writes the next file. The files one after another are the export. The one before must not be
   * needed any more: it is deleted.
   *
   * @return null after the last one; fails with {@link TooMuchException} if the export would take
   *     more disk than it may
   */
  Future<@Nullable Path> next();

  /** Ends the export, wherever it is, and deletes its files. May be called again. */
  void close();
}
