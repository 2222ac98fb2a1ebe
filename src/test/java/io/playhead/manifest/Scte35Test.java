package io.playhead.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Scte35Test {
  private static final int INSERT = 0x05;
  private static final int TIME_SIGNAL = 0x06;

  /** {@code splice_insert}: event 77, out, at 900000 ticks, 30 s, returns by itself. */
  private static final String OUT =
      "0000004D" + "7F" + "EF" + "FE000DBBA0" + "FE002932E0" + "0001" + "0101";

  /** A section around a command, its checksum made to fit. */
  private static byte[] section(
      int type, String commandHex, String descriptorsHex, long adjustment) {
    byte[] command = HexFormat.of().parseHex(commandHex);
    byte[] descriptors = HexFormat.of().parseHex(descriptorsHex);
    int length = 11 + command.length + 2 + descriptors.length + 4;
    ByteBuffer bytes = ByteBuffer.allocate(3 + length);
    bytes.put((byte) 0xFC).putShort((short) (0x3000 | length)).put((byte) 0);
    bytes.put((byte) (adjustment >>> 32 & 1)).putInt((int) adjustment).put((byte) 0);
    bytes.put((byte) 0xFF).put((byte) (0xF0 | command.length >> 8)).put((byte) command.length);
    bytes.put((byte) type).put(command).putShort((short) descriptors.length).put(descriptors);
    bytes.putInt(Scte35.crc(bytes.array(), 3 + length - 4));
    return bytes.array();
  }

  private static String base64(byte[] section) {
    return Base64.getEncoder().encodeToString(section);
  }

  /** A segmentation descriptor: event 9, so many ticks, UPID "ab". */
  private static String descriptor(int type, long ticks) {
    return "02"
        + "16"
        + "43554549"
        + "00000009"
        + "7F"
        + "FF"
        + String.format("%010X", ticks)
        + "0C02"
        + "6162"
        + String.format("%02X", type)
        + "0000";
  }

  @Test
  void spliceInsert_isRead() throws ManifestException {
    Splice splice = Scte35.read(base64(section(INSERT, OUT, "", 0)));

    assertThat(splice.intact()).isTrue();
    assertThat(splice.pts()).isEqualTo(900_000);
    assertThat(splice.signals()).containsExactly(new Splice.Signal(true, false, 77, 30_000));
  }

  @Test
  void hexWithAndWithoutPrefix_isTheSameAsBase64() throws ManifestException {
    byte[] section = section(INSERT, OUT, "", 0);
    String hex = HexFormat.of().withUpperCase().formatHex(section);
    Splice splice = Scte35.read(base64(section));

    assertThat(Scte35.read("0x" + hex)).isEqualTo(splice);
    assertThat(Scte35.read(hex)).isEqualTo(splice);
    assertThat(Scte35.read(base64(section).replace("=", ""))).isEqualTo(splice);
  }

  @Test
  void time_isAdjusted_moduloTwoToThe33() throws ManifestException {
    Splice splice = Scte35.read(base64(section(INSERT, OUT, "", (1L << 33) - 100_000)));

    assertThat(splice.pts()).isEqualTo(800_000);
  }

  @Test
  void wrongChecksum_isTold_andTheRestRead() throws ManifestException {
    byte[] section = section(INSERT, OUT, "", 0);
    section[section.length - 1] ^= 1;

    Splice splice = Scte35.read(base64(section));

    assertThat(splice.intact()).isFalse();
    assertThat(splice.signals()).hasSize(1);
  }

  @Test
  void encrypted_saysNothing() throws ManifestException {
    byte[] section = section(INSERT, OUT, "", 0);
    section[4] |= (byte) 0x80;

    Splice splice = Scte35.read(base64(section));

    assertThat(splice.encrypted()).isTrue();
    assertThat(splice.signals()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "22, true", "23, false", "30, true", "31, false", "32, true", "33, false", "34, true",
    "35, false", "36, true", "37, false", "44, true", "45, false", "46, true", "47, false"
  })
  void segmentationOfAds_beginsOrEndsABreak(String type, boolean starts) throws ManifestException {
    String descriptor = descriptor(Integer.parseInt(type, 16), 1_350_000);

    Splice splice = Scte35.read(base64(section(TIME_SIGNAL, "FE000DBBA0", descriptor, 0)));

    assertThat(splice.signals()).containsExactly(new Splice.Signal(starts, false, 9, 15_000));
  }

  @ParameterizedTest
  @CsvSource({"10", "11", "20", "38", "3C", "40", "50"})
  void otherSegmentation_isNoBreak(String type) throws ManifestException {
    String descriptor = descriptor(Integer.parseInt(type, 16), 1_350_000);

    Splice splice = Scte35.read(base64(section(TIME_SIGNAL, "FE000DBBA0", descriptor, 0)));

    assertThat(splice.segmentations()).hasSize(1);
    assertThat(splice.signals()).isEmpty();
  }

  @Test
  void endsComeFirst_thenBeginnings_theOutermostFirst() throws ManifestException {
    StringBuilder all = new StringBuilder();
    for (int type : new int[] {0x30, 0x34, 0x22, 0x35}) {
      all.append(descriptor(type, type));
    }

    Splice splice = Scte35.read(base64(section(TIME_SIGNAL, "FE000DBBA0", all.toString(), 0)));

    assertThat(splice.segmentations()).hasSize(4);
    assertThat(splice.signals().stream().map(Splice.Signal::starts).toList())
        .containsExactly(false, true, true, true);
  }

  @ParameterizedTest
  @CsvSource({"''", "0x", "0xF", "x", "/DA=", "AAAA", "0xFC3025", "/DAlAAAAAsvhAP/wFAXwAAAG"})
  void whatIsNoSplice_isRefused(String text) {
    assertThatThrownBy(() -> Scte35.read(text)).isInstanceOf(ManifestException.class);
  }

  @Property(tries = 2000)
  void anyBytes_areReadOrRefused(@ForAll byte[] bytes) {
    if (bytes.length > 0) {
      bytes[0] = (byte) 0xFC;
    }
    try {
      assertThat(Scte35.read(base64(bytes)).signals()).isNotNull();
    } catch (ManifestException refused) {
      assertThat(refused).hasMessageMatching(".+");
    }
  }

  /** Every section with one byte changed. */
  @Property(tries = 2000)
  void changedBytes_areReadOrRefused(@ForAll int at, @ForAll byte value) {
    byte[] section = section(TIME_SIGNAL, "FE000DBBA0", descriptor(0x34, 9), 0);
    section[Math.floorMod(at, section.length)] = value;
    try {
      assertThat(Scte35.read(base64(section)).signals()).isNotNull();
    } catch (ManifestException refused) {
      assertThat(refused).hasMessageMatching(".+");
    }
  }
}
