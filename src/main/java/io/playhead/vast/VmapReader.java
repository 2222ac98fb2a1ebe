package io.playhead.vast;

import static io.playhead.vast.VastXml.first;

import io.playhead.timeline.Issue;
import io.playhead.timeline.TrackingUrl;
import io.playhead.vast.VmapBreak.At;
import io.playhead.vast.VmapBreak.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a VMAP 1.0 document, with either of its namespaces or none, on the terms of {@link
 * VastReader}. Safe to call from many threads.
 */
public final class VmapReader {
  private static final int SCHEMA = 1000;
  private static final int NOT_XML = 1002;
  private static final int BREAK_TYPE = 1003;
  private static final int NOT_EXTRACTED = 1006;

  private final Findings findings = new Findings();
  private final AdMapper ads = new AdMapper(findings);

  private VmapReader() {}

  /**
   * Reads a document from the bytes in which it came.
   *
   * @throws VastException 1002 if it is not well-formed XML or over a limit, 1000 if it is not VMAP
   *     (VMAP 1.0.1, 2.6)
   */
  public static VmapDocument read(byte[] document) throws VastException {
    return new VmapReader().map(document);
  }

  /** Whether a document is a VMAP by its root; false for what has none. */
  public static boolean isVmap(byte[] document) {
    return XmlBinding.rootOf(document).equals("VMAP");
  }

  private VmapDocument map(byte[] document) throws VastException {
    VmapXml.Vmap vmap;
    try {
      vmap = XmlBinding.read(document, VmapXml.Vmap.class, VmapReader::checkRoot, findings);
    } catch (VastException e) {
      boolean notXml = e.errorCode() == XmlBinding.NOT_XML;
      throw notXml ? new VastException(NOT_XML, String.valueOf(e.getMessage()), e.line()) : e;
    }
    List<VmapBreak> breaks = new ArrayList<>();
    for (VmapXml.AdBreak adBreak : vmap.breaks) {
      breaks.add(map(adBreak));
    }
    String version = vmap.version == null ? "" : vmap.version.strip();
    return new VmapDocument(version, breaks, findings.toList());
  }

  private static void checkRoot(String name, int line) throws VastException {
    if (!name.equals("VMAP")) {
      throw new VastException(SCHEMA, "has the root " + Findings.quote(name), line);
    }
  }

  private VmapBreak map(VmapXml.AdBreak adBreak) {
    String written = adBreak.timeOffset == null ? "" : adBreak.timeOffset.strip();
    List<TrackingUrl> trackers = new ArrayList<>();
    ads.trackers().addBreakEvents(trackers, adBreak.events);
    return new VmapBreak(
        AdFacts.text(adBreak.breakId),
        at(written, adBreak.line),
        written,
        linear(adBreak),
        repeatAfterMs(adBreak),
        source(adBreak),
        trackers,
        adBreak.line);
  }

  private At at(String written, int line) {
    At at = parse(written);
    if (at instanceof At.Nowhere) {
      findings.add("bad-time-offset", line, SCHEMA, "timeOffset " + Findings.quote(written));
    }
    return at;
  }

  private static At parse(String written) {
    if (written.equalsIgnoreCase("start")) {
      return new At.Start();
    }
    if (written.equalsIgnoreCase("end")) {
      return new At.End();
    }
    if (written.endsWith("%")) {
      int milliPercent = VastTime.parseMilliPercent(written);
      return milliPercent < 0 ? new At.Nowhere() : new At.Share(milliPercent);
    }
    if (written.startsWith("#")) {
      int number = VastTime.parseCount(written.substring(1));
      return number < 0 ? new At.Nowhere() : new At.Opportunity(number);
    }
    long contentMs = VastTime.parseMs(written);
    return contentMs < 0 ? new At.Nowhere() : new At.Time(contentMs);
  }

  private boolean linear(VmapXml.AdBreak adBreak) {
    String types = adBreak.breakType == null ? "" : adBreak.breakType.toLowerCase(Locale.ROOT);
    boolean known = false;
    for (String type : types.split(",", -1)) {
      if (type.strip().equals("linear")) {
        return true;
      }
      known |= type.strip().equals("nonlinear") || type.strip().equals("display");
    }
    if (!known) {
      findings.add(
          "bad-break-type",
          adBreak.line,
          BREAK_TYPE,
          "breakType " + Findings.quote(types) + " is taken as linear");
    }
    return !known;
  }

  private long repeatAfterMs(VmapXml.AdBreak adBreak) {
    String written = AdFacts.text(adBreak.repeatAfter);
    long ms = written == null ? 0 : VastTime.parseMs(written);
    if (written != null && ms <= 0) {
      findings.add(
          "bad-repeat-after",
          adBreak.line,
          SCHEMA,
          "repeatAfter " + Findings.quote(written) + " is left out");
    }
    return Math.max(0, ms);
  }

  private Source source(VmapXml.AdBreak adBreak) {
    for (VmapXml.AdSource source : adBreak.sources) {
      boolean multiple = AdFacts.flag(source.allowMultipleAds, true);
      VmapXml.AdData data = first(source.data);
      VastDocument vast = data == null ? null : vast(data);
      if (vast != null) {
        return new Source.Inline(vast, multiple);
      }
      for (VastXml.Text tagUri : source.tagUris) {
        String uri = AdUrl.clean(tagUri.value);
        if (!uri.isEmpty()) {
          return new Source.Tag(uri, multiple, AdFacts.flag(source.followRedirects, true));
        }
      }
      VmapXml.CustomAdData custom = first(source.custom);
      if (custom != null) {
        String type = custom.templateType == null ? "" : custom.templateType;
        return new Source.Custom(type, custom.value == null ? "" : custom.value.strip());
      }
      findings.add("empty-ad-source", source.line, NOT_EXTRACTED, "an AdSource without ads");
    }
    return new Source.None();
  }

  private @Nullable VastDocument vast(VmapXml.AdData data) {
    StringBuilder text = new StringBuilder();
    for (Object part : data.content) {
      if (part instanceof VastXml.Vast vast) {
        return ads.map(vast);
      }
      text.append(part);
    }
    if (text.toString().isBlank()) {
      return null;
    }
    try {
      VastDocument vast = VastReader.read(VastReader.bytesOf(text.toString()));
      for (Issue issue : vast.issues()) {
        findings.add(issue.code(), data.line, issue.vastError(), issue.detail());
      }
      return vast;
    } catch (VastException e) {
      findings.add("bad-vast", data.line, e.errorCode(), "the VAST of a break: " + e.getMessage());
      return null;
    }
  }
}
