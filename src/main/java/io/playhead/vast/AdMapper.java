package io.playhead.vast;

import static io.playhead.vast.AdFacts.categories;
import static io.playhead.vast.AdFacts.clickThrough;
import static io.playhead.vast.AdFacts.details;
import static io.playhead.vast.AdFacts.durationMs;
import static io.playhead.vast.AdFacts.flag;
import static io.playhead.vast.AdFacts.pricing;
import static io.playhead.vast.AdFacts.text;
import static io.playhead.vast.VastXml.first;

import io.playhead.timeline.TrackingEvent;
import io.playhead.timeline.TrackingUrl;
import io.playhead.vast.VastAd.Extension;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes ads of what a document binds to. One per document. */
final class AdMapper {
  private static final int TRAFFICKING = 200;
  private static final int SCHEMA = 101;
  private static final int LINEARITY = 201;

  private final Findings findings;
  private final TrackerMapper trackers;

  AdMapper(Findings findings) {
    this.findings = findings;
    this.trackers = new TrackerMapper(findings);
  }

  TrackerMapper trackers() {
    return trackers;
  }

  /** A response, without the issues: those are with the document that it is part of. */
  VastDocument map(VastXml.Vast vast) {
    String version = vast.version == null ? "" : vast.version.strip();
    if (version.isEmpty() || "234".indexOf(version.charAt(0)) < 0) {
      findings.add(
          "unknown-version", vast.line, 102, "version " + Findings.quote(version) + " is no VAST");
    }
    List<VastAd> ads = new ArrayList<>();
    for (VastXml.Ad ad : vast.ads) {
      VastAd mapped = map(ad);
      if (mapped != null) {
        ads.add(mapped);
      }
    }
    List<TrackingUrl> errors = new ArrayList<>();
    trackers.addAll(errors, TrackingEvent.FAILED, vast.errors);
    List<String> errorUrls = new ArrayList<>(errors.size());
    for (TrackingUrl error : errors) {
      errorUrls.add(error.url());
    }
    return new VastDocument(version, ads, errorUrls, List.of());
  }

  private @Nullable VastAd map(VastXml.Ad ad) {
    VastXml.Body inLine = first(ad.inLines);
    VastXml.Body wrapper = first(ad.wrappers);
    int bodies = ad.inLines.size() + ad.wrappers.size();
    if (bodies > 1) {
      findings.add(
          "ad-twice", ad.line, SCHEMA, name(ad) + " has " + bodies + " bodies, one is read");
    }
    if (inLine != null) {
      return inLine(ad, inLine);
    }
    if (wrapper != null) {
      return wrapper(ad, wrapper);
    }
    findings.add("empty-ad", ad.line, SCHEMA, name(ad) + " is neither InLine nor Wrapper");
    return null;
  }

  static String name(VastXml.Ad ad) {
    return ad.id == null || ad.id.isBlank() ? "an ad" : "ad " + Findings.quote(ad.id);
  }

  /** VAST 4.3, 3.3.1: an integer above 0; anything else makes a stand-alone ad. */
  private int sequence(VastXml.Ad ad) {
    String written = ad.sequence == null ? "" : ad.sequence.strip();
    if (written.isEmpty()) {
      return 0;
    }
    int sequence = VastTime.parseCount(written);
    if (sequence > 0) {
      return sequence;
    }
    findings.add(
        "bad-sequence",
        ad.line,
        TRAFFICKING,
        name(ad) + " has sequence " + Findings.quote(written) + " and is taken as stand-alone");
    return 0;
  }

  private VastAd wrapper(VastXml.Ad ad, VastXml.Body body) {
    List<TrackingUrl> all = new ArrayList<>();
    List<Extension> extensions = new ArrayList<>();
    addBodyTrackers(all, body, new ArrayList<>(), extensions);
    List<CreativeXml.Linear> linears = addCreatives(all, body, extensions);
    String tagUri = "";
    for (VastXml.Text uri : body.tagUris) {
      tagUri = tagUri.isEmpty() ? AdUrl.clean(uri.value) : tagUri;
    }
    if (tagUri.isEmpty()) {
      findings.add("wrapper-without-uri", body.line, SCHEMA, name(ad) + " leads nowhere");
    }
    return new VastAd.Wrapper(
        text(ad.id),
        sequence(ad),
        tagUri,
        text(body.adSystem),
        all,
        clickThrough(linears),
        flag(body.followAdditionalWrappers, true),
        flag(body.allowMultipleAds, false),
        text(body.fallbackOnNoAd) == null ? null : flag(body.fallbackOnNoAd, true),
        categories(body.blockedCategories),
        extensions,
        ad.line);
  }

  private VastAd inLine(VastXml.Ad ad, VastXml.Body body) {
    List<TrackingUrl> all = new ArrayList<>();
    List<String> vendors = new ArrayList<>();
    List<Extension> extensions = new ArrayList<>();
    addBodyTrackers(all, body, vendors, extensions);
    List<CreativeXml.Linear> linears = addCreatives(all, body, extensions);
    if (linears.isEmpty()) {
      findings.add("no-linear", ad.line, LINEARITY, name(ad) + " has no linear creative to play");
    } else if (linears.size() > 1) {
      findings.add(
          "several-linears",
          ad.line,
          TRAFFICKING,
          name(ad) + " has " + linears.size() + " linear creatives, tracked as one");
    }
    return new VastAd.InLine(
        text(ad.id),
        sequence(ad),
        !linears.isEmpty(),
        linears.isEmpty() ? 0 : durationMs(ad, linears, findings),
        all,
        details(body, linears, findings),
        vendors,
        categories(body.categories),
        pricing(body.pricing),
        extensions,
        ad.line);
  }

  /** What stands beside the creatives, in the order in which a player would call it. */
  private void addBodyTrackers(
      List<TrackingUrl> to, VastXml.Body body, List<String> vendors, List<Extension> extensions) {
    trackers.addAll(to, TrackingEvent.IMPRESSION, body.impressions);
    trackers.addAll(to, TrackingEvent.FAILED, body.errors);
    addViewability(to, body.viewabilities);
    addVerifications(to, body.verifications, vendors);
    for (VastXml.Extension extension : body.extensions) {
      // Where verifications stood before VAST 4.1.
      addVerifications(to, extension.verifications, vendors);
    }
    addExtensions(extensions, body.extensions);
  }

  private static void addExtensions(List<Extension> to, List<VastXml.Extension> elements) {
    for (VastXml.Extension element : elements) {
      String type = element.type == null ? "" : element.type.strip();
      to.add(new Extension(type, element.content));
    }
  }

  private void addViewability(List<TrackingUrl> to, List<VastXml.Viewability> elements) {
    for (VastXml.Viewability element : elements) {
      trackers.addAll(to, TrackingEvent.VIEWABLE, element.viewable);
      trackers.addAll(to, TrackingEvent.NOT_VIEWABLE, element.notViewable);
      trackers.addAll(to, TrackingEvent.VIEW_UNDETERMINED, element.viewUndetermined);
    }
  }

  private void addVerifications(
      List<TrackingUrl> to, List<VastXml.Verification> elements, List<String> vendors) {
    for (VastXml.Verification verification : elements) {
      String vendor = text(verification.vendor);
      vendors.add(vendor == null ? "" : vendor);
      trackers.addEvents(to, verification.events);
      addViewability(to, verification.viewabilities);
    }
  }

  /** Adds the trackers of all creatives and answers with the linear ones. */
  private List<CreativeXml.Linear> addCreatives(
      List<TrackingUrl> to, VastXml.Body body, List<Extension> extensions) {
    List<CreativeXml.Linear> linears = new ArrayList<>();
    for (VastXml.Creative creative : body.creatives) {
      for (CreativeXml.Linear linear : creative.linears) {
        addLinear(to, linear);
        linears.add(linear);
      }
      addNonLinears(to, creative);
      addExtensions(extensions, creative.extensions);
    }
    return linears;
  }

  private void addLinear(List<TrackingUrl> to, CreativeXml.Linear linear) {
    trackers.addEvents(to, linear.events);
    trackers.addAll(to, TrackingEvent.CLICK_TRACKING, linear.clickTrackings);
    trackers.addAll(to, TrackingEvent.CUSTOM_CLICK, linear.customClicks);
    for (CreativeXml.Icon icon : linear.icons) {
      trackers.addAll(to, TrackingEvent.ICON_VIEW, icon.views);
      trackers.addAll(to, TrackingEvent.ICON_CLICK, icon.clickTrackings);
    }
  }

  private void addNonLinears(List<TrackingUrl> to, VastXml.Creative creative) {
    for (CreativeXml.NonLinearAds group : creative.nonLinears) {
      trackers.addEventsOf(to, TrackingEvent.NON_LINEAR, group.events);
      for (CreativeXml.NonLinear ad : group.nonLinears) {
        trackers.addEventsOf(to, TrackingEvent.NON_LINEAR, ad.events);
        trackers.addAll(to, TrackingEvent.NON_LINEAR_CLICK, ad.clickTrackings);
      }
    }
    for (CreativeXml.Companion companion : creative.companions) {
      trackers.addEventsOf(to, TrackingEvent.COMPANION, companion.events);
      trackers.addAll(to, TrackingEvent.COMPANION_CLICK, companion.clickTrackings);
    }
  }
}
