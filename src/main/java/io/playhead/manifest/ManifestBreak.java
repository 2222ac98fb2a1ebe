package io.playhead.manifest;

import io.playhead.timeline.Ad;
import io.playhead.timeline.TrackingUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ad break as a manifest tells of it, at its place on the stream. Its ads are those that the
 * manifest names; where it names none, they must be asked for elsewhere.
 *
 * @param id stable: from the marker's own id where it has one, never a place in a list
 * @param startMs on the stream; negative where it began in front of all that was ever read
 * @param durationMs {@link #UNKNOWN} while no end is in sight, and for a place at which ads may be
 *     put in
 * @param elapsedMs how much of it the stream has so far
 * @param open whether it may still grow or end early
 * @param insertion whether its ads are not on the stream that was read, but come in between
 * @param replacesContentMs how much of that stream an insertion covers; {@link #UNKNOWN}: as much
 *     as it plays
 * @param startEpochMs the programme's date at its start; -1 if not known
 * @param endEpochMs the same at its end
 * @param eventId of SCTE 35; -1 if it has none
 * @param ads with their trackers, from SVTA 2053 signalling
 * @param trackers of the break itself, from there too
 * @param assetUris playlists that an interstitial plays
 * @param assetList a JSON document that lists them, null if there is none
 */
public record ManifestBreak(
    String id,
    long startMs,
    long durationMs,
    long elapsedMs,
    boolean open,
    boolean insertion,
    long replacesContentMs,
    long startEpochMs,
    long endEpochMs,
    long eventId,
    List<Ad> ads,
    List<TrackingUrl> trackers,
    List<String> assetUris,
    @Nullable String assetList) {

  /** The manifest does not say how long. */
  public static final long UNKNOWN = -1;

  public ManifestBreak {
    ads = List.copyOf(ads);
    trackers = List.copyOf(trackers);
    assetUris = List.copyOf(assetUris);
  }

  /** Where it ends as far as is known. */
  public long endMs() {
    return startMs + Math.max(durationMs, durationMs == UNKNOWN ? elapsedMs : 0);
  }

  /** The same, no longer than a stream that ends; one that begins behind its end is as it was. */
  ManifestBreak endingBy(long streamEndMs) {
    boolean beyond = durationMs > 0 && startMs < streamEndMs && startMs + durationMs > streamEndMs;
    return !beyond || insertion
        ? this
        : new ManifestBreak(
            id,
            startMs,
            streamEndMs - startMs,
            elapsedMs,
            open,
            false,
            replacesContentMs,
            startEpochMs,
            endEpochMs,
            eventId,
            ads,
            trackers,
            assetUris,
            assetList);
  }
}
