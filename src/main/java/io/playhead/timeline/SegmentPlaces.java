package io.playhead.timeline;

/** Says where on a stream the media segments begin that a player asks for. */
@FunctionalInterface
public interface SegmentPlaces {
  /** Of a stream of whose segments nothing is known. */
  SegmentPlaces NONE = (url, nearMs) -> SegmentStarts.UNKNOWN;

  /**
   * Where the segment behind a URL begins.
   *
   * @param url as the player asks for it, absolute or not
   * @param nearMs where on the stream it is expected; decides where it plays more than once
   * @return stream milliseconds, or {@link SegmentStarts#UNKNOWN}
   */
  long startMs(String url, long nearMs);
}
