package io.playhead.vast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever is done to a document, reading it ends with a result or with the declared exception. The
 * documents are our own, and those of the corpus where there is one.
 */
class FuzzTest {
  private static final List<String> OWN =
      List.of(
          "<?xml version='1.0' encoding='UTF-8'?>\n<VAST version='4.2'><Error>https://t.test/e"
              + "</Error><Ad id='1' sequence='1'><InLine><AdSystem>s</AdSystem><Impression id='i'>"
              + "<![CDATA[https://t.test/i?[CACHEBUSTING]]]></Impression><Creatives><Creative "
              + "adId='c'><UniversalAdId idRegistry='r'>v</UniversalAdId><Linear skipoffset='25%'>"
              + "<Duration>00:00:15.500</Duration><TrackingEvents><Tracking event='progress' "
              + "offset='33.3%'>https://t.test/p</Tracking></TrackingEvents><VideoClicks>"
              + "<ClickThrough>https://x.test/&amp;</ClickThrough></VideoClicks></Linear></Creative>"
              + "</Creatives><Extensions><Extension type='t'><a:b xmlns:a='u'>z</a:b></Extension>"
              + "</Extensions></InLine></Ad><Ad><Wrapper fallbackOnNoAd='true'><VASTAdTagURI>"
              + "https://w.test/</VASTAdTagURI></Wrapper></Ad></VAST>",
          "<vmap:VMAP xmlns:vmap='http://www.iab.net/videosuite/vmap' version='1.0'><vmap:AdBreak "
              + "timeOffset='00:01:00.000' breakType='linear' breakId='b' repeatAfter='00:10:00'>"
              + "<vmap:AdSource><vmap:VASTAdData><VAST version='3.0'><Ad><InLine/></Ad></VAST>"
              + "</vmap:VASTAdData></vmap:AdSource><vmap:TrackingEvents><vmap:Tracking "
              + "event='breakStart'>https://t.test/b</vmap:Tracking></vmap:TrackingEvents>"
              + "</vmap:AdBreak><vmap:AdBreak timeOffset='50%'><vmap:AdSource><vmap:AdTagURI>"
              + "<![CDATA[https://w.test/]]></vmap:AdTagURI></vmap:AdSource></vmap:AdBreak>"
              + "</vmap:VMAP>");

  private static final List<String> TOKENS =
      List.of(
          "<",
          ">",
          "</",
          "/>",
          "&",
          "&#x10FFFF;",
          "&amp;",
          "]]>",
          "<![CDATA[",
          "<!--",
          "-->",
          "<?",
          "<!DOCTYPE x>",
          "'",
          "\"",
          "=",
          ":",
          " xmlns:q='u'",
          " q:a='1'",
          "<Ad>",
          "<VAST>",
          "<URL>",
          "\u0000",
          "\ufeff",
          "\ud83d\ude00",
          "99999999999999999999",
          "-1%",
          "#0");

  private static final List<byte[]> DOCUMENTS = documents();

  private static List<byte[]> documents() {
    Stream<byte[]> own = OWN.stream().map(document -> document.getBytes(UTF_8));
    return Corpus.find()
        .map(folder -> Stream.concat(own, documents(folder).stream()).toList())
        .orElseGet(own::toList);
  }

  private static List<byte[]> documents(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".xml"))
          .sorted()
          .map(Corpus::read)
          .filter(bytes -> bytes.length < 20_000)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 3000)
  void read_mutatedDocument_endsAsDeclared(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] document = DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
    int mutations = 1 + random.nextInt(6);
    for (int i = 0; i < mutations; i++) {
      document = mutate(document, random);
    }
    try {
      VastDocument vast = VastReader.read(document);
      assertThat(vast.issues()).hasSizeLessThanOrEqualTo(Limits.MAX_ISSUES + 1);
      PodSelection.of(vast.ads(), true, true);
    } catch (VastException e) {
      assertThat(e.errorCode()).isIn(100, 101, 102);
    }
    try {
      VmapPlacement.of(VmapReader.read(document), 3_600_000, List.of());
    } catch (VastException e) {
      assertThat(e.errorCode()).isIn(1000, 1002);
    }
  }

  private static byte[] mutate(byte[] document, Random random) {
    int length = document.length;
    int from = random.nextInt(length + 1);
    int to = Math.min(length, from + random.nextInt(40));
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 64);
    out.write(document, 0, from);
    switch (random.nextInt(6)) {
      case 0 -> out.write(document, to, length - to);
      case 1 -> {
        byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8);
        out.write(token, 0, token.length);
        out.write(document, from, length - from);
      }
      case 2 -> {
        out.write(document, from, to - from);
        out.write(document, from, length - from);
      }
      case 3 -> {
        out.write(random.nextInt(256));
        out.write(document, Math.min(length, from + 1), Math.max(0, length - from - 1));
      }
      case 4 -> {
        int other = random.nextInt(length + 1);
        out.write(document, other, length - other);
      }
      default -> {}
    }
    return out.toByteArray();
  }
}
