package io.playhead.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.playhead.manifest.DashManifest.Event;
import io.playhead.manifest.DashManifest.Period;
import io.playhead.xml.XmlBytes;
import io.playhead.xml.XmlException;
import io.playhead.xml.XmlPrefixes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an MPD (ISO/IEC 23009-1), or periods that stand alone, as remote ones do.
 *
 * <p>Names count, namespaces do not. Where the document stops being XML, what was read before stays
 * and an issue says so. Safe to call from many threads.
 */
public final class DashReader {
  /** Events this far from their period are of another clock. */
  private static final long FAR_MICROS = 24 * 3600 * Decimal.MICROS;

  private final XmlCursor xml;
  private final Findings findings = new Findings();
  private final List<PeriodDraft> periods = new ArrayList<>();
  private boolean live;
  private long availabilityMicros = -1;
  private long durationMicros = -1;
  private long updateMicros = -1;

  private DashReader(XmlBytes source) throws XMLStreamException {
    xml = new XmlCursor(source);
  }

  /** A period that has no place yet. */
  private static final class PeriodDraft {
    private @Nullable String id;
    private @Nullable String asset;
    private long startMicros = -1;
    private long durationMicros = -1;
    private final List<DashEvents.Draft> events = new ArrayList<>();
    private final List<Representation> representations = new ArrayList<>();
  }

  private record Representation(@Nullable String id, DashTemplate template) {}

  /**
   * Reads an MPD from the bytes in which it came.
   *
   * @throws ManifestException if it is none, or over a limit
   */
  public static DashManifest read(byte[] document) throws ManifestException {
    XmlBytes source;
    try {
      source = whole(XmlBytes.of(document, ManifestLimits.MAX_BYTES));
    } catch (XmlException e) {
      throw new ManifestException(String.valueOf(e.getMessage()), e.line());
    }
    DashManifest read = tryRead(source);
    Set<String> undeclared = read.whole() ? Set.of() : XmlPrefixes.undeclared(source);
    return undeclared.isEmpty() ? read : tryRead(XmlPrefixes.declare(source, undeclared));
  }

  /** Remote periods come without a root, and there may be several (ISO/IEC 23009-1, 5.5). */
  private static XmlBytes whole(XmlBytes source) {
    byte[] bytes = source.bytes();
    int at = source.offset();
    while (at < bytes.length && bytes[at] <= ' ' && bytes[at] > 0) {
      at++;
    }
    if (!new String(bytes, at, Math.min(7, bytes.length - at), UTF_8).equals("<Period")) {
      return source;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length + 16);
    all.writeBytes("<MPD>".getBytes(UTF_8));
    all.write(bytes, source.offset(), bytes.length - source.offset());
    all.writeBytes("</MPD>".getBytes(UTF_8));
    return new XmlBytes(all.toByteArray(), 0, source.line());
  }

  private static DashManifest tryRead(XmlBytes source) throws ManifestException {
    try {
      DashReader reader = new DashReader(source);
      return reader.placed(reader.readWhole());
    } catch (XMLStreamException e) {
      throw new ManifestException("is not XML: " + message(e), ManifestException.NO_LINE);
    }
  }

  /** Reads as far as it goes; says whether that was to the end. */
  private boolean readWhole() throws ManifestException {
    boolean begun = false;
    try {
      if (!xml.child()) {
        throw new ManifestException("has no root", ManifestException.NO_LINE);
      }
      String root = xml.name();
      begun = root.equals("MPD");
      if (!begun) {
        throw new ManifestException("has the root " + Findings.quote(root), xml.line());
      }
      presentation();
      return true;
    } catch (XMLStreamException | RuntimeException e) {
      // Aalto reads text when it is asked for, and then can only complain unchecked.
      if (!begun && periods.isEmpty()) {
        // With prefixes that were not declared there is not even a root.
        begun = e instanceof XMLStreamException;
      }
      if (!begun) {
        throw new ManifestException("is not XML: " + message(e), ManifestException.NO_LINE);
      }
      findings.add("manifest-cut", xml.line(), "the MPD is not XML from here: " + message(e));
      return false;
    }
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void presentation() throws XMLStreamException {
    live = "dynamic".equals(xml.attribute("type"));
    String available = xml.attribute("availabilityStartTime");
    availabilityMicros = available == null ? -1 : IsoDate.micros(available);
    durationMicros = xml.durationMicros("mediaPresentationDuration");
    updateMicros = xml.durationMicros("minimumUpdatePeriod");
    while (xml.child()) {
      if (!xml.name().equals("Period")) {
        xml.skip();
      } else if (periods.size() == ManifestLimits.MAX_BREAKS) {
        findings.add("too-many-periods", xml.line(), "a period is left out");
        xml.skip();
      } else {
        period();
      }
    }
  }

  private void period() throws XMLStreamException {
    PeriodDraft period = new PeriodDraft();
    periods.add(period);
    period.id = xml.attribute("id");
    period.startMicros = xml.durationMicros("start");
    period.durationMicros = xml.durationMicros("duration");
    DashTemplate template = DashTemplate.NONE;
    while (xml.child()) {
      switch (xml.name()) {
        case "AssetIdentifier" -> {
          period.asset = xml.attribute("schemeIdUri") + " " + xml.attribute("value");
          xml.skip();
        }
        case "EventStream" -> new DashEvents(xml, findings).stream(period.events);
        case "SegmentTemplate", "SegmentList" -> template = template.inside(xml, findings);
        case "AdaptationSet" -> adaptationSet(period, template);
        default -> xml.skip();
      }
    }
  }

  private void adaptationSet(PeriodDraft period, DashTemplate outer) throws XMLStreamException {
    DashTemplate template = outer;
    while (xml.child()) {
      switch (xml.name()) {
        case "SegmentTemplate", "SegmentList" -> template = template.inside(xml, findings);
        case "Representation" -> representation(period, template);
        default -> xml.skip();
      }
    }
    // Its own may stand behind its representations.
    period.representations.add(new Representation(null, template));
  }

  private void representation(PeriodDraft period, DashTemplate outer) throws XMLStreamException {
    String id = xml.attribute("id");
    DashTemplate template = outer;
    while (xml.child()) {
      boolean segments = xml.name().equals("SegmentTemplate") || xml.name().equals("SegmentList");
      if (segments) {
        template = template.inside(xml, findings);
      } else {
        xml.skip();
      }
    }
    if (period.representations.size() < ManifestLimits.MAX_VARIANTS) {
      period.representations.add(new Representation(id, template));
    }
  }

  /** Gives each period its place (ISO/IEC 23009-1, 5.3.2.1). */
  private DashManifest placed(boolean whole) {
    long nextStart = 0;
    for (PeriodDraft period : periods) {
      period.startMicros = period.startMicros < 0 ? nextStart : period.startMicros;
      boolean known = period.startMicros >= 0 && period.durationMicros >= 0;
      nextStart = known ? period.startMicros + period.durationMicros : -1;
    }
    placeLast();
    List<Period> all = new ArrayList<>();
    DashSegments segments = new DashSegments();
    for (int i = 0; i < periods.size(); i++) {
      PeriodDraft period = periods.get(i);
      long next = i + 1 < periods.size() ? periods.get(i + 1).startMicros : -1;
      if (period.startMicros < 0) {
        findings.add("period-without-start", 0, "a period is taken to begin with the one before");
        period.startMicros = periods.get(i - 1).startMicros;
      }
      long end = endMicros(period, next);
      all.add(
          new Period(
              period.id,
              period.startMicros,
              end < 0 ? -1 : end - period.startMicros,
              period.asset,
              events(period, end)));
      for (Representation one : period.representations) {
        segments.add(one.template(), one.id(), period.startMicros, end);
      }
    }
    return new DashManifest(
        live,
        availabilityMicros,
        durationMicros,
        updateMicros,
        segments.endMicros(),
        all,
        segments.toRuns(),
        whole,
        findings.toList());
  }

  /** The last period may have its place from where the presentation ends. */
  private void placeLast() {
    if (!periods.isEmpty() && durationMicros >= 0) {
      PeriodDraft last = periods.get(periods.size() - 1);
      if (last.startMicros < 0 && last.durationMicros >= 0) {
        last.startMicros = Math.max(0, durationMicros - last.durationMicros);
      }
    }
  }

  private long endMicros(PeriodDraft period, long nextStart) {
    if (period.durationMicros >= 0) {
      return period.startMicros + period.durationMicros;
    }
    if (nextStart >= 0) {
      return Math.max(period.startMicros, nextStart);
    }
    return durationMicros < 0 ? -1 : Math.max(period.startMicros, durationMicros);
  }

  /** Events at their places: most packagers count from the period's start, some do not. */
  private static List<Event> events(PeriodDraft period, long endMicros) {
    List<Event> events = new ArrayList<>();
    for (DashEvents.Draft draft : period.events) {
      long start = period.startMicros + draft.offsetMicros();
      boolean outside = start > (endMicros < 0 ? period.startMicros : endMicros) + FAR_MICROS;
      boolean absolute = Math.abs(draft.absoluteMicros() - period.startMicros) < FAR_MICROS;
      Event event = draft.event();
      events.add(
          new Event(
              event.id(),
              outside && absolute ? draft.absoluteMicros() : start,
              event.durationMicros(),
              event.splice(),
              event.signalling()));
    }
    return events;
  }
}
