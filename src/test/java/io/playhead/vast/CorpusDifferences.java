package io.playhead.vast;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where this reader finds in a document of the corpus something else than the two readers that the
 * oracle was made with, and why. Left of an arrow is theirs. No line is a tracker that was lost.
 */
final class CorpusDifferences {
  private record Difference(String file, String finding, String reason) {}

  private static final List<Difference> ALL =
      Stream.of(
              all(
                  "ads: 0 -> 1",
                  "they drop ads that a player on a page cannot play; this keeps every ad",
                  "chrisdinn+vast/test/examples/invalid_document_with_missing_creative_type.xml",
                  "dailymotion+vast-client-js/spec/samples/empty-no-creative.xml",
                  prebid("beachfront/beachfronttest/exemplary/adm-video-app.0.xml"),
                  prebid("eskimi/eskimitest/exemplary/multi-imp-web.0.xml"),
                  prebid("relevantdigital/relevantdigitaltest/exemplary/simple-video.0.xml"),
                  prebid("showheroes/showheroestest/exemplary/simple-video.0.xml"),
                  "rs+vast/testdata/creative_extensions.xml",
                  "rs+vast/testdata/inline_extensions.xml",
                  "sokil+php-vast/tests/data/errorInInline.xml",
                  "sokil+php-vast/tests/data/inlineAdWithExtension.xml",
                  "sokil+php-vast/tests/data/linearCreativeWithClosedCaption.xml",
                  "sokil+php-vast/tests/data/linearCreativeWithSkipAfter.xml",
                  "sokil+php-vast/tests/data/replacedClickThrough.xml"),
              all(
                  "impression: [] -> []",
                  "they keep an Impression without URL as an empty one; here it is an issue",
                  "dailymotion+vast-client-js/spec/samples/vpaid.xml",
                  prebid("adman/admantest/exemplary/simple-video.0.xml"),
                  prebid("adprime/adprimetest/exemplary/simple-video.0.xml"),
                  prebid("axis/axistest/exemplary/simple-video.0.xml"),
                  prebid("yieldlab/yieldlabtest/exemplary/mixed_types.0.xml")),
              all(
                  "impression: [, https://ads-demo.adhese.com/track/3140//sl290///dtunknown/"
                      + "ogcontrol/II7849444b-2892-4ad0-8bcc-7d410e50d58e/tlall////tm/A2127.68.78.84/"
                      + "?t=1721225407122] -> [https://ads-demo.adhese.com/track/3140//sl290///"
                      + "dtunknown/ogcontrol/II7849444b-2892-4ad0-8bcc-7d410e50d58e/tlall////tm/"
                      + "A2127.68.78.84/?t=1721225407122]",
                  "the same: the first of two Impressions has no URL",
                  prebid("adhese/adhesetest/exemplary/video.0.xml")),
              all(
                  "title:  -> null",
                  "an empty title is none; two ads of the document have one",
                  "amzn+fire-app-builder/TestingResources/Vast/vastAdPodOutOfSequenceTag.xml",
                  "amzn+fire-app-builder/TestingResources/Vast/vastAdPodOutOfSequenceTag.xml"),
              all(
                  "duration: 30000 -> -1",
                  "bare seconds are no duration (VAST 4.3, 3.9.1); the timeline's own rules",
                  "dailymotion+vast-client-js/spec/samples/sample.xml"),
              all(
                  "read, with 1 ads",
                  "a comment stands before the XML declaration, which they refuse",
                  "chrisdinn+vast/test/examples/document_with_one_wrapper_ad.xml"),
              all(
                  "read, with 0 ads",
                  "a document with one empty Ad is a document without ads, and an issue",
                  "chrisdinn+vast/test/examples/invalid_document_with_missing_ad_type.xml"),
              all(
                  "refused with 100",
                  "not XML; they refuse it too",
                  "dailymotion+vast-client-js/spec/samples/invalid-xmlfile.xml",
                  prebid("nativery/nativerytest/amp/video.0.xml")),
              all(
                  "refused with 101",
                  "the root is VAST-1; they refuse it too",
                  "flipkart-incubator+madman-android/madman/src/test/assets/corrupt_vast.xml"),
              all(
                  "refused with 102",
                  "VAST 1; they refuse it too",
                  "dailymotion+vast-client-js/spec/samples/outdated-vast.xml"))
          .flatMap(List::stream)
          .toList();

  private CorpusDifferences() {}

  private static List<Difference> all(String finding, String reason, String... files) {
    return Stream.of(files).map(file -> new Difference(file, finding, reason)).toList();
  }

  private static String prebid(String file) {
    return "prebid+prebid-server/adm/adapters/" + file;
  }

  static List<String> of(String file) {
    return ALL.stream()
        .filter(difference -> difference.file().equals(file))
        .map(Difference::finding)
        .toList();
  }
}
