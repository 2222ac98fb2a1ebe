package io.playhead.manifest;

/** A manifest as it was read. */
public sealed interface Manifest permits HlsPlaylist, DashManifest {

  /**
   * Reads a manifest of whichever kind from the bytes in which it came, which must not be changed
   * afterwards.
   *
   * @throws ManifestException if it is none, or over a limit
   */
  static Manifest read(byte[] document) throws ManifestException {
    return isXml(document) ? DashReader.read(document) : HlsReader.read(document);
  }

  private static boolean isXml(byte[] document) {
    for (byte b : document) {
      if (b == '<') {
        return true;
      }
      // White space, a byte order mark, and the zeros of UTF-16 may stand in front.
      if (b > ' ') {
        return false;
      }
    }
    return false;
  }
}
