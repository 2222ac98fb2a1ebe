package io.playhead.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.playhead.manifest.DashManifest.Event;
import io.playhead.manifest.Splice.Command;
import io.playhead.manifest.Splice.Insert;
import io.playhead.manifest.Splice.Segmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event streams of a period that speak of ads: SCTE 35 as XML (SCTE 35, 11) and in base64
 * (SCTE 214-1), and ad creative signalling (SVTA 2053).
 */
final class DashEvents {
  private static final Set<String> SIGNALLING =
      Set.of(
          "urn:svta:advertising-wg:ad-creative-signaling",
          "urn:svta:advertising-wg:ad-id-signaling");
  private static final String SCTE35 = "urn:scte:scte35";
  private static final long PTS_MASK = (1L << 33) - 1;

  private final XmlCursor xml;
  private final Findings findings;
  private int count;

  // Of the splice that is read:
  private long ptsAdjustment;
  private long pts = Splice.NONE;
  private boolean timed;
  private @Nullable Insert insert;
  private @Nullable Splice splice;
  private final List<Segmentation> segmentations = new ArrayList<>();

  DashEvents(XmlCursor xml, Findings findings) {
    this.xml = xml;
    this.findings = findings;
  }

  /**
   * An event before its period has a place.
   *
   * @param offsetMicros from the period's start
   * @param absoluteMicros as written
   */
  record Draft(long offsetMicros, long absoluteMicros, Event event) {
    private Draft with(@Nullable Splice splice, @Nullable AdSignalling signalling) {
      return new Draft(
          offsetMicros,
          absoluteMicros,
          new Event(event.id(), 0, event.durationMicros(), splice, signalling));
    }
  }

  /** Reads the event stream that has just begun. */
  void stream(List<Draft> events) throws XMLStreamException {
    String scheme = xml.attribute("schemeIdUri");
    boolean splices = scheme != null && scheme.startsWith(SCTE35);
    boolean signalling = scheme != null && SIGNALLING.contains(scheme);
    if (!splices && !signalling) {
      xml.skip();
      return;
    }
    long timescale = Math.max(1, xml.number("timescale", 1));
    long presentationTimeOffset = xml.number("presentationTimeOffset", 0);
    while (xml.child()) {
      if (xml.name().equals("Event") && hasRoom()) {
        event(events, timescale, presentationTimeOffset, splices);
      } else {
        xml.skip();
      }
    }
  }

  private boolean hasRoom() {
    if (++count > ManifestLimits.MAX_MARKERS) {
      findings.add("too-many-markers", xml.line(), "an event is left out");
    }
    return count <= ManifestLimits.MAX_MARKERS;
  }

  private void event(List<Draft> events, long timescale, long pto, boolean splices)
      throws XMLStreamException {
    int line = xml.line();
    long time = xml.number("presentationTime", pto);
    long duration = xml.number("duration", -1);
    String id = xml.attribute("id");
    String data = xml.attribute("messageData");
    boolean base64 = "base64".equals(xml.attribute("contentEncoding"));
    Event drafted =
        new Event(id, 0, duration < 0 ? -1 : Ticks.micros(duration, timescale), null, null);
    Draft draft =
        new Draft(Ticks.micros(time - pto, timescale), Ticks.micros(time, timescale), drafted);
    if (!splices) {
      String text = xml.text();
      String json = text.isBlank() && data != null ? data : text;
      events.add(draft.with(null, signalling(json, base64, line)));
      return;
    }
    splice = findings.splice(data, line);
    begin();
    try {
      while (xml.child()) {
        section(line);
      }
    } finally {
      // Of an event that is cut off, too, what came is known.
      events.add(draft.with(said(), null));
    }
  }

  private @Nullable AdSignalling signalling(String text, boolean base64, int line) {
    String json = text.strip();
    try {
      return base64 || !json.startsWith("{")
          ? AdSignalling.readBase64(json)
          : AdSignalling.read(json.getBytes(UTF_8));
    } catch (ManifestException e) {
      findings.add("bad-signalling", line, "ad creative signalling " + e.getMessage());
      return null;
    }
  }

  private void begin() {
    ptsAdjustment = 0;
    pts = Splice.NONE;
    timed = false;
    insert = null;
    segmentations.clear();
  }

  /** The splice that was read: the one in base64, else the one in XML, if there is one. */
  private @Nullable Splice said() {
    if (splice != null || (!timed && insert == null && segmentations.isEmpty())) {
      return splice;
    }
    long adjusted = pts == Splice.NONE ? Splice.NONE : (pts + ptsAdjustment) & PTS_MASK;
    return new Splice(true, false, new Command(adjusted, insert), segmentations);
  }

  /** Reads the element that has just begun, and what is inside. */
  private void section(int line) throws XMLStreamException {
    switch (xml.name()) {
      case "Binary" -> {
        StringBuilder text = new StringBuilder();
        try {
          xml.text(text);
        } finally {
          splice = findings.splice(text.toString(), line);
        }
        return;
      }
      case "SegmentationDescriptor" -> {
        segmentation();
        return;
      }
      case "SpliceInfoSection" -> ptsAdjustment = xml.number("ptsAdjustment", 0);
      case "SpliceInsert" ->
          insert =
              new Insert(
                  xml.number("spliceEventId", 0),
                  xml.flag("spliceEventCancelIndicator"),
                  xml.flag("outOfNetworkIndicator"),
                  Splice.NONE,
                  false);
      case "SpliceTime" -> pts = xml.number("ptsTime", Splice.NONE);
      case "TimeSignal" -> timed = true;
      case "BreakDuration" -> breakDuration();
      default -> {}
    }
    while (xml.child()) {
      section(line);
    }
  }

  private void breakDuration() throws XMLStreamException {
    if (insert != null) {
      insert =
          new Insert(
              insert.eventId(),
              insert.cancelled(),
              insert.out(),
              xml.number("duration", Splice.NONE),
              xml.flag("autoReturn"));
    }
  }

  private void segmentation() throws XMLStreamException {
    long eventId = xml.number("segmentationEventId", 0);
    boolean cancelled = xml.flag("segmentationEventCancelIndicator");
    long durationTicks = xml.number("segmentationDuration", Splice.NONE);
    long type = xml.number("segmentationTypeId", 0);
    String upid = "";
    while (xml.child()) {
      // Some write what belongs to the descriptor here.
      type = type == 0 ? xml.number("segmentationTypeId", 0) : type;
      upid = xml.name().equals("SegmentationUpid") ? xml.text().strip() : skipped(upid);
    }
    segmentations.add(new Segmentation(eventId, cancelled, (int) type, durationTicks, upid));
  }

  private String skipped(String upid) throws XMLStreamException {
    xml.skip();
    return upid;
  }
}
