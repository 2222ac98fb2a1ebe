package io.playhead.inspect;

import io.playhead.ingest.AdRequest;
import io.playhead.ingest.AdResolver;
import io.playhead.ingest.DocumentSource;
import io.playhead.ingest.ErrorBeacon;
import io.playhead.ingest.ParsedDocuments;
import io.playhead.ingest.VmapResolver;
import io.playhead.inspect.Inspection.Entry;
import io.playhead.inspect.RecordingSource.Fetched;
import io.playhead.timeline.Ad;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.Issue;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineSpec;
import io.playhead.vast.VastAd;
import io.playhead.vast.VastDocument;
import io.playhead.vast.VastException;
import io.playhead.vast.VastReader;
import io.playhead.vast.VmapBreak;
import io.playhead.vast.VmapBreak.Source;
import io.playhead.vast.VmapDocument;
import io.playhead.vast.VmapReader;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds out about a document by the way that sessions go, too. */
final class Inspector {
  private static final long CACHE_BYTES = 16 << 20;

  private final AdResolver ads;
  private final VmapResolver vmaps;
  private final RecordingSource source;
  private final AdRequest request;
  private final VmapResolver.Content content;

  /**
   * An inspector.
   *
   * @param source for wrappers and for the ad tags of a VMAP
   * @param content what a VMAP is laid over
   */
  Inspector(DocumentSource source, AdRequest request, VmapResolver.Content content) {
    ParsedDocuments parsed = new ParsedDocuments(CACHE_BYTES);
    this.source = new RecordingSource(source);
    this.ads = new AdResolver(this.source, parsed);
    this.vmaps = new VmapResolver(this.source, ads, parsed);
    this.request = request;
    this.content = content;
  }

  /** Fails with a {@link VastException} if the document is neither VAST nor VMAP. */
  Future<Inspection> inspect(String name, byte[] document) {
    try {
      return VmapReader.isVmap(document) ? vmap(name, document) : vast(name, document);
    } catch (VastException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Inspection> vast(String name, byte[] document) throws VastException {
    VastDocument vast = VastReader.read(document);
    List<Entry> entries = vast.ads().stream().map(Inspector::entry).toList();
    return ads.resolve(vast, request)
        .map(
            resolved -> {
              BreakSpec adBreak =
                  BreakSpec.of("break", new BreakSpec.Place.Stream(0), resolved.ads());
              TimelineSpec spec =
                  new TimelineSpec(false, TimelineSpec.UNKNOWN_DURATION, List.of(adBreak));
              String kind = "VAST " + (vast.version().isEmpty() ? "?" : vast.version());
              return inspection(
                  name, document, kind, entries, spec, resolved.issues(), resolved.errors());
            });
  }

  private Future<Inspection> vmap(String name, byte[] document) throws VastException {
    VmapDocument vmap = VmapReader.read(document);
    List<Entry> entries = new ArrayList<>();
    for (VmapBreak adBreak : vmap.breaks()) {
      String what = "at " + adBreak.written() + ", " + describe(adBreak.source());
      entries.add(new Entry("break", adBreak.id(), what, adBreak.line()));
      if (adBreak.source() instanceof Source.Inline inline) {
        inline.vast().ads().stream().map(Inspector::entry).forEach(entries::add);
      }
    }
    return vmaps
        .resolve(document, content, request)
        .map(
            resolved ->
                inspection(
                    name,
                    document,
                    "VMAP " + (vmap.version().isEmpty() ? "?" : vmap.version()),
                    entries,
                    resolved.timeline(),
                    resolved.issues(),
                    resolved.errors()));
  }

  private static String describe(Source source) {
    if (source instanceof Source.Inline inline) {
      return "VAST "
          + inline.vast().version()
          + " inline, "
          + inline.vast().ads().size()
          + " ad(s)";
    }
    if (source instanceof Source.Tag tag) {
      return "ad tag " + tag.uri();
    }
    return source instanceof Source.Custom custom
        ? "custom data of type " + custom.templateType()
        : "no ad source";
  }

  private static Entry entry(VastAd ad) {
    String pod = ad.sequence() > 0 ? ", number " + ad.sequence() + " of its pod" : "";
    String trackers = ad.trackers().size() + " tracker(s)";
    if (ad instanceof VastAd.Wrapper wrapper) {
      String what = trackers + pod + ", leads to " + wrapper.tagUri();
      return new Entry("Wrapper", ad.id(), what, ad.line());
    }
    VastAd.InLine inLine = (VastAd.InLine) ad;
    String title = inLine.details().title() == null ? "" : inLine.details().title() + ", ";
    String length = inLine.linear() ? length(inLine.durationMs()) : "not linear";
    return new Entry("InLine", ad.id(), title + length + pod + ", " + trackers, ad.line());
  }

  private static String length(long durationMs) {
    return durationMs == Ad.UNKNOWN_DURATION
        ? "unknown length"
        : String.format(Locale.ROOT, "%.3f s", durationMs / 1000.0);
  }

  private Inspection inspection(
      String name,
      byte[] document,
      String kind,
      List<Entry> entries,
      TimelineSpec spec,
      List<Issue> found,
      List<ErrorBeacon> errors) {
    List<Issue> issues = new ArrayList<>(found);
    Timeline timeline = Timeline.of(spec, issues::add);
    issues.addAll(AdCheck.unknownMacros("", document));
    for (Fetched fetched : source.fetched()) {
      issues.addAll(AdCheck.unknownMacros(fetched.url(), fetched.body().getBytes()));
    }
    return new Inspection(name, kind, entries, source.fetched(), timeline, issues, errors);
  }
}
