package io.playhead.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedTextsTest {
  private static final List<String> ODD =
      List.of("", "a\nb\u0000c", "https://t.example/?q=ü%20 [TIMESTAMP]", "\ud83d\ude00", "");

  private static List<String> packedAndUnpacked(List<String> texts, byte[] dictionary) {
    return PackedTexts.unpack(PackedTexts.pack(PackedTexts.plain(texts), dictionary), dictionary);
  }

  @Test
  void unpack_withAnyDictionary_isWhatWasPacked() {
    byte[] own = PackedTexts.dictionary(PackedTexts.plain(ODD));
    byte[] others = PackedTexts.dictionary(PackedTexts.plain(List.of("https://t.example/")));

    assertThat(packedAndUnpacked(ODD, PackedTexts.NO_DICTIONARY)).isEqualTo(ODD);
    assertThat(packedAndUnpacked(ODD, own)).isEqualTo(ODD);
    assertThat(packedAndUnpacked(ODD, others)).isEqualTo(ODD);
    assertThat(packedAndUnpacked(List.of(), others)).isEmpty();
  }

  @Test
  void unpack_ofMoreThanDeflateLooksBack_isWhatWasPacked() {
    List<String> texts = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 3_000; i++) {
      texts.add("https://t.example/" + random.nextLong() + "?n=" + i);
    }
    byte[] dictionary = PackedTexts.dictionary(PackedTexts.plain(texts));

    assertThat(packedAndUnpacked(texts, dictionary)).isEqualTo(texts);
  }

  @Test
  void pack_ofUrlsThatDifferInTheViewer_takesLittle() {
    byte[] dictionary = PackedTexts.dictionary(PackedTexts.plain(urls("a8f3-viewer")));
    byte[] plain = PackedTexts.plain(urls("77c1-another"));

    assertThat(plain).hasSizeGreaterThan(8_000);
    assertThat(PackedTexts.pack(plain, dictionary)).hasSizeLessThan(600);
  }

  private static List<String> urls(String viewer) {
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < 72; i++) {
      int ad = 7_000 + i / 12;
      urls.add(
          "https://t"
              + i % 3
              + ".ads.example/v1/tracking/event"
              + i % 12
              + "?creative="
              + ad
              + "&session="
              + viewer
              + "&cb=[CACHEBUSTING]&campaign=summer&placement="
              + i);
    }
    return urls;
  }
}
