package io.playhead.inspect;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.Issue;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.TrackingUrl;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints an inspection for people. */
final class InspectionText {
  private final PrintWriter out;

  InspectionText(PrintWriter out) {
    this.out = out;
  }

  void print(Inspection inspection) {
    out.println(inspection.kind() + "  " + inspection.source());
    for (Inspection.Entry entry : inspection.entries()) {
      out.printf(
          "  line %-5d %-8s %s%n", entry.line(), entry.kind(), labelled(entry.id(), entry.what()));
    }
    section("Timeline");
    String bar = TimelineBar.draw(inspection.timeline());
    out.println(bar.isEmpty() ? "  nothing to play" : "  " + bar);
    for (AdBreak adBreak : inspection.timeline().breaks()) {
      print(adBreak);
    }
    if (!inspection.issues().isEmpty()) {
      section("Issues");
      inspection.issues().forEach(this::print);
    }
    if (!inspection.errors().isEmpty()) {
      section("Error beacons due");
      inspection.errors().forEach(e -> out.printf("  %d  %s%n", e.code(), e.url()));
    }
    out.flush();
  }

  private void section(String title) {
    out.println();
    out.println(title);
  }

  private static String labelled(@Nullable String id, String what) {
    return id == null ? what : id + ": " + what;
  }

  private void print(AdBreak adBreak) {
    out.printf(
        "  %s %s, %s to %s, content at %s%n",
        adBreak.kind().wireName(),
        adBreak.id(),
        seconds(adBreak.startMs()),
        seconds(adBreak.endMs()),
        seconds(adBreak.contentMs()));
    printTrackers(adBreak.beacons());
    for (PlacedAd ad : adBreak.ads()) {
      String title = ad.ad().details().title() == null ? "" : " " + ad.ad().details().title();
      out.printf(
          "    ad %s%s, %s to %s, %s%n",
          ad.id(),
          title,
          seconds(ad.startMs()),
          seconds(ad.endMs()),
          ad.fate().name().toLowerCase(Locale.ROOT));
      printTrackers(ad.beacons());
    }
  }

  private void printTrackers(List<BeaconSlot> beacons) {
    Map<String, List<String>> byEvent = new LinkedHashMap<>();
    for (BeaconSlot beacon : beacons) {
      TrackingUrl tracker = beacon.tracker();
      String name =
          tracker.offset() == null ? tracker.name() : tracker.name() + "@" + tracker.offset();
      byEvent.computeIfAbsent(name, any -> new ArrayList<>()).add(tracker.url());
    }
    byEvent.forEach(
        (event, urls) -> {
          out.printf("      %-24s %d%n", event, urls.size());
          urls.forEach(url -> out.printf("        %s%n", url));
        });
  }

  private void print(Issue issue) {
    String code = issue.vastError() == 0 ? "" : " (" + issue.vastError() + ")";
    String where = issue.pointer() == null ? "" : issue.pointer() + ": ";
    out.printf("  %s%s%s: %s%n", where, issue.code(), code, issue.detail());
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.3f s", ms / 1000.0);
  }
}
