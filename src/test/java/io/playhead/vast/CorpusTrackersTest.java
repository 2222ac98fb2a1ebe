package io.playhead.vast;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.timeline.TrackingUrl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * No tracker of any VAST document in the corpus is lost: what stands in tracking elements by the
 * platform's own DOM must come out of the reader, as often as it stands there.
 */
class CorpusTrackersTest {
  private static final Set<String> TRACKERS =
      Set.of(
          "Impression",
          "Error",
          "Tracking",
          "Viewable",
          "NotViewable",
          "ViewUndetermined",
          "ClickTracking",
          "CustomClick",
          "IconViewTracking",
          "IconClickTracking",
          "NonLinearClickTracking",
          "CompanionClickTracking");

  /** Documents whose trackers stand where they mean nothing, and why. */
  private static final Map<String, String> EXCEPT =
      Map.of(
          "ad_both.xml",
          "only one of two bodies in an ad can be the ad",
          "invalid_document_with_missing_ad_type.xml",
          "an ad that is neither InLine nor Wrapper",
          "invalid_document_with_missing_creative_type.xml",
          "a creative that is of no kind");

  @TestFactory
  List<DynamicTest> everyTracker() throws IOException {
    Path folder = Corpus.orSkip("CorpusTrackersTest");
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".xml")).sorted().toList()) {
        byte[] document = Corpus.read(file);
        Element root = dom(document);
        boolean vast = root != null && root.getTagName().equals("VAST");
        if (vast && !EXCEPT.containsKey(file.getFileName().toString())) {
          tests.add(
              DynamicTest.dynamicTest(
                  folder.relativize(file).toString(),
                  () ->
                      assertThat(read(document))
                          .containsExactlyInAnyOrderElementsOf(expected(root))));
        }
      }
    }
    return tests;
  }

  private static List<String> read(byte[] bytes) throws VastException {
    VastDocument document = VastReader.read(bytes);
    List<String> urls = new ArrayList<>(document.errorUrls());
    for (VastAd ad : document.ads()) {
      ad.trackers().stream().map(TrackingUrl::url).forEach(urls::add);
    }
    return urls;
  }

  private static List<String> expected(Element root) {
    List<String> urls = new ArrayList<>();
    collect(root, urls);
    return urls;
  }

  private static void collect(Element element, List<String> to) {
    if (TRACKERS.contains(element.getTagName())) {
      String url = AdUrl.clean(element.getTextContent());
      if (!url.isEmpty()) {
        to.add(url);
      }
      return;
    }
    // What a vendor put into an extension means what the vendor says, verifications excepted.
    boolean vendors = element.getTagName().endsWith("Extension");
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child
          && (!vendors || child.getTagName().equals("AdVerifications"))) {
        collect(child, to);
      }
    }
  }

  /** The root, or null for what the platform does not read. */
  private static @Nullable Element dom(byte[] document) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(document)).getDocumentElement();
    } catch (SAXException | IOException e) {
      return null;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }
}
