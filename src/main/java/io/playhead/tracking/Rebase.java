package io.playhead.tracking;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the progress of sessions from one timeline of a stream to a newer one.
 *
 * <p>Claims go along by the identities of breaks, ads and beacons; claims of what the newer
 * timeline does not have are given up. What was played stays: it is stream time, and may earn more
 * on the newer timeline. That is found out with the next report.
 */
public final class Rebase {
  private static final int GONE = -1;

  /** The new bit of each old one. */
  private final int[] bits;

  private final Map<String, Integer> beforeNames;

  private final Timeline before;

  private Rebase(Timeline before, int[] bits, Map<String, Integer> beforeNames) {
    this.before = before;
    this.bits = bits;
    this.beforeNames = beforeNames;
  }

  /** Compares two timelines; may be used for all sessions that go from one to the other. */
  public static Rebase between(Timeline before, Timeline after) {
    Map<String, Integer> afterBits = names(after.breaks());
    int[] bits = new int[before.bits()];
    Arrays.fill(bits, GONE);
    Map<String, Integer> beforeNames = names(before.breaks());
    beforeNames.forEach((name, bit) -> bits[bit] = afterBits.getOrDefault(name, GONE));
    return new Rebase(before, bits, beforeNames);
  }

  /**
   * A break, ad or beacon that has a claim and that the newer timeline does not have; null if there
   * is none. Should it come back later, it would be claimed a second time.
   *
   * @param fromMs breaks that begin before do not count; they never come back
   */
  public @Nullable String forgotten(Progress progress, long fromMs) {
    Set<Integer> left = new HashSet<>();
    for (AdBreak adBreak : before.breaks()) {
      if (adBreak.startMs() < fromMs) {
        left.addAll(names(List.of(adBreak)).values());
      }
    }
    for (Map.Entry<String, Integer> name : beforeNames.entrySet()) {
      int bit = name.getValue();
      if (bits[bit] == GONE && progress.isClaimed(bit) && !left.contains(bit)) {
        return name.getKey();
      }
    }
    return null;
  }

  /** The progress on the newer timeline. */
  public Progress apply(Progress progress) {
    Progress next = progress.copy();
    next.claimed = new long[0];
    for (int bit = 0; bit < bits.length; bit++) {
      if (bits[bit] != GONE && progress.isClaimed(bit)) {
        next.claim(bits[bit]);
      }
    }
    next.footnotes =
        progress.footnotes.withFiredBits(
            progress.footnotes.fired().stream()
                .map(bit -> bit < bits.length ? bits[bit] : GONE)
                .filter(bit -> bit != GONE)
                .toList());
    next.quietUntilMs = 0;
    next.recheck = next.started();
    return next;
  }

  /** The bits of all marks and beacons by names that are the same on every timeline. */
  private static Map<String, Integer> names(List<AdBreak> breaks) {
    Map<String, Integer> names = new HashMap<>();
    for (AdBreak adBreak : breaks) {
      names.put("break " + adBreak.id(), adBreak.mark());
      putAll(names, adBreak.beacons());
      for (PlacedAd ad : adBreak.ads()) {
        names.put("ad " + ad.key() + " of " + adBreak.id(), ad.mark());
        putAll(names, ad.beacons());
      }
    }
    return names;
  }

  private static void putAll(Map<String, Integer> names, List<BeaconSlot> slots) {
    for (BeaconSlot slot : slots) {
      names.put(slot.key(), slot.bit());
    }
  }
}
