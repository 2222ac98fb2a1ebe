package io.playhead.manifest;

import io.playhead.manifest.Splice.Command;
import io.playhead.manifest.Splice.Insert;
import io.playhead.manifest.Splice.Segmentation;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads splice information sections (SCTE 35 2023, 9.6) as manifests carry them: in base64, or in
 * hex with or without {@code 0x}.
 */
public final class Scte35 {
  /** A section's length has 12 bits. */
  private static final int MAX_BYTES = 4096 + 3;

  private static final int TABLE = 0xFC;
  private static final int SPLICE_INSERT = 0x05;
  private static final int TIME_SIGNAL = 0x06;
  private static final int SEGMENTATION = 0x02;
  private static final long IDENTIFIER = 0x43554549; // CUEI
  private static final long PTS_MASK = (1L << 33) - 1;
  private static final int CRC_BYTES = 4;
  private static final int LENGTH_NOT_TOLD = 0xFFF;

  private final byte[] section;
  private final Bits bits;
  private long ptsAdjustment;

  private Scte35(byte[] section, int end) {
    this.section = section;
    this.bits = new Bits(section, 0, end);
  }

  /**
   * Reads a section.
   *
   * @throws ManifestException if the text is neither base64 nor hex, or the section is cut or no
   *     splice information; a wrong checksum is only told
   */
  public static Splice read(String text) throws ManifestException {
    byte[] bytes = bytes(text.strip());
    if (bytes.length < 3 || (bytes[0] & 0xFF) != TABLE) {
      throw new ManifestException("is no splice information", ManifestException.NO_LINE);
    }
    int length = 3 + ((bytes[1] & 0x0F) << 8 | (bytes[2] & 0xFF));
    if (length > bytes.length) {
      throw new ManifestException("ends too early", ManifestException.NO_LINE);
    }
    boolean intact = crc(bytes, length) == 0;
    try {
      return new Scte35(bytes, Math.max(3, length - CRC_BYTES)).read(intact);
    } catch (ManifestException e) {
      if (length == bytes.length) {
        throw e;
      }
      // Some write a length of their own fancy; what came is what there is.
      return new Scte35(bytes, bytes.length).read(false);
    }
  }

  private static byte[] bytes(String text) throws ManifestException {
    if (text.length() > 2 * MAX_BYTES + 2) {
      throw new ManifestException("is too long", ManifestException.NO_LINE);
    }
    try {
      String lower = text.toLowerCase(Locale.ROOT);
      if (lower.startsWith("0x")) {
        return HexFormat.of().parseHex(lower, 2, lower.length());
      }
      // Hex without a prefix begins with the table's number, and base64 with another letter.
      return lower.startsWith("fc3")
          ? HexFormat.of().parseHex(lower)
          : Base64.getDecoder().decode(padded(text));
    } catch (IllegalArgumentException e) {
      throw new ManifestException("is neither base64 nor hex", ManifestException.NO_LINE);
    }
  }

  /** Some packagers leave the padding out, or put too much of it. */
  private static String padded(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    return text.substring(0, end).replace('-', '+').replace('_', '/');
  }

  private Splice read(boolean intact) throws ManifestException {
    bits.skip(24 + 8);
    boolean encrypted = bits.flag();
    bits.skip(6);
    ptsAdjustment = bits.next(33);
    bits.skip(8 + 12);
    int commandLength = (int) bits.next(12);
    int type = (int) bits.next(8);
    if (encrypted) {
      return new Splice(intact, true, null, List.of());
    }
    int from = bits.offset();
    Command command = command(type, commandLength);
    int read = bits.offset() - from;
    if (commandLength != LENGTH_NOT_TOLD && commandLength > read) {
      bits.skip(8 * (commandLength - read));
    }
    return new Splice(intact, false, command, descriptors());
  }

  private @Nullable Command command(int type, int length) throws ManifestException {
    if (type == TIME_SIGNAL) {
      return new Command(spliceTime(), null);
    }
    if (type == SPLICE_INSERT) {
      return insert();
    }
    if (length == LENGTH_NOT_TOLD && type != 0) {
      throw new ManifestException("has a command of unknown length", ManifestException.NO_LINE);
    }
    return null;
  }

  private Command insert() throws ManifestException {
    long eventId = bits.next(32);
    boolean cancelled = bits.flag();
    bits.skip(7);
    if (cancelled) {
      return new Command(Splice.NONE, new Insert(eventId, true, false, Splice.NONE, false));
    }
    boolean out = bits.flag();
    boolean wholeProgramme = bits.flag();
    boolean hasDuration = bits.flag();
    boolean immediate = bits.flag();
    bits.skip(4);
    long pts = wholeProgramme && !immediate ? spliceTime() : Splice.NONE;
    if (!wholeProgramme) {
      for (long left = bits.next(8); left > 0; left--) {
        bits.skip(8);
        long componentPts = immediate ? Splice.NONE : spliceTime();
        pts = pts == Splice.NONE ? componentPts : pts;
      }
    }
    boolean autoReturn = false;
    long durationTicks = Splice.NONE;
    if (hasDuration) {
      autoReturn = bits.flag();
      bits.skip(6);
      durationTicks = bits.next(33);
    }
    bits.skip(16 + 8 + 8);
    return new Command(pts, new Insert(eventId, false, out, durationTicks, autoReturn));
  }

  private long spliceTime() throws ManifestException {
    if (!bits.flag()) {
      bits.skip(7);
      return Splice.NONE;
    }
    bits.skip(6);
    return bits.next(33) + ptsAdjustment & PTS_MASK;
  }

  private List<Segmentation> descriptors() throws ManifestException {
    List<Segmentation> found = new ArrayList<>();
    int end = (int) bits.next(16) + bits.offset();
    while (bits.offset() + 6 <= end) {
      int tag = (int) bits.next(8);
      int length = (int) bits.next(8);
      int next = bits.offset() + length;
      boolean ours = length >= 4 && bits.next(32) == IDENTIFIER;
      if (ours && tag == SEGMENTATION) {
        found.add(segmentation());
      }
      if (next < bits.offset()) {
        throw new ManifestException("has a descriptor too short", ManifestException.NO_LINE);
      }
      bits.skip(8 * (next - bits.offset()));
    }
    return found;
  }

  private Segmentation segmentation() throws ManifestException {
    long eventId = bits.next(32);
    boolean cancelled = bits.flag();
    bits.skip(7);
    if (cancelled) {
      return new Segmentation(eventId, true, 0, Splice.NONE, "");
    }
    boolean wholeProgramme = bits.flag();
    boolean hasDuration = bits.flag();
    bits.skip(6);
    if (!wholeProgramme) {
      bits.skip((int) bits.next(8) * 48);
    }
    long durationTicks = hasDuration ? bits.next(40) : Splice.NONE;
    bits.skip(8);
    int upidLength = (int) bits.next(8);
    int upidFrom = bits.offset();
    bits.skip(8 * upidLength);
    String upid = HexFormat.of().formatHex(section, upidFrom, upidFrom + upidLength);
    int type = (int) bits.next(8);
    bits.skip(16);
    return new Segmentation(eventId, false, type, durationTicks, upid);
  }

  /** CRC-32/MPEG-2; 0 over a section with its checksum at the end. */
  static int crc(byte[] bytes, int length) {
    int crc = -1;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc << 1 ^ (crc < 0 ? 0x04C11DB7 : 0);
      }
    }
    return crc;
  }
}
