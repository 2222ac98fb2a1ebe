package io.playhead.vast;

import io.playhead.timeline.Ad;
import io.playhead.timeline.BreakSpec;
import io.playhead.timeline.BreakSpec.Place;
import io.playhead.timeline.Issue;
import io.playhead.timeline.TimelineSpec;
import io.playhead.vast.VmapBreak.At;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The breaks of a VMAP at their places in the content, repeats included.
 *
 * @param breaks in document order, each followed by its repeats
 * @param issues breaks that have no place and why; bounded
 */
public record VmapPlacement(List<PlacedBreak> breaks, List<Issue> issues) {
  /** Breaks of one placement, repeats included. */
  public static final int MAX_BREAKS = 500;

  public VmapPlacement {
    breaks = List.copyOf(breaks);
    issues = List.copyOf(issues);
  }

  /**
   * A break of the VMAP, or one of its repeats.
   *
   * @param id unique among the placed breaks, and the same whenever the same VMAP is placed:
   *     breakId, else timeOffset, with {@code #n} for the n-th of the same name, and {@code @ms}
   *     for a repeat
   * @param place a content position or the end
   * @param source what the VMAP says
   */
  public record PlacedBreak(String id, Place place, VmapBreak source) {}

  /**
   * Finds the place of every linear break.
   *
   * @param contentDurationMs length of the content without ads; {@link
   *     TimelineSpec#UNKNOWN_DURATION} leaves breaks placed by percent, and repeats, out
   * @param opportunitiesMs content positions that {@code #1}, {@code #2} and so on mean
   */
  public static VmapPlacement of(
      VmapDocument vmap, long contentDurationMs, List<Long> opportunitiesMs) {
    return new Placing(contentDurationMs, opportunitiesMs).place(vmap);
  }

  /**
   * The timeline that the placed breaks make with their ads.
   *
   * @param contentDurationMs as for {@link #of}
   * @param adsByBreak the resolved ads by {@link PlacedBreak#id}; a break that is missing has none
   */
  public TimelineSpec timeline(long contentDurationMs, Map<String, List<Ad>> adsByBreak) {
    List<BreakSpec> specs = new ArrayList<>();
    for (PlacedBreak placed : breaks) {
      List<Ad> ads = adsByBreak.getOrDefault(placed.id(), List.of());
      specs.add(
          new BreakSpec(
              placed.id(),
              placed.place(),
              BreakSpec.UNKNOWN_DURATION,
              BreakSpec.UNKNOWN_DURATION,
              false,
              ads,
              placed.source().trackers()));
    }
    return new TimelineSpec(false, contentDurationMs, specs);
  }

  private static final class Placing {
    private static final int SCHEMA = 1000;
    private static final int GENERAL = 1004;

    private final long contentDurationMs;
    private final List<Long> opportunitiesMs;
    private final Findings findings = new Findings();
    private final Set<String> ids = new HashSet<>();
    private final List<PlacedBreak> placed = new ArrayList<>();

    Placing(long contentDurationMs, List<Long> opportunitiesMs) {
      this.contentDurationMs = contentDurationMs;
      this.opportunitiesMs = opportunitiesMs;
    }

    VmapPlacement place(VmapDocument vmap) {
      for (VmapBreak adBreak : vmap.breaks()) {
        Place place = adBreak.linear() ? placeOf(adBreak) : null;
        if (!adBreak.linear()) {
          leaveOut(adBreak, "break-not-linear", "has no linear ads");
        } else if (place != null) {
          add(adBreak, place);
        }
      }
      return new VmapPlacement(placed, findings.toList());
    }

    private @Nullable Place placeOf(VmapBreak adBreak) {
      At at = adBreak.at();
      if (at instanceof At.Start) {
        return new Place.Content(0);
      }
      if (at instanceof At.End) {
        return new Place.End();
      }
      if (at instanceof At.Time time) {
        return new Place.Content(time.contentMs());
      }
      if (at instanceof At.Share share) {
        return placeOf(adBreak, share);
      }
      if (at instanceof At.Opportunity opportunity) {
        if (opportunity.number() <= opportunitiesMs.size()) {
          return new Place.Content(opportunitiesMs.get(opportunity.number() - 1));
        }
        leaveOut(adBreak, "unknown-opportunity", "names an opportunity that the content has not");
        return null;
      }
      leaveOut(adBreak, "break-without-place", "has no place");
      return null;
    }

    private @Nullable Place placeOf(VmapBreak adBreak, At.Share share) {
      if (share.milliPercent() == 0) {
        return new Place.Content(0);
      }
      if (share.milliPercent() == 100_000) {
        return new Place.End();
      }
      if (contentDurationMs == TimelineSpec.UNKNOWN_DURATION) {
        leaveOut(adBreak, "unknown-content-duration", "stands at a share of unknown content");
        return null;
      }
      return new Place.Content(contentDurationMs * share.milliPercent() / 100_000);
    }

    private void add(VmapBreak adBreak, Place place) {
      String name = adBreak.id() != null ? adBreak.id() : adBreak.written();
      String id = name;
      for (int number = 2; !ids.add(id); number++) {
        id = name + "#" + number;
      }
      if (!addOne(adBreak, id, place) || adBreak.repeatAfterMs() == 0) {
        return;
      }
      if (!(place instanceof Place.Content first)
          || contentDurationMs == TimelineSpec.UNKNOWN_DURATION) {
        findings.add(
            "repeat-left-out",
            adBreak.line(),
            GENERAL,
            "break " + id + " is not repeated: the content's end is not known or reached");
        return;
      }
      long atMs = first.contentMs() + adBreak.repeatAfterMs();
      while (atMs < contentDurationMs
          && addOne(adBreak, id + "@" + atMs, new Place.Content(atMs))) {
        atMs += adBreak.repeatAfterMs();
      }
    }

    /** Adds a break; false once there are too many. */
    private boolean addOne(VmapBreak adBreak, String id, Place place) {
      if (placed.size() == MAX_BREAKS) {
        leaveOut(adBreak, "too-many-breaks", "is one more than " + MAX_BREAKS);
        return false;
      }
      placed.add(new PlacedBreak(id, place, adBreak));
      return true;
    }

    private void leaveOut(VmapBreak adBreak, String code, String why) {
      String name = adBreak.id() != null ? adBreak.id() : "at " + Findings.quote(adBreak.written());
      findings.add(code, adBreak.line(), SCHEMA, "break " + name + " " + why);
    }
  }
}
