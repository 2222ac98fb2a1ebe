package io.playhead.inspect;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.AdDetails;
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

/**
 * Prints an inspection for people: tracker URLs in full, to be copied, all others cut to what fits
 * a line.
 */
final class InspectionText {
  private static final int URL_LENGTH = 72;
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[31m";
  private static final String YELLOW = "\u001b[33m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final boolean colours;

  InspectionText(PrintWriter out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  void print(Inspection inspection) {
    out.println(coloured(BOLD, inspection.kind()) + "  " + inspection.source());
    for (Inspection.Entry entry : inspection.entries()) {
      out.printf(
          "  line %-5d %-8s %s%n",
          entry.line(), entry.kind(), labelled(entry.id(), shortenedAll(entry.what())));
    }
    if (!inspection.fetched().isEmpty()) {
      section("Fetched");
      inspection.fetched().forEach(this::print);
    }
    section("Timeline");
    String bar = TimelineBar.draw(inspection.endMs(), inspection.pieces());
    out.println(bar.isEmpty() ? "  nothing to play" : "  " + bar);
    inspection.timeline().breaks().forEach(this::print);
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
    out.println(coloured(BOLD, title));
  }

  private String coloured(String colour, String text) {
    return colours ? colour + text + PLAIN : text;
  }

  private static String labelled(@Nullable String id, String what) {
    return id == null ? what : id + ": " + what;
  }

  private void print(RecordingSource.Fetched fetched) {
    boolean good = fetched.result().startsWith("2");
    out.printf(
        "  %s  %d bytes in %d ms  %s%n",
        coloured(good ? PLAIN : RED, fetched.result()),
        fetched.body().length(),
        fetched.tookMs(),
        shortened(fetched.url()));
  }

  private void print(AdBreak adBreak) {
    out.printf(
        "  %s %s, %s to %s, content at %s%s%n",
        adBreak.kind().wireName(),
        adBreak.id(),
        seconds(adBreak.startMs()),
        seconds(adBreak.endMs()),
        seconds(adBreak.contentMs()),
        adBreak.ads().isEmpty() ? ", no ads" : "");
    printTrackers(adBreak.beacons());
    adBreak.ads().forEach(this::print);
  }

  private void print(PlacedAd ad) {
    AdDetails details = ad.ad().details();
    String fate = ad.fate().name().toLowerCase(Locale.ROOT);
    out.printf(
        "    ad %s%s, %s to %s, %s%n",
        ad.id(),
        details.title() == null ? "" : " " + details.title(),
        seconds(ad.startMs()),
        seconds(ad.endMs()),
        ad.fate() == PlacedAd.Fate.WHOLE ? fate : coloured(RED, fate));
    print("creative", details.creativeId());
    print("universal ad id", String.join(", ", details.universalAdIds()));
    print("click-through", details.clickThrough());
    print("not tracked", String.join(", ", AdCheck.notTracked(ad)));
    printTrackers(ad.beacons());
  }

  private void print(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      out.printf("      %-24s %s%n", name, value);
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
          out.printf("      %-24s %d%n", event.isEmpty() ? "(no event)" : event, urls.size());
          urls.forEach(url -> out.printf("        %s%n", url));
        });
  }

  private void print(Issue issue) {
    String error = issue.vastError() == 0 ? "" : " (" + issue.vastError() + ")";
    out.printf(
        "  %s%s: %s%n",
        coloured(issue.vastError() == 0 ? YELLOW : RED, issue.code() + error),
        issue.pointer() == null ? "" : " at " + shortenedAll(issue.pointer()),
        shortenedAll(issue.detail()));
  }

  /** The same with every URL in it cut. */
  private static String shortenedAll(String text) {
    StringBuilder all = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      boolean url = word.startsWith("http://") || word.startsWith("https://");
      all.append(all.isEmpty() ? "" : " ").append(url ? shortened(word) : word);
    }
    return all.toString();
  }

  private static String shortened(String url) {
    return url.length() <= URL_LENGTH ? url : url.substring(0, URL_LENGTH - 1) + "…";
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.3f s", ms / 1000.0);
  }
}
