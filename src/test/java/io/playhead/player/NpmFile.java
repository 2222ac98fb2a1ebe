package io.playhead.player;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/**
 * One file of a package that npm fetches, kept below {@code target/} from then on.
 *
 * @param name what the package is called
 * @param path of the file in the package
 */
record NpmFile(String name, String version, String path) {
  static final NpmFile HLS = new NpmFile("hls.js", "1.7.4", "dist/hls.min.js");
  static final NpmFile DASH =
      new NpmFile("dashjs", "5.2.1", "dist/modern/umd/dash.mediaplayer.min.js");
  static final NpmFile SHAKA =
      new NpmFile("shaka-player", "5.2.12", "dist/shaka-player.compiled.js");

  private static final Path KEPT = Path.of("target/npm");
  private static final int PATIENCE_S = 120;
  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;

  /** The directory that all of them are in. */
  static Path directory() {
    return KEPT;
  }

  /** What the file is called in the directory. */
  String fileName() {
    return name + "-" + version + ".js";
  }

  /** Fetches it, unless it is there. Ends the test, with a word, where npm cannot. */
  void fetch() {
    Path file = KEPT.resolve(fileName());
    if (Files.exists(file)) {
      return;
    }
    try {
      // Another test may fetch the same at the same time.
      Path own = Files.createTempDirectory(Files.createDirectories(KEPT), name);
      Path packed = pack(own);
      Path whole = own.resolve(fileName());
      try (InputStream in = Files.newInputStream(packed)) {
        Files.write(whole, unpacked(in));
      }
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Files.delete(packed);
      Files.delete(own);
    } catch (IOException e) {
      Assumptions.abort("skipped: npm did not give " + this + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Has npm fetch the package, from the registry that it knows. */
  private Path pack(Path own) throws IOException, InterruptedException {
    Path said = own.resolve("npm.log");
    Process npm =
        new ProcessBuilder(
                "npm", "pack", name + "@" + version, "--silent", "--pack-destination", own + "")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!npm.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      npm.destroy();
      throw new IOException("npm took longer than " + PATIENCE_S + " s");
    }
    if (npm.exitValue() != 0) {
      throw new IOException(Files.readString(said).strip());
    }
    Files.delete(said);
    return own.resolve(name + "-" + version + ".tgz");
  }

  /** The file out of a gzipped tar archive: headers of one block, contents of whole blocks. */
  private byte[] unpacked(InputStream packed) throws IOException {
    DataInputStream tar = new DataInputStream(new GZIPInputStream(packed));
    byte[] header = new byte[BLOCK];
    while (true) {
      try {
        tar.readFully(header);
      } catch (EOFException e) {
        throw new AssertionError(this + " is not in its package", e);
      }
      long size = size(header);
      if (text(header, 0, NAME_LENGTH).equals("package/" + path)) {
        byte[] content = new byte[(int) size];
        tar.readFully(content);
        return content;
      }
      tar.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
    }
  }

  private static long size(byte[] header) {
    String octal = text(header, SIZE_AT, SIZE_LENGTH).strip();
    return octal.isEmpty() ? 0 : Long.parseLong(octal, 8);
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.US_ASCII);
  }
}
