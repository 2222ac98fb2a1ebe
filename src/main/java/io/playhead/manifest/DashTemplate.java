package io.playhead.manifest;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * A {@code SegmentTemplate} or {@code SegmentList}: what it says itself, and what the same element
 * further out said before it.
 *
 * @param media the template of names; null if there is none
 * @param duration of each segment in ticks; -1 where a timeline tells, or nothing does
 * @param timeline of a {@code SegmentTimeline}; empty if there is none
 * @param urls of a {@code SegmentList}; empty if there is none
 */
record DashTemplate(
    @Nullable String media,
    long timescale,
    long startNumber,
    long presentationTimeOffset,
    long duration,
    List<Run> timeline,
    List<String> urls) {
  static final DashTemplate NONE = new DashTemplate(null, 1, 1, 0, -1, List.of(), List.of());

  /**
   * Segments of equal length one behind the other.
   *
   * @param start in ticks; -1: where the ones before end
   * @param repeat how many follow the first; -1: up to the next ones, or the period's end
   */
  record Run(long start, long duration, long repeat) {}

  /** Reads the element that has just begun, inside of a place where this one holds. */
  DashTemplate inside(XmlCursor xml, Findings findings) throws XMLStreamException {
    String ownMedia = xml.attribute("media");
    long ownTimescale = Math.max(1, xml.number("timescale", timescale));
    long ownStart = xml.number("startNumber", startNumber);
    long ownOffset = xml.number("presentationTimeOffset", presentationTimeOffset);
    long ownDuration = xml.number("duration", duration);
    List<Run> runs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    while (xml.child()) {
      if (xml.name().equals("SegmentTimeline")) {
        runs(xml, findings, runs);
        continue;
      }
      String name = xml.name().equals("SegmentURL") ? xml.attribute("media") : null;
      if (name != null && names.size() < ManifestLimits.MAX_SEGMENTS) {
        names.add(name);
      }
      xml.skip();
    }
    return new DashTemplate(
        ownMedia == null ? media : ownMedia,
        ownTimescale,
        ownStart,
        ownOffset,
        ownDuration,
        runs.isEmpty() ? timeline : runs,
        names.isEmpty() ? urls : names);
  }

  private static void runs(XmlCursor xml, Findings findings, List<Run> runs)
      throws XMLStreamException {
    while (xml.child()) {
      boolean segments = xml.name().equals("S");
      if (segments && runs.size() == ManifestLimits.MAX_SEGMENTS) {
        findings.add("too-many-segments", xml.line(), "a segment timeline is cut");
      } else if (segments && runs.size() < ManifestLimits.MAX_SEGMENTS) {
        runs.add(new Run(xml.number("t", -1), xml.number("d", 0), xml.number("r", 0)));
      }
      xml.skip();
    }
  }
}
