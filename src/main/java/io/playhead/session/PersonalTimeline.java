package io.playhead.session;

import io.playhead.timeline.AdBreak;
import io.playhead.timeline.BeaconSlot;
import io.playhead.timeline.Issue;
import io.playhead.timeline.PlacedAd;
import io.playhead.timeline.Timeline;
import io.playhead.timeline.TimelineParts;
import io.playhead.timeline.TimelineSpec;
import io.playhead.tracking.DueBeacon;
import java.util.ArrayList;
import java.util.List;

/**
 * A timeline that only one session has: its texts packed, the rest shared with all sessions for
 * whom that is the same.
 */
final class PersonalTimeline implements SessionTimeline {
  private final Shape shape;
  private final byte[] dictionary;
  private final byte[] packed;

  PersonalTimeline(Shape shape, List<String> texts) {
    byte[] plain = PackedTexts.plain(texts);
    this.shape = shape;
    this.dictionary = shape.dictionary(plain);
    this.packed = PackedTexts.pack(plain, dictionary);
  }

  @Override
  public Timeline shape() {
    return shape.timeline;
  }

  @Override
  public Timeline whole() {
    List<String> texts = PackedTexts.unpack(packed, dictionary);
    return Timeline.of(new TimelineParts(shape.timeline.spec(), texts).whole(), issue -> {});
  }

  /** Both are laid out alike: what has a bit in the one has the same in the other. */
  @Override
  public List<DueBeacon> whole(List<DueBeacon> due) {
    Timeline whole = whole();
    List<DueBeacon> all = new ArrayList<>(due.size());
    for (DueBeacon beacon : due) {
      AdBreak adBreak = whole.breaks().get(beacon.adBreak().index());
      PlacedAd ad = beacon.ad() == null ? null : ad(adBreak, beacon.ad().mark());
      List<BeaconSlot> slots = ad == null ? adBreak.beacons() : ad.beacons();
      all.add(
          new DueBeacon(
              slot(slots, beacon.slot().bit()),
              adBreak,
              ad,
              beacon.dueAtMs(),
              beacon.positionMs(),
              beacon.occurrence(),
              beacon.errorCode()));
    }
    return all;
  }

  private static PlacedAd ad(AdBreak adBreak, int mark) {
    for (PlacedAd ad : adBreak.ads()) {
      if (ad.mark() == mark) {
        return ad;
      }
    }
    throw new IllegalStateException("no ad with mark " + mark + " in break " + adBreak.id());
  }

  private static BeaconSlot slot(List<BeaconSlot> slots, int bit) {
    for (BeaconSlot slot : slots) {
      if (slot.bit() == bit) {
        return slot;
      }
    }
    throw new IllegalStateException("no beacon with bit " + bit);
  }

  /** What is the same in timelines that differ only in their texts. */
  static final class Shape {
    private final Timeline timeline;
    private final List<Issue> issues;
    private boolean used;
    private byte[] dictionary = PackedTexts.NO_DICTIONARY;

    Shape(TimelineSpec withoutTexts) {
      List<Issue> found = new ArrayList<>();
      timeline = Timeline.of(withoutTexts, found::add);
      issues = List.copyOf(found);
    }

    /** Found while laying it out. They say nothing of texts. */
    List<Issue> issues() {
      return issues;
    }

    /** None for the first session: it may stay the only one of this shape. */
    private synchronized byte[] dictionary(byte[] plain) {
      if (used && dictionary.length == 0) {
        dictionary = PackedTexts.dictionary(plain);
      }
      used = true;
      return dictionary;
    }
  }
}
