package io.playhead.manifest;

/**
 * The segmentation types that mean ads (SCTE 35 2023, table 23). Each has an even number where it
 * begins and the next odd one where it ends.
 */
final class SegmentationType {
  private static final int BREAK = 0x22;
  private static final int PROVIDER_AD = 0x30;
  private static final int DISTRIBUTOR_AD = 0x32;
  private static final int PROVIDER_PLACEMENT = 0x34;
  private static final int DISTRIBUTOR_PLACEMENT = 0x36;
  private static final int PROVIDER_AD_BLOCK = 0x44;
  private static final int DISTRIBUTOR_AD_BLOCK = 0x46;

  private SegmentationType() {}

  static boolean ofAds(int type) {
    return depth(type) > 0;
  }

  static boolean starts(int type) {
    return (type & 1) == 0;
  }

  /** Ends from the inside out, then beginnings from the outside in. */
  static int order(int type) {
    return starts(type) ? depth(type) : -depth(type);
  }

  private static int depth(int type) {
    return switch (type & ~1) {
      case BREAK -> 1;
      case PROVIDER_AD_BLOCK, DISTRIBUTOR_AD_BLOCK -> 2;
      case PROVIDER_PLACEMENT, DISTRIBUTOR_PLACEMENT -> 3;
      case PROVIDER_AD, DISTRIBUTOR_AD -> 4;
      default -> 0;
    };
  }
}
